import { describe, expect, test } from 'vitest';
import { plainEnglishPlanner } from '../../../lib/local/planners/plain-english/plain-english-planner.ts';
import { asStep, boxOfId, observed, planned, played } from './observed-page.ts';

const done = 'return []';

describe('a task of several sentences', () => {
  test('is done one step at a time, and then ends without an answer', async () => {
    const page = observed(`<main><a href='/a'>Alpha</a><input placeholder='Name'/><button>Save</button></main>`);
    expect(await played('Click "Alpha" and type "Ada" into "Name", then press Save.', [page])).toEqual([
      `agentClick ["${boxOfId(2)}"]`,
      `agentType ["Ada","${boxOfId(3)}"]`,
      `agentClick ["${boxOfId(4)}"]`,
      done,
    ]);
  });

  test('is planned on the page each step leads to', async () => {
    const first = observed(`<main><a href='/b'>Next</a></main>`);
    const second = observed(`<main><p>Thanks</p><a href='/c'>Next</a></main>`);
    expect(await played('Click Next\nClick Next\nReturn whether "Thanks" is shown', [first, second])).toEqual([
      `agentClick ["${boxOfId(2)}"]`,
      `agentClick ["${boxOfId(3)}"]`,
      'return ["true"]',
    ]);
  });

  test('has a thought, one deed, the settling and an observation in every step', async () => {
    const calls = await planned('Click Save', observed('<button>Save</button>'));
    expect(calls.map(({ name }) => name)).toEqual(['think', 'agentClick', 'waitForPageToSettle', 'takeObservation']);
    expect(calls[0]?.input).toEqual(['(1/1) Click button “Save”.']);
  });

  test('keeps punctuation and verbs inside quotation marks together', async () => {
    const page = observed(`<input placeholder='Message'/><button>Save and return. Now</button>`);
    expect(
      await played(`Type "Wait. Then click 'x'; go" into 'Message'. Click “Save and return. Now”`, [page]),
    ).toEqual([`agentType ["Wait. Then click 'x'; go","${boxOfId(1)}"]`, `agentClick ["${boxOfId(2)}"]`, done]);
  });

  test('clicks the Search button where the field is in no form that Enter would send', async () => {
    const page = observed(`<div><input placeholder='Anything'/><button>Search</button></div>`);
    expect(await played('Search for kettle', [page])).toEqual([
      `agentType ["kettle","${boxOfId(2)}"]`,
      `agentClick ["${boxOfId(3)}"]`,
      done,
    ]);
  });

  test('does nothing for a box that is checked already', async () => {
    const page = observed(`<label><input type='checkbox' checked='true'/>News</label><button>Save</button>`);
    expect(await played('Check News. Uncheck News. Click Save', [page])).toEqual([
      `agentClick ["${boxOfId(2)}"]`,
      `agentClick ["${boxOfId(3)}"]`,
      done,
    ]);
  });
});

/** A checkbox that its label draws. */
const drawnBox = (state: string) =>
  `<label>News</label><input type='checkbox' label='News'${state} currently-obscured='true'/>`;

test('a box drawn by its label is clicked there, and only when its state is another', async () => {
  expect(await played('Check News', [observed(drawnBox(''))])).toEqual([`agentClick ["${boxOfId(1)}"]`, done]);
  expect(await played('Check News', [observed(drawnBox(` checked='true'`))])).toEqual([done]);
});

test('a disabled button is waited for', async () => {
  const page = observed(`<button disabled=''>Save</button>`);
  expect(await played('Click Save', [page, observed('<button>Save</button>')])).toHaveLength(3);
  expect((await played('Click Save', [observed(`<button disabled='true'>Save</button>`)])).at(-1)).toContain(
    'is disabled',
  );
});

