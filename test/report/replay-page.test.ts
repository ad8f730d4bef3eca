import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../lib/act/json.ts';
import type { Call } from '../../lib/act/step.ts';
import { launchChromium, type Chromium } from '../../lib/browser/chromium-launch.ts';
import type { EgressProxy } from '../../lib/browser/proxy/egress-proxy.ts';
import type { Happening } from '../../lib/run/log-event.ts';
import type { WorkflowResult } from '../../lib/run/workflow-result.ts';
import { startLoopbackProxy } from '../support/egress.ts';
import { OpenedPage } from '../support/opened-page.ts';
import { startPageServer, type PageServer } from '../support/page-server.ts';
import { eventsOf } from './events.ts';
import { keptInput, openedHtml, openedRun, pagesOf, type Replayed } from './replayed.ts';

const VIEWPORT = { width: 1600, height: 813 };
const AS_ALWAYS = { maxSteps: 30, timeoutSeconds: 1800, afterLoss: 'fail' } as const;
const INPUT = keptInput({ startingPage: 'http://a.test', acts: [{ prompt: 'Go' }] });
const SUCCEEDED: WorkflowResult = { status: 'SUCCEEDED', timeWorkedSeconds: 0, acts: [], replay: 'replay.html' };

let proxy: EgressProxy;
let chromium: Chromium;
let server: PageServer;
/** A JPEG. */
let image: Uint8Array;

beforeAll(async () => {
  [proxy, server] = await Promise.all([startLoopbackProxy(), startPageServer()]);
  chromium = await launchChromium({ proxyPort: proxy.port });
  image = Buffer.from(await (await OpenedPage.open(chromium, server.url('click'))).picture('jpeg'), 'base64');
});

afterAll(async () => {
  await Promise.all([chromium, proxy, server].map((each) => each[Symbol.asyncDispose]()));
});

