import { expect, test } from 'vitest';
import { ChromiumBrowser } from '../../lib/browser/chromium-browser.ts';
import { BrowserOnSite } from '../support/browser-on-site.ts';

test('an observation shows the model the page it acts upon', async () => {
  await using site = await BrowserOnSite.launch();
  await site.open('form');

  const observation = await site.see();

  expect(observation).toMatchObject({
    activeURL: site.server.url('form'),
    browserDimensions: { windowWidth: 1600, windowHeight: 813, scrollLeft: 0, scrollTop: 0 },
    userAgent: expect.stringMatching(/ Chrome\/\d.* Agent-NovaAct\/0\.9$/),
  });
  expect(Math.abs(observation.timestamp_ms - Date.now())).toBeLessThan(5_000);
  expect(jpegSize(observation.screenshotBase64)).toEqual({ width: 1600, height: 813 });
  expect(observation.simplifiedDOM.replaceAll(/ nova-act-id='\d+'/g, '')).toBe(`<body>
  <h1>Order</h1>
  <form>
    <p>
      <label>Name</label>
      <input placeholder='Your name' value='Ada' label='Name'/>
    </p>
    <label>
      Password
      <input type='password' value='••••••••' label='Password'/>
    </label>
    <p>
      <label>Size</label>
      <select value='Medium' label='Size'>
        <option>Small</option>
        <option selected='true'>Medium</option>
        <option>Large</option>
      </select>
    </p>
    <label>
      <input type='checkbox' checked='true' label='Gift wrap'/>
      Gift wrap
    </label>
    <label>
      <input type='checkbox' label='I agree'/>
      I agree
    </label>
    <button type='button'>
      <svg/>
      Buy now
    </button>
    <a href='/terms'>Terms</a>
  </form>
  <ul scrollable='true' scrolled-from-top='0%'>
    <li>One</li>
    <li>Two</li>
    <li currently-obscured='true'>Three</li>
    <li currently-obscured='true'>Four</li>
    <li currently-obscured='true'>Five</li>
  </ul>
  <div currently-obscured='true'>
    <button currently-obscured='true'>Under</button>
  </div>
  <div>Over</div>
</body>
`);
});

test('without replay there is neither a DOM nor boxes', async () => {
  await using browser = await ChromiumBrowser.launch({ network: { allowLoopback: true, allowHosts: [] } });
  await browser.open('about:blank');
  expect(await browser.observe()).toMatchObject({ activeURL: 'about:blank', simplifiedDOM: '', idToBboxMap: {} });
});

/** From the start-of-frame segment, where every JPEG has its size. */
function jpegSize(dataUrl: string): { width: number; height: number } {
  const bytes = Buffer.from(dataUrl.replace('data:image/jpeg;base64,', ''), 'base64');
  let offset = 2;
  while (bytes.readUInt8(offset + 1) !== 0xc0) offset += 2 + bytes.readUInt16BE(offset + 2);
  return { height: bytes.readUInt16BE(offset + 5), width: bytes.readUInt16BE(offset + 7) };
}

test('a page that cannot be read as text is seen nevertheless, and the lack is told', async () => {
  await using site = await BrowserOnSite.launch();
  await site.open('deep');

  const { simplifiedDOM, screenshotBase64 } = await site.see();

  expect(simplifiedDOM).toBe('');
  expect(jpegSize(screenshotBase64)).toEqual({ width: 1600, height: 813 });
  expect(site.browser.takeNotices()).toMatchObject([{ message: expect.stringContaining('could not be read as text') }]);
});

test('a frame of another site that hangs is left out, told of once, and costs a second', async () => {
  await using site = await BrowserOnSite.launch();
  await site.open('hung-frame');
  const begun = performance.now();
  expect((await site.see()).simplifiedDOM).toContain('Outside');
  await site.see();
  expect(performance.now() - begun).toBeLessThan(4_000);
  const notices = site.browser.takeNotices().filter(({ kind }) => kind === 'warning');
  expect(notices).toEqual([
    { kind: 'warning', message: 'a frame of the page could not be read as text: it does not answer' },
  ]);
});
