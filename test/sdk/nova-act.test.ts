import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { ActCanceledError, ActError, AgentRedirectError } from '../../lib/act/errors.ts';
import type { Tool } from '../../lib/act/ports.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import { BOOL_SCHEMA } from '../../lib/sdk/answer-schema.ts';
import type { HumanInputCallbacks, HumanInputContext } from '../../lib/sdk/human-input.ts';
import { NovaAct } from '../../lib/sdk/nova-act.ts';
import type { StateGuardrail } from '../../lib/sdk/state-guardrail.ts';
import { tool } from '../../lib/sdk/tool.ts';
import { gives, look, Surroundings } from './nova-act-session.ts';

const stock = tool({
  name: 'stock',
  description: 'Gives how many are left.',
  inputSchema: z.object({ article: z.string().transform((text) => text.toUpperCase()) }),
  run: ({ article }) => onStock(article),
});
const wait: Tool = tool({
  name: 'wait_for_it',
  description: 'Waits.',
  inputSchema: z.object({}),
  run: (_, { signal }) => onWait(signal),
});
let onStock: (article: string) => unknown;
let onWait: (signal: AbortSignal) => unknown;
let onTakeover: () => Promise<void>;
let guardrail: StateGuardrail = () => 'PASS';
let asks: HumanInputContext[];
let answers: { approve: 'YES' | 'CANCEL'; uiTakeover: 'COMPLETE' | 'CANCEL' };

const humanInputCallbacks: HumanInputCallbacks = {
  approve: async (message, context) => {
    expect(message).toBe('Pay 5 EUR?');
    asks.push(context);
    return answers.approve;
  },
  uiTakeover: async (_, context) => {
    asks.push(context);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await onTakeover();
    return answers.uiTakeover;
  },
};

const clickPlain = { name: 'agentClick', input: ['<box>8,8,20,40</box>'] };

let around: Surroundings;
let nova: NovaAct;
beforeAll(async () => {
  around = await Surroundings.start({
    'Give 42': [[gives('42')]],
    'Give nothing': [[gives('')]],
    'Give a price': [[gives('{"euros": 39.9}')]],
    'Give up': [[{ name: 'throw', input: ['it is sold out'] }]],
    'Look for ever': [],
    'Look slowly': Array.from({ length: 9 }, () => [{ name: 'wait', input: [1] }, look]),
    'Ask for stock': [[{ name: 'stock', input: { article: 'kettle' } }, look], [gives('asked')]],
    'Wait, then click': [[{ name: 'wait_for_it', input: {} }, clickPlain, look], [gives('clicked')]],
    'Wait long': [[{ name: 'wait', input: [50] }, look]],
    'Ask a person': [
      [{ name: 'human_Approve', input: { message: 'Pay 5 EUR?' } }, look],
      [{ name: 'human_UiTakeover', input: { message: 'Log in' } }, look],
      [gives('done')],
    ],
  });
  nova = await NovaAct.start({
    ...around.options('click'),
    tools: [stock, wait],
    humanInputCallbacks,
    stateGuardrail: (state) => guardrail(state),
  });
});
beforeEach(async () => {
  onStock = () => ({ left: 3 });
  onWait = () => null;
  onTakeover = async () => {};
  guardrail = () => 'PASS';
  asks = [];
  answers = { approve: 'YES', uiTakeover: 'COMPLETE' };
  const page = await nova.page();
  await page.goto(around.site.url('click'));
});
afterAll(async () => {
  await nova.stop();
  await around[Symbol.asyncDispose]();
});

const output = async () => (await nova.page()).$eval('output', (element) => element.textContent);

/** The service was told that the act was cancelled, and the session can be used further. */
const goesOn = async () => {
  expect(around.lastAct).toMatchObject({ status: 'FAILED', error: { type: 'ActCanceledError' } });
  expect(await nova.act('Give 42')).toMatchObject({ response: '42' });
};

