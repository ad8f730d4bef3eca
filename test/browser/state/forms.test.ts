import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BrowserOnSite } from '../../support/browser-on-site.ts';
import { capturedState, carriedOver } from '../../support/carried-over.ts';

let first: BrowserOnSite;
let name = '';
let count = 0;
beforeAll(async () => {
  first = await BrowserOnSite.launch();
});
afterAll(() => first[Symbol.asyncDispose]());
beforeEach(() => {
  name = `form${(count += 1)}`;
});

const at = (page: string) => `http://127.0.0.1:${first.server.port}/${page}.html`;
const serve = (body: string) => first.server.serve(`/${name}.html`, `<!doctype html><output></output>${body}`);

/** Sets values as a person would have, as far as the page can tell afterwards; without events, as nobody is told here. */
const FILL = `
  for (const field of document.querySelectorAll('[data-fill]')) field.value = field.dataset.fill;
  for (const box of document.querySelectorAll('[data-tick]')) box.checked = box.dataset.tick === 'true';
  for (const option of document.querySelectorAll('[data-choose]')) option.selected = option.dataset.choose === 'true';`;

/** Opens the page that was served, and fills in its form. */
async function openAndFill(body: string): Promise<void> {
  serve(`${body}<script>${FILL}</script>`);
  await first.open(name);
}

describe('what was entered comes back', () => {
  const controls = `
    <form><input id="name" data-fill="Ann"> <input name="pair" data-fill="left"> <input name="pair" data-fill="right">
      <input type="date" name="day" data-fill="2026-02-03"> <input type="range" name="much" data-fill="70">
      <input type="checkbox" name="box" value="a" data-tick="true"> <input type="checkbox" name="box" value="b" checked>
      <input type="checkbox" name="off" checked data-tick="false">
      <input type="radio" name="one" value="x" checked> <input type="radio" name="one" value="y" data-tick="true">
      <select name="pick"><option>red<option>green<option data-choose="true">blue</select>
      <select name="many" multiple><option selected data-choose="false">1<option data-choose="true">2<option data-choose="true">3</select>
      <textarea name="text" data-fill="two&#10;lines">before</textarea> <input type="hidden" name="hidden" data-fill="script"></form>
    <form><input name="pair" data-fill="other form"></form><div id="host"></div>
    <script>document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = '<input>';
      const inner = document.querySelector('#host').shadowRoot.firstChild;</script>`;
  const listening = `<script>
    const out = document.querySelector('output');
    let events = 0;
    for (const type of ['input', 'change', 'click', 'focusin', 'beforeinput', 'keydown']) addEventListener(type, () => (events += 1), true);
    addEventListener('scroll', () => {
      const values = [...document.querySelectorAll('input, textarea, select'), inner].map((field) =>
        field.type === 'checkbox' || field.type === 'radio' ? field.checked
          : field.multiple ? [...field.selectedOptions].map(({ value }) => value) : field.value);
      out.textContent = values.join() + ' after ' + events + ' events';
    });
  </script><p style="height: 3000px">`;
  const filled = 'Ann,left,right,2026-02-03,70,true,true,false,false,true,blue,2,3,two lines,,other form,in the shadow';
  const fill = () =>
    openAndFill(`${controls}<p style="height: 3000px"><script>
      inner.value = 'in the shadow'; addEventListener('load', () => scrollTo(0, 5))</script>`);
  const between = () => serve(`${controls}${listening}`);

  test('without any event where no script was told of it', async () => {
    await fill();
    await using second = await carriedOver(first, 'unseen', { between });
    expect(second.lost).toEqual([]);
    expect(await second.site.output()).toBe(`${filled} after 0 events`);
  });

  test('with the events of an input for an agent who is told', async () => {
    await fill();
    await using second = await carriedOver(first, 'told', { between });
    expect(second.lost).toEqual([]);
    // Three for each of three boxes that are clicked, two for each other control, one of them inside its shadow root.
    expect(await second.site.output()).toBe(`${filled} after 28 events`);
  });
});

