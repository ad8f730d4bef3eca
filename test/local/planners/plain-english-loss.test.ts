import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../lib/act/observation.ts';
import type { PlanRequest } from '../../../lib/local/emulator/planner.ts';
import { plainEnglishPlanner } from '../../../lib/local/planners/plain-english/plain-english-planner.ts';
import { asStep, boxOfId, deedOf, observed, planned, played } from './observed-page.ts';

const LOOK = 'The page was reloaded: look at it before going on';
const UNKNOWN = `AgentRedirectError: the browser was lost while this was under way; it may have been done. ${LOOK}`;
const DONE = `AgentRedirectError: this was done, but then the browser was lost. ${LOOK}`;
const NOT_PERFORMED = `AgentRedirectError: not performed, because the browser was lost before. ${LOOK}`;
const LOST = `AgentRedirectError: the browser was lost. ${LOOK}`;

type Steps = PlanRequest['steps'];

/** The act's next step on this page, whose deed got this text as its result. */
async function lostStep(task: string, page: Observation, text: string, before: Steps = []): Promise<Steps> {
  const calls = await planned(task, page, before);
  return [...before, asStep(calls, { [deedOf(calls)?.name ?? '']: text })];
}

const waits = ['wait [1]', 'wait [1]', 'wait [1]'];
const order = 'Click "Confirm". Return the reference';
const form = observed('<button>Confirm</button>');
const confirmed = observed('<p>Reference: R-1</p>');

describe('a click whose browser was lost', () => {
  test.for([UNKNOWN, DONE, NOT_PERFORMED])('is made again where its button is there: %s', async (text) => {
    const steps = await lostStep(order, form, text);
    expect(await played(order, [form, confirmed], steps)).toEqual([`agentClick ["${boxOfId(1)}"]`, 'return ["R-1"]']);
  });

  test.for([UNKNOWN, DONE, `${DONE}. Not brought back: a form, not performed`])(
    'counts as made where its button is gone from the whole page: %s',
    async (text) => {
      const steps = await lostStep(order, form, text);
      expect(await played(order, [confirmed], steps)).toEqual([...waits, 'return ["R-1"]']);
    },
  );

  test('that was not made fails the act where its button is gone', async () => {
    const steps = await lostStep(order, form, NOT_PERFORMED);
    const deeds = await played(order, [confirmed], steps);
    expect(deeds.at(-1)).toContain('throw ["Nothing on the page fits');
  });

  test('is made again where its button is further down', async () => {
    const steps = await lostStep(order, form, UNKNOWN);
    const top = observed('<p>Top</p>', { scrollHeight: 2000 });
    const below = observed('<button>Confirm</button>', { scrollTop: 600, scrollHeight: 2000 });
    expect(await played(order, [top, below, confirmed], steps)).toEqual([
      'agentScroll ["down","<box>0,0,800,1600</box>"]',
      `agentClick ["${boxOfId(1)}"]`,
      'return ["R-1"]',
    ]);
  });

  test('is not made on what only resembles its button', async () => {
    const steps = await lostStep(order, form, UNKNOWN);
    const another = observed('<h1>Confirm</h1><button>Confirm another</button><p>Reference: R-1</p>');
    expect(await played(order, [another], steps)).toEqual([...waits, 'return ["R-1"]']);
  });

  test.for([
    ['is disabled', observed(`<button disabled=''>Confirm</button>`), 'is disabled'],
    ['is covered', observed(`<button currently-obscured='true'>Confirm</button>`), 'something covers it'],
    ['may be on a page that is blank', observed(''), 'no page text'],
  ] as const)('fails the act where its button %s', async ([, page, says]) => {
    const steps = await lostStep('Click Confirm', form, UNKNOWN);
    expect((await played('Click Confirm', [page], steps)).at(-1)).toMatch(new RegExp(`^throw .*${says}`));
  });

  test('counts as made when it is the last thing to do and its button is gone', async () => {
    const steps = await lostStep('Click Confirm', form, UNKNOWN);
    expect(await played('Click Confirm', [confirmed], steps)).toEqual([...waits, 'return []']);
  });

  test('is doubted again after a second loss before it was made again', async () => {
    const once = await lostStep(order, form, UNKNOWN);
    const twice = await lostStep(order, form, NOT_PERFORMED, once);
    expect(await played(order, [confirmed], twice)).toEqual([...waits, 'return ["R-1"]']);
  });

  test('leaves no doubt about what comes after it', async () => {
    const task = 'Click Confirm. Click Print';
    const steps = await lostStep(task, form, UNKNOWN);
    const deeds = await played(task, [confirmed], steps);
    expect(deeds.at(-1)).toContain('throw ["Nothing on the page fits Print');
  });

  test('leaves no doubt when it was made again', async () => {
    const task = 'Click Confirm. Click Print';
    const lost = await lostStep(task, form, UNKNOWN);
    const made = await lostStep(task, form, 'null', lost);
    expect(await played(task, [observed('<button>Print</button>')], made)).toEqual([
      `agentClick ["${boxOfId(1)}"]`,
      'return []',
    ]);
  });
});

