import { expect, test } from 'vitest';
import { deedOf, observed, planned } from './observed-page.ts';

const WORDS =
  'Click type "x" into in “ ” \' " and then press enter the first second last result of from Choose check scroll to down Go https://a.b/c /x wait 3 seconds search for return whether is shown all number the cheapest of near row list table clear submit close use tool call with {"a":1} is there any button go back count how many . ; \n \\ < > & \u0000 \uE000 \uE001 0 \uE0000\uE001 🫖 constructor __proto__ , format output with jsonschema: {"type":"array"} {} null ( [ *'.split(
    ' ',
  );
const PAGES = [
  '',
  `<main><h1>x</h1><ul><li><a href='/x'>x</a></li><li><a href='/y'>and</a></li></ul><input type='search'/></main>`,
  `<constructor __proto__='x'><select/><option>x</option></p>&#xffffff; &constructor; <<a b='`,
].map((markup) => observed(markup));
const [EMPTY = observed('')] = PAGES;

const page = (markup: string) => ({ ...EMPTY, simplifiedDOM: markup });

/** The same numbers every time, so that a failure can be had again. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; state = (state * 1103515245 + 12345) % 2147483648) yield state;
}

test('any task on any page is answered with calls', async () => {
  const random = numbers(7);
  const next = (below: number) => Math.floor(((random.next().value ?? 0) / 2147483648) * below);
  for (let round = 0; round < 1500; round += 1) {
    const task = Array.from({ length: 1 + next(14) }, () => WORDS[next(WORDS.length)]).join(' ');
    const calls = await planned(task, PAGES[next(PAGES.length)] ?? EMPTY);
    const deed = deedOf(calls)?.name ?? 'nothing';
    expect(`${task} → ${deed} ${JSON.stringify(calls)}`).not.toMatch(/→ nothing|planner failed|Error:|undefined/);
  }
});

test('the longest task on the largest page is read in no time', async () => {
  const pages = [
    page(`<a x='`.repeat(2000)),
    page('<ul><li>a in x'.repeat(200)),
    page(`<table>${'<tr><td>a</td><td>x</td></tr>'.repeat(400)}`),
  ];
  const began = performance.now();
  for (const piece of ['and ', '"', 'return the ', ' in ', '<a ', "'x ", 'click a and ', 'Type x into ', 'click a of '])
    for (const each of pages) await planned(piece.repeat(10_000 / piece.length), each);
  for (const task of [
    'Return the a of x',
    'Click a near x',
    'Count the a',
    'Open the cheapest a',
    `Click ${'x in '.repeat(90)}`,
  ])
    for (const each of pages) await planned(task, each);
  expect(performance.now() - began).toBeLessThan(5000);
});