describe('a replay page of hostile texts', () => {
  it('shows every one of them as text, and does nothing', async () => {
    const texts: string[] = [];
    const hostile = (field: string) => {
      const text = `${field} ${attacks().join(' ')}`;
      texts.push(text);
      return text;
    };
    const error = (field: string) => ({ name: hostile(`${field} name`), message: hostile(`${field} message`) });
    const happenings: Happening[] = [
      { type: 'ActStarted', actId: 'a', task: hostile('task') },
      asked(1, `https://shop.example.com/${hostile('address')}`),
      {
        type: 'StepAnswered',
        step: 1,
        stepId: 's',
        durationMs: 1,
        calls: [
          call('think', [hostile('thought')]),
          call('agentType', [hostile('typed'), '<box>1,1,9,9</box>']),
          call(hostile('tool'), { key: hostile('tool input') }),
        ],
      },
      {
        type: 'CallEnded',
        step: 1,
        callId: 'agentType',
        name: 'agentType',
        durationMs: 1,
        result: null,
        error: error('call error'),
      },
      { type: 'CallEnded', step: 1, callId: 'think', name: 'think', durationMs: 1, result: hostile('unseen') },
      {
        type: 'PageNotice',
        step: 1,
        notice: { kind: 'dialog', dialogType: 'alert', message: hostile('dialog'), answer: 'accepted' },
      },
      {
        type: 'Downloaded',
        step: 1,
        download: {
          name: hostile('file name'),
          mediaType: 'text/plain',
          bytes: 1,
          location: '',
        },
      },
      {
        type: 'Downloaded',
        step: 1,
        download: { name: '', mediaType: 'text/plain', bytes: 1, location: hostile('location') },
      },
      { type: 'PageNotice', step: 0, notice: { kind: 'warning', message: hostile('warning before a step') } },
      { type: 'Throttled', operation: 'CreateAct', waitedMs: 1 },
      { type: 'Filled', secret: hostile('secret name'), into: hostile('field'), durationMs: 1, settleMs: 1 },
      { type: 'BrowserRestored', browserId: 'b', durationMs: 1, lost: [hostile('loss')] },
      { type: 'RunResumed', from: hostile('earlier run'), acts: [hostile('earlier act')] },
      asked(2, `javascript:fetch('${leak()}')`),
      {
        type: 'StepResumed',
        step: 2,
        stepId: 's',
        calls: [
          {
            ...call(hostile('resumed tool'), [hostile('resumed input')]),
            state: 'done',
            text: hostile('resumed result'),
          },
          { ...call('agentClick', ['1,1,9,9']), state: 'begun' },
        ],
      },
      { type: 'StepUnanswered', step: 2, error: error('unanswered'), durationMs: 1 },
      { type: 'StepAskedAgain', step: 2, error: error('asked again'), durationMs: 1, waitedMs: 1 },
      { ...asked(3, 'https://shop.example.com/'), screenshot: hostile('lost screenshot') },
      {
        type: 'ActEnded',
        actId: 'a',
        outcome: {
          status: 'SUCCEEDED',
          response: hostile('response'),
          lost: [hostile('lost for good')],
          steps: 1,
          timeWorkedSeconds: 1,
        },
      },
    ];
    const result: WorkflowResult = {
      status: 'FAILED',
      workflowDefinitionName: hostile('title'),
      workflowRunId: hostile('run'),
      error: { ...error('failure'), act: hostile('act') },
      timeWorkedSeconds: 1,
      acts: [
        { id: hostile('act id'), status: 'SUCCEEDED', response: hostile('answer'), steps: 1, timeWorkedSeconds: 1 },
      ],
      log: { logGroupName: hostile('group'), logStreamName: hostile('stream') },
      replay: '',
    };
    const acts = [
      { id: hostile('planned act'), prompt: hostile('prompt'), ...AS_ALWAYS },
      { id: 'login', fill: { secret: hostile('secret of a fill'), into: hostile('field of a fill') }, ...AS_ALWAYS },
    ];
    const input = { ...INPUT, startingPage: hostile('starting page'), modelId: hostile('model'), acts };
    const events = eventsOf(happenings, hostile('act of events'));
    const page = await opened({ input, result, events, screenshot: kept });

    expect(page.requests).toEqual([]);
    expect(page.dialogs).toEqual([]);
    expect(page.refusals).toEqual([]);
    expect(server.requests('/leak')).toBe(0);
    expect(await page.read('globalThis.attacked')).toBeNull();
    expect(
      await page.read(
        "document.querySelectorAll('iframe, object, embed, base, form, [style]:not(#ticks i), [onload], [onerror], [onfocus]').length",
      ),
    ).toBe(0);
    const own =
      "[...document.querySelectorAll('script, img, input, link')].map(({ id, localName }) => id || localName)";
    expect(new Set(await page.read<string[]>(own))).toEqual(new Set(['link', 'img', 'slider', 'search', 'script']));
    expect(await page.read("document.querySelectorAll('script').length")).toBe(1);
    expect(await page.read("document.querySelectorAll('img').length")).toBe(2);
    const sources = "[...document.querySelectorAll('img, link')].map((each) => (each.src ?? each.href).slice(0, 23))";
    expect(new Set(await page.read<string[]>(sources))).toEqual(new Set(['data:,', 'data:image/jpeg;base64,']));
    expect(await page.read("document.querySelectorAll('style').length")).toBe(1);
    const protocols = await page.read<string[]>("[...document.querySelectorAll('a')].map(({ protocol }) => protocol)");
    expect(new Set(protocols)).toEqual(new Set(['file:', 'https:']));
    const shown = await page.read<string>('document.body.textContent');
    // What is an answer is shown as JSON. The result of a thought is not shown at all.
    const unseen = texts.filter(
      (text) => !shown.includes(text.toWellFormed()) && !shown.includes(JSON.stringify(text).slice(1, -1)),
    );
    expect(unseen.map((text) => text.slice(0, 'unseen'.length))).toEqual(['unseen']);
    expect(shown).toContain(`javascript:fetch('${leak()}')`);
    expect(await page.read('document.title')).toBe(
      `${texts.find((each) => each.startsWith('title'))?.toWellFormed()}: FAILED`,
    );
  });

  it('has a policy that would stop them, even if they got through as HTML', async () => {
    const [written = ''] = (await pagesOf({ result: SUCCEEDED, events: [] })).values();
    const page = await openedHtml(chromium, written.replace('<main>', `<main>${attacks().join('\n')}`));

    expect(page.refusals.length).toBeGreaterThan(2);
    expect(page.refusals.join('\n')).toContain('Content Security Policy');
    expect(page.dialogs).toEqual([]);
    expect(await page.read('globalThis.attacked')).toBeNull();
    expect(server.requests('/leak')).toBe(0);
  });

  it('would be attacked without escaping and policy, so that the above means something', async () => {
    const page = await openedHtml(chromium, `<!doctype html><main>${attacks().join('\n')}`);
    expect(page.dialogs).not.toEqual([]);
    expect(await page.read('globalThis.attacked')).toBe(true);
    expect(page.requests.filter((url) => url === leak())).not.toEqual([]);
  });
});