describe('an act', () => {
  test('does on the page what it was asked for, and gives what is known of it', async () => {
    const before = Date.now();
    const { metadata, response, downloads } = await nova.act('Click "Plain"');

    expect(await output()).toBe('clicked true 1');
    expect({ response, downloads }).toEqual({ response: '', downloads: [] });
    expect(metadata).toEqual({
      ...nova.workflowRun,
      sessionId: nova.sessionId,
      actId: around.lastAct?.actId,
      prompt: 'Click "Plain"',
      stepsExecuted: around.lastAct?.steps.length,
      startTime: expect.any(Date),
      endTime: expect.any(Date),
      stepServerTimes: metadata.stepServerTimes,
      timeWorkedSeconds: expect.any(Number),
      humanWaitSeconds: 0,
    });
    expect(metadata.stepServerTimes).toHaveLength(metadata.stepsExecuted);
    expect(metadata.startTime.getTime()).toBeGreaterThanOrEqual(before);
    expect(metadata.endTime.getTime()).toBeGreaterThan(metadata.startTime.getTime());
    expect(around.lastAct?.status).toBe('SUCCEEDED');
  });

  test('goes on where a person has clicked by puppeteer', async () => {
    const page = await nova.page();
    await page.click('#plain');
    const { parsedResponse } = await nova.actGet('Return whether "clicked true 1" is shown', BOOL_SCHEMA);
    expect(parsedResponse).toBe(true);
  });

  test('is one at a time', async () => {
    const first = nova.act('Give 42');
    await expect(nova.act('Give 42')).rejects.toThrow(expect.objectContaining({ name: 'ActInProgress' }));
    await expect(nova.goToUrl(around.site.url('popup'))).rejects.toThrow(
      expect.objectContaining({ name: 'ActInProgress' }),
    );
    expect(await first).toMatchObject({ response: '42' });
    expect(await nova.act('Give 42')).toMatchObject({ response: '42' });
  });

  test('gives the files that pages gave', async () => {
    await nova.goToUrl(around.site.url('downloads'));
    const { downloads } = await nova.act('Click "Report"');
    expect(downloads).toMatchObject([{ name: 'report.csv', bytes: 3 }]);
    expect(await readFile(downloads[0]?.location ?? '', 'utf8')).toBe('a,b');
  });

  test('is given though the service could not be told of its end', async () => {
    around.emulator.queueFaults('UpdateAct', faults.error('AccessDeniedException'));
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    expect(await nova.act('Give 42')).toMatchObject({ response: '42' });
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('has SUCCEEDED'), 'NovaActWarning');
    warn.mockRestore();
  });
});

describe('an answer', () => {
  test('of a zod schema has been through its parse, and its type', async () => {
    const price = z.object({ euros: z.number().transform((euros) => Math.round(euros * 100)) });
    const { parsedResponse, response, ...rest } = await nova.actGet('Give a price', price);
    const cents: number = parsedResponse.euros;
    expect(cents).toBe(3990);
    expect(response).toBe('{"euros": 39.9}');
    expect(rest).toMatchObject({ validJson: true, matchesSchema: true });
    expect(around.lastAct?.task).toBe(
      'Give a price, format output with jsonschema: {"type":"object","properties":{"euros":{"type":"number"}},"required":["euros"]}',
    );
  });

  test('that zod refuses ends the act, and the service is told', async () => {
    const cheap = z.object({ euros: z.number().refine((euros) => euros < 10, 'too dear') });
    await expect(nova.actGet('Give a price', cheap)).rejects.toThrow(/too dear/);
    expect(around.lastAct).toMatchObject({
      status: 'FAILED',
      error: { type: 'ActInvalidModelGenerationError', message: expect.stringContaining('too dear') },
    });
  });

  test('of a JSON Schema fits it', async () => {
    const schema = { type: 'object', properties: { euros: { type: 'number' } } };
    expect((await nova.actGet('Give a price', schema)).parsedResponse).toEqual({ euros: 39.9 });
    await expect(nova.actGet('Give a price', { type: 'array' })).rejects.toThrow(
      expect.objectContaining({ name: 'ActInvalidModelGenerationError' }),
    );
  });

  test('is a text when no schema is given, also where the text could be read as a number', async () => {
    const { parsedResponse, validJson } = await nova.actGet('Give 42');
    expect(parsedResponse.length).toBe(2);
    expect({ parsedResponse, validJson }).toEqual({ parsedResponse: '42', validJson: true });
    await expect(nova.actGet('Give nothing')).rejects.toThrow(/is not JSON/);
  });
});