const listen = (target: string, type: string) => `<script>${target}.addEventListener('${type}', () => {})</script>`;

describe('that a script can have noticed what was entered is known', () => {
  const text = '<input data-fill="text">';
  const box = '<input type="checkbox" data-tick="true">';

  test.for([
    ['it listens at the field', text + listen("document.querySelector('input')", 'input'), true],
    ['it listens at the document', text + listen('document', 'keydown'), true],
    ['it listens at the window', text + listen('window', 'change'), true],
    ['it is in an attribute around the field', `<form onchange="void 0">${text}</form>`, true],
    ['it is a property of the body', `${text}<script>document.body.onkeyup = () => {}</script>`, true],
    ['it looks when the field is left', text + listen("document.querySelector('input')", 'blur'), true],
    ['it listens for a click on a box to tick', box + listen('document', 'click'), true],
    [
      'it listens where the field is slotted in',
      `<div id="host">${text}</div><script>
      const root = document.querySelector('#host').attachShadow({ mode: 'open' });
      root.innerHTML = '<p><slot></slot></p>'; root.querySelector('p').addEventListener('input', () => {})</script>`,
      true,
    ],
    ['not when it listens for a click only', text + listen('document', 'click'), undefined],
    [
      'not when it listens beside the field',
      `<p></p>${text}${listen("document.querySelector('p')", 'input')}`,
      undefined,
    ],
    ['not when there is none', box, undefined],
  ] as const)('%s', async ([, body, noticed]) => {
    await openAndFill(body);
    const [tab] = (await capturedState(first)).tabs;
    expect(tab?.documents[0]?.controls?.map((control) => control.noticed)).toEqual([noticed]);
  });

  test('and is left alone, unless the script has put it there itself or the agent is told', async () => {
    // As the well-known framework does it: it listens far above, and keeps the default value the same as the value.
    const body = `<div id="app"><input id="a" placeholder="first"><input id="b"></div><script>
      const [a, b] = document.querySelectorAll('input'); let state = '';
      const say = () => (document.querySelector('output').textContent = 'a is ' + a.value + ', known as ' + state);
      app.addEventListener('input', () => { state = a.value; a.defaultValue = state; say(); });
      b.value = 'from the script'; say()</script>`;
    serve(body);
    await first.open(name);
    await first.type('first', 'typed');
    const state = await capturedState(first);
    expect(state.tabs[0]?.documents[0]?.controls?.map(({ value, noticed }) => [value, noticed])).toEqual([
      ['typed', true],
      ['from the script', true],
    ]);
    await using unseen = await carriedOver(first);
    expect(unseen.lost).toEqual([
      `1 field filled in on ${at(name)} had to be left alone: scripts of the page may have noticed what had been entered.`,
    ]);
    expect(await unseen.site.output()).toBe('a is , known as');
    await using told = await carriedOver(first, 'told');
    expect(told.lost).toEqual([]);
    expect(await told.site.output()).toBe('a is typed, known as typed');
  });
});

const capturedText = async () => JSON.stringify(await first.browser.capture());
const fieldsLeft = (number: number) =>
  `${number} field${number === 1 ? '' : 's'} on ${at(name)} with a password or another secret had to be left empty.`;