test('a step whose deed came back with its page is done', async () => {
  const steps = [asStep(await planned(order, form), { waitForPageToSettle: LOST })];
  expect(await played(order, [observed('<button>Confirm</button><p>Reference: R-1</p>')], steps)).toEqual([
    'return ["R-1"]',
  ]);
});

test('a search for something begins anew when the page was reloaded meanwhile', async () => {
  const page = observed('<p>Loading</p>');
  const first = asStep(await planned(order, page));
  const second = asStep(await planned(order, page, [first]));
  const third = asStep(await planned(order, page, [first, second]), { waitForPageToSettle: LOST });
  const deeds = await played(order, [page], [first, second, third]);
  expect(deeds.slice(0, -1)).toEqual(waits);
  expect(deeds.at(-1)).toContain('throw');
});

test('typing is repeated whether or not the field has the text, since it takes the place of what is there', async () => {
  const task = 'Type "Ada" into "Name"';
  const steps = await lostStep(task, observed(`<input placeholder='Name'/>`), UNKNOWN);
  for (const page of [observed(`<input placeholder='Name'/>`), observed(`<input placeholder='Name' value='Ada'/>`)])
    expect(await played(task, [page], steps)).toEqual([`agentType ["Ada","${boxOfId(1)}"]`, 'return []']);
});

const size = (value: string) =>
  observed(`<label>Size</label><select value='${value}'><option>S</option><option>L</option></select>`);
const news = (state: string) => observed(`<label><input type='checkbox'${state}/>News</label>`);
const speed = (state: string) =>
  observed(`<p>Speed</p><label><input type='radio'/>Slow</label><label><input type='radio'${state}/>Fast</label>`);

const STATES: readonly (readonly [task: string, before: Observation, after: Observation, deed: string])[] = [
  ['Choose L from Size', size('S'), size('L'), `agentType ["L","${boxOfId(2)}"]`],
  ['Choose L', size('S'), size('L'), `agentType ["L","${boxOfId(2)}"]`],
  ['Choose Fast', speed(''), speed(` checked='true'`), `agentClick ["${boxOfId(5)}"]`],
  ['Tick News', news(''), news(` checked='true'`), `agentClick ["${boxOfId(2)}"]`],
];

describe('what the page shows to be so already is not done again', () => {
  test.for(STATES)('%s', async ([task, before, after, deed]) => {
    const steps = await lostStep(task, before, UNKNOWN);
    expect(await played(task, [after], steps)).toEqual(['return []']);
    expect(await played(task, [before, after], steps)).toEqual([deed, 'return []']);
  });
});

test('a search that may have been sent is typed and sent again where its field is', async () => {
  const page = observed(`<form role='search'><input type='search'/><button>Search</button></form>`);
  const task = 'Search for "sea". Open the first result';
  const results = observed(`<main><h1>1 found</h1><p><a href='/k'>Kettle</a></p></main>`);
  const type = `agentType ["sea","${boxOfId(2)}",{"pressEnter":true}]`;
  const steps = await lostStep(task, page, UNKNOWN);
  const open = `agentClick ["${boxOfId(4)}"]`;
  expect(await played(task, [page, results], steps)).toEqual([type, open, 'return []']);
  expect(await played(task, [results], steps)).toEqual([...waits, open, 'return []']);
});

test('advice that comes with a loss still ends the act', async () => {
  const task = 'Click Confirm';
  const calls = await planned(task, form);
  const advice = 'AgentRedirectError: This colour cannot be clicked.';
  const step = asStep(calls, { agentClick: advice, waitForPageToSettle: LOST });
  expect(await played(task, [form], [step])).toEqual([`throw ${JSON.stringify([advice])}`]);
});

test('a tool that may have been called is not called again', async () => {
  const toolSpecs = [{ name: 'pay', description: 'Pays', inputSchema: { json: {} } }];
  const next = async (steps: Steps) =>
    plainEnglishPlanner.nextCalls({ task: 'Call pay with amount 3', toolSpecs, steps, observation: form });
  const calls = await next([]);
  expect(deedOf(calls)).toEqual({ name: 'pay', input: { amount: 3 } });
  expect(deedOf(await next([asStep(calls, { pay: NOT_PERFORMED })]))).toEqual({ name: 'pay', input: { amount: 3 } });
  for (const text of [UNKNOWN, DONE])
    expect(JSON.stringify(deedOf(await next([asStep(calls, { pay: text })])))).toContain(
      'may have been called already',
    );
});
