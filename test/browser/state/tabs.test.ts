import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { BrowserOnSite } from '../../support/browser-on-site.ts';
import { capturedState, carriedOver } from '../../support/carried-over.ts';
import { startPageServer, type PageServer } from '../../support/page-server.ts';

/** On a busy machine. */
const SOON = { timeout: 5_000 };

let server: PageServer;
let first: BrowserOnSite;
beforeAll(async () => {
  server = await startPageServer();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  first = await BrowserOnSite.launch({}, server);
});
afterEach(() => first[Symbol.asyncDispose]());

const at = (path: string) => `http://127.0.0.1:${server.port}/${path}`;

/** Opens a page that does this at the press of a button, and presses it. */
async function openAndDo(script: string, body = ''): Promise<void> {
  server.serve('/opener.html', `<title>Opener</title><button onclick="${script}">Do it</button>${body}`);
  await first.open('opener');
  await first.click('Do it');
  await first.settle();
}

test('tabs come back in their order, each with one request, and the last one is looked at where it was', async () => {
  for (const name of ['one', 'two'])
    server.serve(
      `/${name}.html`,
      `<output style="position: fixed"></output><script>
        document.querySelector('output').textContent = [sessionStorage.me, history.length, scrollY].join();
        if (!sessionStorage.me) addEventListener('load', () => scrollTo(0, 700));
        sessionStorage.me = '${name}';
      </script><div style="height: 3000px"></div>`,
    );
  await openAndDo("open('one.html?a=1#b', '', 'noopener'); open('two.html#', '', 'noopener')");

  await using second = await carriedOver(first);

  expect(second.lost).toEqual([]);
  expect(second.requests).toEqual(
    ['opener.html', 'one.html?a=1', 'two.html'].map((path) => `GET http://127.0.0.1/${path}`),
  );
  const state = await capturedState(second.site);
  expect(state.tabs).toEqual(second.state.tabs);
  expect(state.tabs.map(({ url }) => url)).toEqual([at('opener.html'), at('one.html?a=1#b'), at('two.html#')]);
  expect(state.tabs[2]?.documents).toMatchObject([{ scroll: [0, 700], session: [['me', 'two']] }]);
  // Scrolled only after it was loaded, and without any past.
  expect(await second.site.output()).toBe('two,2,0');
});

test('what no request brings back is not asked for, and told', async () => {
  server.serve('/posted.html', '<p>Posted</p><script>localStorage.posted = 1</script>');
  server.serve('/sent.html', '', { status: 303, headers: { location: '/landed.html' } });
  server.serve('/landed.html', '<p>Landed</p>');
  await openAndDo(
    "for (const form of document.forms) form.submit(); window.open().document.body.append('Written')",
    '<form method="post" action="posted.html" target="_blank"></form><form method="post" action="sent.html" target="_blank"></form>',
  );
  await expect.poll(() => [server.requests('/posted.html'), server.requests('/landed.html')], SOON).toEqual([1, 1]);
  await expect.poll(async () => (await capturedState(first)).tabs.length, SOON).toBe(4);

  await using second = await carriedOver(first);

  expect(second.requests).toEqual(['opener.html', 'landed.html'].map((path) => `GET http://127.0.0.1/${path}`));
  expect(second.lost).toEqual([
    'The tab of about:blank showed what no server can be asked for: it is empty now.',
    `The page ${at('posted.html')} came as the answer to a form that was sent, and was not asked for again: its tab is empty.`,
  ]);
  const { tabs } = await capturedState(second.site);
  expect(tabs.map(({ url }) => url)).toEqual([at('opener.html'), 'about:blank', at('landed.html'), 'about:blank']);
  // What was stored is there all the same.
  expect(tabs[0]?.documents[0]?.local).toEqual([['posted', '1']]);
});

test('a page that comes back as another one is told, without what follows its path', async () => {
  for (const name of ['moved', 'left', 'renamed', 'missing', 'broken', 'empty'])
    server.serve(`/${name}.html`, '<p>As it was</p>', { status: name === 'broken' ? 500 : 200 });
  const names = ['moved', 'left', 'renamed', 'missing', 'broken', 'empty'];
  await openAndDo(names.map((name) => `open('${name}.html?token=canary#canary', '', 'noopener')`).join(';'));

  await using second = await carriedOver(first, 'unseen', {
    between() {
      server.serve('/moved.html', '', { status: 302, headers: { location: '/login.html?next=canary' } });
      server.serve('/login.html', '<p>Log in</p>');
      server.serve('/left.html', "<script>location.replace('/login.html')</script>");
      server.serve('/renamed.html', "<script>history.replaceState(null, '', '?other')</script>");
      server.serve('/missing.html', '<p>Nothing</p>', { status: 404 });
      server.serve('/empty.html', '', { status: 204 });
    },
  });

  expect(second.lost).toEqual([
    `The page ${at('moved.html')} did not come back: its address led to ${at('login.html')}.`,
    `The page ${at('left.html')} did not come back: its address led to ${at('login.html')}.`,
    `The page ${at('renamed.html')} came back under another address: what follows its path is not the same.`,
    `The page ${at('missing.html')} came back with the status 404.`,
    expect.stringMatching(`^The page ${at('empty.html')} could not be loaded again: .*ERR_ABORTED`),
  ]);
  expect((await second.site.see()).activeURL).toBe('about:blank');
});

test('a page is not asked for where the guardrails keep the browser from', async () => {
  server.serve('/kept.html', '<script>localStorage.a = 1</script>');
  await first.open('kept');
  const seen = server.log.length;
  const options = { guardrails: { blockedDomains: ['127.0.0.1'], strict: false } };
  await expect(carriedOver(first, 'unseen', { options })).rejects.toMatchObject({ name: 'ActStateGuardrailError' });
  expect(server.log.slice(seen)).toEqual([]);
});

test('a page that says nothing is captured by its address, within two seconds', async () => {
  server.serve(
    '/busy.html',
    "<script>localStorage.a = 1; addEventListener('click', () => { const said = new XMLHttpRequest(); said.open('GET', '/said', false); said.send(); for (;;); })</script>",
  );
  await first.open('busy');
  const box = { left: 1, top: 1, right: 2, bottom: 2 };
  void first
    .perform({ kind: 'click', box: { unit: 'pixels', box }, clickType: 'left', blurField: false })
    .catch(() => {});
  await expect.poll(() => server.requests('/said'), SOON).toBe(1);
  const begun = performance.now();
  const state = await capturedState(first);
  expect(performance.now() - begun).toBeLessThan(2_500);
  expect(state.tabs).toEqual([{ url: at('busy.html'), status: 0, documents: [] }]);
  expect(state.lost).toEqual([`1 document of ${at('busy.html')} did not answer in time: nothing of it could be kept.`]);
});