describe('what is not in view', () => {
  const top = observed('<p>Top</p>', { scrollTop: 0, scrollHeight: 2000 });
  const bottom = observed('<p>End</p>', { scrollTop: 1200, scrollHeight: 2000 });
  const down = 'agentScroll ["down","<box>0,0,800,1600</box>"]';
  const up = 'agentScroll ["up","<box>0,0,800,1600</box>"]';

  test('is scrolled to', async () => {
    const there = observed('<button>Save</button>', { scrollTop: 600, scrollHeight: 2000 });
    expect(await played('Click Save', [top, there])).toEqual([down, `agentClick ["${boxOfId(1)}"]`, done]);
  });

  test('is looked for to the end and back before the act fails with what there is', async () => {
    const pages = [top, bottom, top];
    const deeds = await played('Click Save', pages);
    expect(deeds.slice(0, 2)).toEqual([down, up]);
    expect(deeds).toHaveLength(3);
    expect(deeds[2]).toContain('throw ["Nothing on the page fits Save');
  });

  test('is never looked for without end, even where scrolling moves nothing', async () => {
    const deeds = await played('Click Save', [top]);
    expect(deeds.length).toBeLessThan(40);
    expect(deeds.at(-1)).toContain('throw');
  });

  test('is waited for where nothing can be scrolled, three times', async () => {
    const page = observed('<p>Loading</p>');
    expect(await played('Click Save', [page, page, observed('<button>Save</button>')])).toEqual([
      'wait [1]',
      'wait [1]',
      `agentClick ["${boxOfId(1)}"]`,
      done,
    ]);
    expect(await played('Click Save', [page])).toHaveLength(4);
  });

  test('is waited for, not scrolled away from, while its value is loading', async () => {
    const at = { scrollHeight: 2000 };
    const pages = [
      observed('<dl><dt>Price</dt><dd>Looking up…</dd></dl>', at),
      observed('<dl><dt>Price</dt><dd>£9</dd></dl>', at),
    ];
    expect(await played('Return the price', pages)).toEqual(['wait [1]', 'return ["£9"]']);
  });

  test('stops being looked for once “Scroll to” has it in view', async () => {
    const there = observed('<h2>Terms</h2><button>Save</button>', { scrollTop: 600, scrollHeight: 2000 });
    expect(await played('Scroll to "Terms". Click Save', [top, there])).toEqual([
      down,
      `agentClick ["${boxOfId(2)}"]`,
      done,
    ]);
  });

  test('is not shown, when the whole page was seen', async () => {
    expect((await played('Return whether "Sold out" is shown', [top, bottom, top])).at(-1)).toBe('return ["false"]');
    expect((await played('Return whether "Sold out" is shown', [observed('')])).at(-1)).toContain('no page text');
  });

  test('makes “Scroll to the bottom” go on until the end', async () => {
    expect(await played('Scroll to the bottom', [top, top, bottom])).toEqual([down, down, done]);
  });
});

test('a redirect from the browser ends the act with its text', async () => {
  const page = observed('<button>Colour</button>');
  const step = asStep(await planned('Click Colour', page), {
    agentClick: 'AgentRedirectError: This color input cannot be clicked.',
  });
  expect((await planned('Click Colour', page, [step])).at(-1)).toEqual({
    name: 'throw',
    input: ['AgentRedirectError: This color input cannot be clicked.'],
  });
});

test('a tool’s result that lacks what is asked for is not looked for on the page', async () => {
  const toolSpecs = [{ name: 'convert', description: 'Converts', inputSchema: { json: {} } }];
  const schema = {
    type: 'object',
    properties: { kroner: { type: 'number' }, euros: { type: 'number' } },
    required: ['euros'],
  };
  const task = `Call convert with amount 3. Return its result, format output with jsonschema: ${JSON.stringify(schema)}`;
  const observation = observed('<p>Euros: 3</p>', { scrollHeight: 2000 });
  const calls = await plainEnglishPlanner.nextCalls({ task, toolSpecs, steps: [], observation });
  const steps = [asStep(calls, { convert: '{"kroner":39}' })];
  const [, ending] = await plainEnglishPlanner.nextCalls({ task, toolSpecs, steps, observation });
  expect(ending).toEqual({ name: 'throw', input: ['There is no “euros” in {"kroner":39}.'] });
});