describe('an act that fails', () => {
  test('throws the very error, with what is known of the act', async () => {
    const error = await nova.act('Give up').catch((thrown: unknown) => thrown);
    if (!(error instanceof ActError)) throw error;
    expect(error).toMatchObject({ name: 'ActAgentFailed', message: 'it is sold out' });
    expect(error.metadata).toMatchObject({ actId: around.lastAct?.actId, prompt: 'Give up', stepsExecuted: 1 });
    expect(around.lastAct).toMatchObject({ status: 'FAILED', error: { type: 'ActAgentFailed' } });
  });

  test('because its steps are used up', async () => {
    await expect(nova.act('Look for ever', { maxSteps: 2 })).rejects.toMatchObject({
      name: 'ActExceededMaxStepsError',
      metadata: { stepsExecuted: 2 },
    });
  });

  test('because the service does', async () => {
    around.emulator.queueFaults('InvokeActStep', faults.error('AccessDeniedException'));
    await expect(nova.act('Give 42')).rejects.toThrow(expect.objectContaining({ name: 'AuthError' }));
    around.emulator.queueFaults('CreateAct', faults.error('ResourceNotFoundException'));
    const error = await nova.act('Give 42').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ActBadRequestError' });
    expect(error).not.toHaveProperty('metadata');
  });
});

describe('an act that is cancelled', () => {
  test('while the model thinks ends at once', async () => {
    const canceling = new AbortController();
    const act = nova.act('Think for ever', { signal: canceling.signal });
    await expect.poll(() => around.emulator.requests.at(-1)?.operation).toBe('InvokeActStep');
    canceling.abort('enough');
    await expect(act).rejects.toMatchObject({
      name: 'ActCanceledError',
      cause: 'enough',
      metadata: { stepsExecuted: 0 },
    });
    await goesOn();
  });

  test('while a tool runs ends at once, tells the tool, and performs no further call', async () => {
    const canceling = new AbortController();
    const told = new Promise<boolean>((resolve) => {
      onWait = (signal) => {
        signal.addEventListener('abort', () => resolve(signal.aborted));
        canceling.abort();
        return new Promise(() => {});
      };
    });
    await expect(nova.act('Wait, then click', { signal: canceling.signal })).rejects.toBeInstanceOf(ActCanceledError);
    expect(await told).toBe(true);
    expect(await output()).toBe('nothing');
    await goesOn();
  });

  test('between two calls performs no further one', async () => {
    const canceling = new AbortController();
    onWait = () => {
      queueMicrotask(() => canceling.abort());
      return null;
    };
    await expect(nova.act('Wait, then click', { signal: canceling.signal })).rejects.toBeInstanceOf(ActCanceledError);
    expect(await output()).toBe('nothing');
    await goesOn();
  });

  test('while it waits ends at once', async () => {
    const canceling = new AbortController();
    const act = nova.act('Wait long', { signal: canceling.signal });
    await expect.poll(() => around.lastAct?.steps.length).toBe(1);
    canceling.abort();
    await expect(act).rejects.toBeInstanceOf(ActCanceledError);
    await goesOn();
  });
});

test('an act whose time is over ends at once, and the session can be used further', async () => {
  const error: unknown = await nova.act('Wait long', { timeout: 2 }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    name: 'ActTimeoutError',
    message: 'the time was over after 1 step(s)',
    metadata: { actId: around.lastAct?.actId, stepsExecuted: 1 },
  });
  expect(around.lastAct).toMatchObject({ status: 'FAILED', error: { type: 'ActTimeoutError' } });
  expect(await nova.act('Give 42')).toMatchObject({ response: '42' });
});

test('an error tells who asked', async () => {
  const attempts = {
    asksForTheMoon: () => nova.act('Give up'),
    asksForAnAnswer: () => nova.actGet('Give up'),
    goesNowhere: () => nova.goToUrl('http://127.0.0.1:1/'),
  };
  for (const attempt of Object.values(attempts))
    await expect(attempt()).rejects.toMatchObject({
      stack: expect.stringMatching(new RegExp(`\\n    at ${attempt.name} \\(.*nova-act\\.test\\.ts:\\d+:\\d+\\)`)),
    });
});