describe('what is secret is never captured', () => {
  test.for([
    ['a password', '<input type="password" data-fill="canary">'],
    ['one that is shown', '<input type="password" data-fill="canary" id="a"><script>a.type = "text"</script>'],
    [
      'one that is shown before it is entered',
      '<input type="password" id="a"><script>a.type = "text"; a.value = "canary"</script>',
    ],
    ['a new password', '<input autocomplete="section-a new-password" data-fill="canary">'],
    ['a code for one use', '<input autocomplete="one-time-code" data-fill="canary">'],
    ['the number of a card', '<textarea autocomplete="cc-number" data-fill="canary"></textarea>'],
    ['what is called a password', '<input name="user_password" data-fill="canary">'],
    ['what is called a code for screen readers', '<input aria-label="Security code" data-fill="canary">'],
  ] as const)('%s', async ([, body]) => {
    await openAndFill(body);
    const text = await capturedText();
    expect(text).not.toContain('canary');
    expect(text).toContain(fieldsLeft(1));
  });

  test('a secret that was filled in, also where the page has copied it or has changed it', async () => {
    serve(`<label>Token <input id="a"></label> <input id="copy"> <input id="other" data-fill="kept"><script>${FILL}
a.onchange = () => setTimeout(() => { copy.value = 'canary-42 42'; a.value = a.value.split('').reverse().join('') })</script>`);
    await first.open(name);
    await first.browser.fill('Token', 'canary-4242', () => undefined);
    await first.settle();
    const text = await capturedText();
    expect(text).not.toMatch(/canary|yranac/);
    expect(text).toContain('kept');
    expect(text).toContain(fieldsLeft(2));
  });

  test('and it is hidden where the restored page shows what it had stored of it', async () => {
    serve(`<label>Token <input id="a"></label><p></p><script>
      a.onchange = () => (localStorage.token = a.value);
      if (localStorage.token) document.querySelector('p').textContent = 'Your token is ' + localStorage.token</script>`);
    await first.open(name);
    await first.browser.fill('Token', 'canary-4244', () => undefined);
    await first.settle();
    await using second = await carriedOver(first, 'told', { options: { replayable: true }, secrets: ['canary-4244'] });
    const { simplifiedDOM } = await second.site.browser.observe();
    expect(simplifiedDOM).toContain('Your token is ••');
    expect(simplifiedDOM).not.toContain('canary');
    serve('<script>localStorage.clear()</script>');
    await first.open(name);
  });

  test('and it is not in what is told of a page either', async () => {
    serve(`<label>Token <input id="a"></label><input type="password" data-fill="other"><script>${FILL}
      a.onchange = () => history.pushState(0, '', '/canary-4243?canary-4243')</script>`);
    await first.open(name);
    await first.browser.fill('Token', 'canary-4243', () => undefined);
    await first.settle();
    expect((await capturedState(first)).lost).toEqual([
      expect.stringMatching(/^2 fields on http:\S+•• with a password/),
    ]);
  });
});

test('what was written outside of forms is told, and a field that has changed is left alone', async () => {
  await openAndFill(`<div contenteditable>Write here</div>
    <input name="a" data-fill="one"><input name="b" data-fill="two"><input name="c" data-fill="three">`);
  await first.type('Write here', 'a letter');
  await using second = await carriedOver(first, 'told', {
    between: () => serve('<input name="a"><input name="b"><input name="b"><input name="c" type="number">'),
  });
  expect(second.lost).toEqual([
    `1 text written on ${at(name)} outside of form fields could not be kept.`,
    `2 fields filled in on ${at(name)} could not be found again.`,
  ]);
  const [tab] = (await capturedState(second.site)).tabs;
  expect(tab?.documents[0]?.controls?.map(({ value }) => value)).toEqual(['one']);
});

test('what was entered in a frame of another site comes back there', async () => {
  const frame = `http://localhost:${first.server.port}/framed.html`;
  first.server.serve(
    '/framed.html',
    `<input name="in"><script>if (!localStorage.there) document.querySelector('input').value = 'inside'; localStorage.there = 1</script>`,
  );
  serve(`<iframe src="about:blank"></iframe><iframe src="${frame}"></iframe>`);
  await first.open(name);
  await using second = await carriedOver(first);
  expect(second.lost).toEqual([]);
  const [tab] = (await capturedState(second.site)).tabs;
  expect(tab?.documents).toMatchObject([{ url: frame, path: [1], controls: [{ name: 'in', value: 'inside' }] }]);
});