describe('a replay page', () => {
  it('draws a box where each call pointed, in all three notations', async () => {
    const calls = [
      { callId: '1', name: 'agentClick', input: ['<box>100,200,140,320</box>'] },
      { callId: '2', name: 'browser.agentScroll', input: ['down', '<bbox>100,200,300,400</bbox>'] },
      { callId: '3', name: 'agentType', input: ['1,2,3,4', '500,500,600,600', { pressEnter: true }] },
      { callId: '4', name: 'agentHover', input: ['<box>0,0,814,10</box>'] },
      { callId: '5', name: 'think', input: ['<box>1,2,3,4</box>'] },
      { callId: '6', name: 'tool.measure', input: { box: '<box>1,2,3,4</box>' } },
    ];
    const events = eventsOf([asked(1), { type: 'StepAnswered', step: 1, stepId: 's', durationMs: 1, calls }], 'find');
    const page = await opened({ result: SUCCEEDED, events, screenshot: kept });

    const attributes = ['x', 'y', 'width', 'height'];
    const rects = `[...document.querySelectorAll('rect.target')].map((rect) => ${JSON.stringify(attributes)}.map((name) => Number(rect.getAttribute(name))))`;
    expect(await page.read(rects)).toEqual([
      [200, 100, 120, 40],
      [160, 162, 320, 164],
      [800, 406, 160, 82],
    ]);
    // Over the picture, in its own scale.
    const [svg, picture, first] = await page.read<{ x: number; y: number; width: number; height: number }[]>(
      "['figure svg', 'figure img', 'rect.target'].map((name) => document.querySelector(name).getBoundingClientRect())",
    );
    const scale = (picture?.width ?? 0) / VIEWPORT.width;
    expect(scale).toBeGreaterThan(0.3);
    expect(svg?.width).toBeCloseTo(picture?.width ?? 0, -1);
    expect(first?.width).toBeCloseTo(120 * scale, 0);
    expect((first?.x ?? 0) - (picture?.x ?? 0)).toBeCloseTo(200 * scale, 0);
    expect((first?.y ?? 0) - (picture?.y ?? 0)).toBeCloseTo(100 * scale, 0);
  });

  it('of a failed run says which error, in which act and step, and why, and leads there', async () => {
    const events = [
      ...eventsOf([{ type: 'ActStarted', actId: 'a', task: 'Log in' }, asked(1)], 'login'),
      ...eventsOf([{ type: 'ActStarted', actId: 'b', task: 'Find the kettle' }, asked(1), asked(2)], 'find'),
    ];
    const error = { name: 'ActAgentFailed', message: 'there is no kettle here', act: 'find' };
    const page = await opened({ result: { ...SUCCEEDED, status: 'FAILED', error }, events, screenshot: kept });

    const failure = await page.read<string>("document.querySelector('header .failure').innerText");
    expect(failure.split('\n').filter(Boolean)).toEqual([
      'ActAgentFailed',
      'there is no kettle here',
      'Failed in act find, step 2, which InvokeActStep did not answer. Show it',
      expect.stringMatching(/^Try next: .+/),
    ]);
    expect(await page.read("document.querySelector('h1 .chip').textContent")).toBe('FAILED');
    const places =
      "[...document.querySelectorAll('.result a')].map(({ hash }) => document.querySelector(hash)?.tagName)";
    expect(await page.read(places)).toEqual(['ARTICLE', 'SECTION', 'SECTION']);
    expect(await page.read("document.querySelector(document.querySelector('.show').hash).ariaLabel")).toBe(
      'act find, step 2 of 2',
    );
  });

  it('is made of a run without events, which failed before it began', async () => {
    const error = { name: 'InvalidInput', message: 'acts: must not be empty' };
    const page = await opened({ result: { ...SUCCEEDED, status: 'FAILED', error }, events: [], screenshot: kept });
    const failure = await page.read<string>("document.querySelector('header .failure').innerText");
    expect(failure.split('\n').filter(Boolean)).toEqual([
      'InvalidInput',
      'acts: must not be empty',
      expect.stringMatching(/^Try next: .+/),
    ]);
    expect(page.refusals).toEqual([]);
  });

  it('is made of a run whose screenshot is missing, and of one that broke off', async () => {
    const events = eventsOf([asked(1)], 'find');
    const page = await opened({ result: SUCCEEDED, events, screenshot: async () => undefined });
    const text = await page.read<string>('document.body.innerText');
    for (const told of [
      'The screenshot is not among the artifacts. The original: screenshots/1.jpg',
      'InvokeActStep did not answer, as far as is recorded, and the record of the act ends here.',
      'No end of this act is recorded.',
    ])
      expect(text).toContain(told);
  });

  it('fits a screen of 1280 and of 400 pixels', async () => {
    const long = 'x'.repeat(500);
    const calls = [{ callId: '1', name: long, input: [long] }];
    const events = eventsOf(
      [
        { type: 'ActStarted', actId: 'a', task: long },
        asked(1, `https://example.com/${long}`),
        { type: 'StepAnswered', step: 1, stepId: 's', durationMs: 1, calls },
      ],
      long,
    );
    const acts = [{ id: long, status: 'SUCCEEDED' as const, response: long, steps: 1, timeWorkedSeconds: 1 }];
    const page = await opened({
      result: { ...SUCCEEDED, workflowDefinitionName: long, workflowRunId: long, acts },
      events,
      screenshot: kept,
    });
    for (const width of [1280, 400]) {
      await page.resize(width);
      expect(await page.read('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  });
});

/** What a page or a model may try, each in its own way out of the text around it. */
function attacks(): string[] {
  const script = "globalThis.attacked = true; alert('attacked')";
  return [
    `</script><script>${script}; fetch('${leak()}')</script>`,
    `"><img src="${leak()}" onerror="${script}">`,
    `--><svg onload="${script}"></svg>`,
    `</style><style>@import '${leak()}';</style>`,
    `</title></svg></code><iframe src="${leak()}"></iframe>`,
    `'" autofocus onfocus="${script}" x='`,
    `<link rel="stylesheet" href="${leak()}"><form action="${leak()}"><input autofocus onfocus="${script}"></form>`,
    '&lt;b&gt; &amp;amp; ${attacked} `x`',
    `<!-- <script>${script}</script> --> ]]> <!--`,
    'a\u2028b\u2029c \u{d800} \u202e desrever',
  ];
}

function leak(): string {
  return `http://127.0.0.1:${server.port}/leak`;
}

function call(name: string, input: JsonValue): Call {
  return { callId: name, name, input };
}

function asked(step: number, url = 'https://shop.example.com/'): Extract<Happening, { type: 'StepAsked' }> {
  return {
    type: 'StepAsked',
    step,
    url,
    screenshot: `screenshots/${step}.jpg`,
    viewport: VIEWPORT,
    sinceLastAnswerMs: 1,
  };
}

async function kept(key: string): Promise<Uint8Array | undefined> {
  return key.startsWith('screenshots/') ? image : undefined;
}

async function opened(run: Replayed): Promise<OpenedPage> {
  return openedRun(chromium, run);
}