test('an act that is cancelled before it began is never created', async () => {
  const created = around.emulator.acts.length;
  await expect(nova.act('Give 42', { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(ActCanceledError);
  expect(around.emulator.acts).toHaveLength(created);
});

describe('a tool', () => {
  test('is called with what its schema makes of the arguments, and its result goes to the agent', async () => {
    let asked = '';
    onStock = (article) => {
      asked = article;
      return { left: 3 };
    };
    await nova.act('Ask for stock');
    expect(asked).toBe('KETTLE');
    expect(around.lastAct?.toolSpecs.map(({ name }) => name)).toEqual([
      'stock',
      'wait_for_it',
      'human_UiTakeover',
      'human_Approve',
    ]);
    expect(around.lastAct?.steps[0]?.results[0]).toMatchObject({ text: '{"left":3}' });
  });

  test('may use the page itself', async () => {
    onStock = async () => (await nova.page()).click('#plain');
    await nova.act('Ask for stock');
    expect(await output()).toBe('clicked true 1');
  });

  test('that throws ends the act, unless it throws advice', async () => {
    onStock = () => {
      throw new RangeError('no such article');
    };
    await expect(nova.act('Ask for stock')).rejects.toMatchObject({
      name: 'ActToolError',
      message: 'RangeError: no such article',
    });
    onStock = () => {
      throw new AgentRedirectError('ask for a kettle');
    };
    expect(await nova.act('Ask for stock')).toMatchObject({ response: 'asked' });
  });
});

describe('a person', () => {
  test('is asked, with what the page shows, and the time it takes does not count as worked', async () => {
    const { response, metadata } = await nova.act('Ask a person');
    expect(response).toBe('done');
    expect(asks).toMatchObject([{ sessionId: nova.sessionId, actId: metadata.actId }, { actId: metadata.actId }]);
    expect(asks[0]?.screenshot).toMatch(/^data:image\/jpeg;base64,/);
    expect(metadata.humanWaitSeconds).toBeGreaterThanOrEqual(0.2);
    const wholeSeconds = (metadata.endTime.getTime() - metadata.startTime.getTime()) / 1_000;
    expect(metadata.timeWorkedSeconds + metadata.humanWaitSeconds).toBeCloseTo(wholeSeconds, 0);
    expect(around.lastAct?.steps.map(({ results }) => results[0]?.text)).toMatchObject([
      '"yes"',
      '"complete"',
      undefined,
    ]);
  });

  test.each([
    ['ApproveCanceledError', { approve: 'CANCEL' }],
    ['UiTakeoverCanceledError', { uiTakeover: 'CANCEL' }],
  ] as const)('who cancels ends the act as %s', async (name, refusal) => {
    answers = { ...answers, ...refusal };
    await expect(nova.act('Ask a person')).rejects.toMatchObject({ name });
    expect(around.lastAct).toMatchObject({ status: 'FAILED', error: { type: name } });
  });
});

test('a person who is still waited for when the act is cancelled was waited for until then', async () => {
  const canceling = new AbortController();
  onTakeover = () => {
    canceling.abort();
    return new Promise(() => {});
  };
  const error = await nova.act('Ask a person', { signal: canceling.signal }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'ActCanceledError' });
  if (!(error instanceof ActCanceledError)) throw error;
  expect(error.metadata?.humanWaitSeconds).toBeGreaterThanOrEqual(0.2);
  expect(asks.at(-1)?.signal.aborted).toBe(true);
});

describe('the state guardrail', () => {
  test('is asked after each look at the page', async () => {
    const asked: string[] = [];
    guardrail = async ({ url }) => {
      asked.push(url);
      return asked.length < 2 ? 'PASS' : 'BLOCK';
    };
    await expect(nova.act('Look for ever')).rejects.toMatchObject({
      name: 'ActStateGuardrailError',
      metadata: { stepsExecuted: 1 },
    });
    expect(asked).toEqual([around.site.url('click'), around.site.url('click')]);
  });

  test('blocks an address before it is asked for, also by failing', async () => {
    const before = around.site.requests('/popped.html');
    guardrail = ({ url }) => (url.includes('popped') ? 'BLOCK' : 'PASS');
    await expect(nova.goToUrl(around.site.url('popped'))).rejects.toThrow(/the state guardrail blocks/);
    await expect(nova.act(`Go to ${around.site.url('popped')}`)).rejects.toMatchObject({
      name: 'ActStateGuardrailError',
    });
    guardrail = () => {
      throw new Error('no list of sites');
    };
    await expect(nova.goToUrl(around.site.url('popped'))).rejects.toThrow(/no list of sites/);
    expect(around.site.requests('/popped.html')).toBe(before);
  });
});

describe('goToUrl', () => {
  test('loads the page', async () => {
    await nova.goToUrl(around.site.url('popup'));
    expect((await nova.page()).url()).toBe(around.site.url('popup'));
    expect(await nova.pages()).toHaveLength(1);
  });

  test('refuses what is no address of the web', async () => {
    for (const url of ['example.com', 'javascript:alert(1)', 'file:///etc/passwd', 'http://a b/'])
      await expect(nova.goToUrl(url)).rejects.toThrow(expect.objectContaining({ name: 'InvalidURL' }));
  });

  test('says why a page does not arrive', async () => {
    await expect(nova.goToUrl('http://127.0.0.1:1/')).rejects.toMatchObject({ name: 'ActActuationError' });
  });
});
