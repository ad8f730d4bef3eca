import { expect, test } from 'vitest';
import { deedOf, observed, planned } from './observed-page.ts';

const WORDS =
  'Click type "x" into in “ ” \' " and then press enter the first second last result of from Choose check scroll to down Go https://a.b/c /x wait 3 seconds search for return whether is shown all number . ; \n \\ < > & \u0000 \uE000 \uE001 0 \uE0000\uE001 🫖 constructor __proto__ , format output with jsonschema: {"type":"array"} {} null ( [ *'.split(
    ' ',
  );
const PAGES = [
  '',
  `<main><h1>x</h1><ul><li><a href='/x'>x</a></li><li><a href='/y'>and</a></li></ul><input type='search'/></main>`,
  `<constructor __proto__='x'><select/><option>x</option></p>&#xffffff; &constructor; <<a b='`,
];

/** The same numbers every time, so that a failure can be had again. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; state = (state * 1103515245 + 12345) % 2147483648) yield state;
}

test('any task on any page is answered with calls', async () => {
  const random = numbers(7);
  const next = (below: number) => Math.floor(((random.next().value ?? 0) / 2147483648) * below);
  for (let round = 0; round < 1500; round += 1) {
    const task = Array.from({ length: 1 + next(14) }, () => WORDS[next(WORDS.length)]).join(' ');
    const calls = await planned(task, observed(PAGES[next(PAGES.length)] ?? ''));
    const deed = deedOf(calls)?.name ?? 'nothing';
    expect(`${task} → ${deed} ${JSON.stringify(calls)}`).not.toMatch(/→ nothing|planner failed|Error:|undefined/);
  }
});

test('the longest task is read in no time', async () => {
  const began = performance.now();
  for (const piece of ['and ', '"', 'return the ', ' in ', '<a ', "'x ", 'click a and ', 'Type x into '])
    await planned(piece.repeat(10_000 / piece.length), observed(`<a x='`.repeat(5000)));
  expect(performance.now() - began).toBeLessThan(5000);
});
