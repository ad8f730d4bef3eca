import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, type Chromium } from '../../lib/browser/chromium-launch.ts';
import type { Happening, LogEvent } from '../../lib/run/log-event.ts';
import type { WorkflowResult } from '../../lib/run/workflow-result.ts';
import { NO_PROXY } from '../support/egress.ts';
import type { OpenedPage } from '../support/opened-page.ts';
import { eventsOf } from './events.ts';
import { openedHtml, openedRun, pagesOf } from './replayed.ts';

const STEPS = 4;
const ERROR = { name: 'ActActuationError', message: 'the lift is stuck (between floors)', act: 'buy' };

/** Two acts of four steps; the last call of the last one failed. */
const RUN = {
  result: { status: 'FAILED', error: ERROR, timeWorkedSeconds: 8, acts: [], replay: 'replay.html' },
  events: [...actOf('find'), ...actOf('buy', ERROR)],
} satisfies { result: WorkflowResult; events: LogEvent[] };

let chromium: Chromium;
let page: OpenedPage;

beforeAll(async () => {
  chromium = await launchChromium(NO_PROXY);
});

afterAll(() => chromium[Symbol.asyncDispose]());

beforeEach(async () => {
  page = await openedRun(chromium, RUN);
});

describe('stepping through a replay page', () => {
  it('goes from step to step, to both ends, from act to act and to the failure with keys', async () => {
    const told = await whereAfter('ArrowRight', 'j', 'ArrowLeft', 'End', 'k', 'n', 'p', 'n', 'e', 'Home', 'ArrowLeft');
    expect(told).toEqual([
      ['ArrowRight', 'act find, step 1 of 4 (1 of 8)'],
      ['j', 'act find, step 2 of 4 (2 of 8)'],
      ['ArrowLeft', 'act find, step 1 of 4 (1 of 8)'],
      ['End', 'act buy, step 4 of 4 (8 of 8)'],
      ['k', 'act buy, step 3 of 4 (7 of 8)'],
      ['n', 'act buy, step 3 of 4 (7 of 8)'],
      ['p', 'act find, step 1 of 4 (1 of 8)'],
      ['n', 'act buy, step 1 of 4 (5 of 8)'],
      ['e', 'act buy, step 4 of 4 (8 of 8)'],
      ['Home', 'result (0 of 8)'],
      ['ArrowLeft', 'result (0 of 8)'],
    ]);
  });

  it('brings the step to the top, says so to a reader aloud, and makes it the address', async () => {
    await page.press('j');
    await page.press('j');
    const step = "document.querySelector('[aria-current=step]')";
    expect(await page.read(`${step}.id`)).toBe('act-1-step-2');
    expect(await page.read(`${step} === document.activeElement && location.hash`)).toBe('#act-1-step-2');
    expect(await page.read(`Math.round(${step}.getBoundingClientRect().top)`)).toBeLessThan(20);
    expect(await page.read("document.querySelectorAll('[aria-current]').length")).toBe(1);
    expect(await page.read("document.getElementById('slider').ariaValueText")).toBe('act find, step 2 of 4');
  });

  it('moves with the slider, by keys on it too, and the slider with the steps', async () => {
    await page.read("document.getElementById('slider').focus()");
    await page.press('ArrowRight');
    await page.press('ArrowRight');
    expect(await where()).toBe('act find, step 2 of 4 (2 of 8)');
    await page.press('End');
    expect(await where()).toBe('act buy, step 4 of 4 (8 of 8)');
    await page.read("document.getElementById('slider').blur()");
    await page.press('k');
    expect(await page.read("document.getElementById('slider').value")).toBe('7');
  });

  it('follows whoever scrolls', async () => {
    await page.read(
      "new Promise((seen) => { addEventListener('scroll', () => requestAnimationFrame(seen)); document.getElementById('act-2-step-2').scrollIntoView(); })",
    );
    expect(await where()).toBe('act buy, step 2 of 4 (6 of 8)');
  });

  it('leads from the error on top, and from its button, to the call that failed', async () => {
    for (const link of ["document.querySelector('.failure .show')", "document.getElementById('to-failure')"]) {
      await page.press('Home');
      await page.read(`${link}.click()`);
      const call = await page.read<string>("document.querySelector('#act-2-step-4 #failure').innerText");
      expect(call).toContain('agentClick');
      expect(call).toContain('ActActuationError: the lift is stuck (between floors)');
      const { top, bottom } = await page.read<DOMRect>("document.getElementById('failure').getBoundingClientRect()");
      expect(top).toBeGreaterThanOrEqual(0);
      expect(bottom).toBeLessThan(900);
    }
  });

  it('shows its keys, which do nothing else meanwhile, and leaves those of the browser alone', async () => {
    await page.press('?');
    expect(await page.read("document.getElementById('help').open")).toBe(true);
    await page.press('j');
    expect(await where()).toBe('result (0 of 8)');
    await page.press('?');
    expect(await page.read("document.getElementById('help').open")).toBe(false);
    await page.read("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', ctrlKey: true, bubbles: true }))");
    expect(await where()).toBe('result (0 of 8)');
  });

  it('has no way to a failure where there was none', async () => {
    const succeeded = { ...RUN.result, status: 'SUCCEEDED' as const };
    const { error: _, ...result } = succeeded;
    page = await openedRun(chromium, { result, events: actOf('find') });
    await page.press('e');
    expect(await where()).toBe('result (0 of 4)');
    expect(await page.read("document.getElementById('to-failure').hidden")).toBe(true);
  });
});

describe('searching a replay page', () => {
  it('counts what prompts, thoughts, calls, addresses and errors say, and goes from hit to hit', async () => {
    await page.press('/');
    await page.type('LIFT IS');
    // In the result, the call and the end of the act.
    expect(await hits()).toBe('3 hits');
    expect(await page.read("[CSS.highlights.get('hits').size, CSS.highlights.get('hit').size]")).toEqual([3, 0]);
    await page.press('Enter');
    expect([await hits(), await where()]).toEqual(['1 of 3 hits', 'result (0 of 8)']);
    await page.press('Enter');
    expect([await hits(), await where()]).toEqual(['2 of 3 hits', 'act buy, step 4 of 4 (8 of 8)']);
    expect(await page.read("[...CSS.highlights.get('hit')].map(String)")).toEqual(['lift is']);
    await page.read("document.getElementById('hit-before').click()");
    expect(await hits()).toBe('1 of 3 hits');
    const shiftEnter = "new KeyboardEvent('keydown', { key: 'Enter', shiftKey: true, bubbles: true })";
    await page.read(`document.getElementById('search').dispatchEvent(${shiftEnter})`);
    expect(await hits()).toBe('3 of 3 hits');
    await page.press('Escape');
    expect([await hits(), await page.read("document.getElementById('search').value")]).toEqual(['', '']);
    expect(await page.read("CSS.highlights.get('hits').size")).toBe(0);
    await page.press('Home');
    expect(await where()).toBe('result (0 of 8)');
  });

  it('finds a text as it is written, in either case, and nothing that only the page says', async () => {
    const counts = {
      'do WHAT is asked for': '2 hits',
      'thought of step 3': '2 hits',
      agentType: '6 hits',
      '/find/2': '1 hit',
      '(between': '3 hits',
      '.*': '0 hits',
      overhead: '0 hits',
    };
    const found: Record<string, string> = {};
    for (const text of Object.keys(counts)) {
      await page.press('/');
      await page.type(text);
      found[text] = await hits();
      await page.press('Escape');
    }
    expect(found).toEqual(counts);
  });

  it('takes letters as letters while somebody types', async () => {
    await page.press('/');
    for (const key of ['j', 'e', 'n', '?']) await page.press(key);
    expect(await page.read("document.getElementById('search').value")).toBe('jen?');
    expect(await where()).toBe('result (0 of 8)');
  });
});

describe('a replay page', () => {
  it('is light or dark as its reader prefers, and can be read in both', async () => {
    const colours = '(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))';
    await page.prefer('light');
    const [ground = '', text = ''] = await page.read<string[]>(colours);
    await page.prefer('dark');
    const [darkGround = '', lightText = ''] = await page.read<string[]>(colours);
    expect(luminance(ground) - luminance(text)).toBeGreaterThan(150);
    expect(luminance(lightText) - luminance(darkGround)).toBeGreaterThan(150);
  });

  it('can be read without its script, which then offers nothing that does not work', async () => {
    const [html = ''] = (await pagesOf(RUN)).values();
    page = await openedHtml(chromium, html.replace(/<script>.*<\/script>/s, ''));
    expect(await page.read("document.getElementById('bar').checkVisibility()")).toBe(false);
    expect(
      await page.read("[...document.querySelectorAll('.step')].filter((step) => step.checkVisibility()).length"),
    ).toBe(2 * STEPS);
    expect(await page.read<string>('document.body.innerText')).toContain('the lift is stuck (between floors)');
  });

  it('asks for nothing from anywhere, and does not refuse anything of its own', async () => {
    for (const key of ['j', 'e', '?', 'Escape', '/', 'l']) await page.press(key);
    expect(page.requests).toEqual([]);
    expect(page.refusals).toEqual([]);
  });

  it('stays where it is while it is stepped through: nothing moves when a step is shown', async () => {
    const places =
      "[...document.querySelectorAll('.step')].map((step) => Math.round(step.getBoundingClientRect().top + scrollY))";
    const before = await page.read(places);
    for (const key of ['End', 'Home', 'e']) await page.press(key);
    expect(await page.read(places)).toEqual(before);
  });
});

/** How bright a colour of the form `rgb(1, 2, 3)` is, to 255. */
function luminance(colour: string): number {
  return Math.max(...(colour.match(/\d+/g) ?? []).slice(0, 3).map(Number));
}

/** What the bar says after each of the keys. */
async function whereAfter(...keys: string[]): Promise<[string, string][]> {
  const told: [string, string][] = [];
  for (const key of keys) {
    await page.press(key);
    told.push([key, await where()]);
  }
  return told;
}

function where(): Promise<string> {
  return page.read("document.getElementById('where').textContent");
}

function hits(): Promise<string> {
  return page.read("document.getElementById('hits').textContent");
}

function actOf(id: string, error?: { name: string; message: string }): LogEvent[] {
  const steps = Array.from({ length: STEPS }, (_, index): Happening[] => {
    const step = index + 1;
    const isLast = step === STEPS;
    const name = isLast ? 'agentClick' : 'agentType';
    const input = isLast ? ['<box>1,1,9,9</box>'] : ['text', '<box>1,1,9,9</box>'];
    return [
      {
        type: 'StepAsked',
        step,
        url: `https://shop.example.com/${id}/${step}`,
        screenshot: `screenshots/${id}-${step}.jpg`,
        viewport: { width: 1600, height: 813 },
        sinceLastAnswerMs: 1,
      },
      {
        type: 'StepAnswered',
        step,
        stepId: `${id}-${step}`,
        durationMs: 500,
        calls: [
          { callId: 't', name: 'think', input: [`thought of step ${step}`] },
          { callId: 'c', name, input },
        ],
      },
      {
        type: 'CallEnded',
        step,
        callId: 'c',
        name,
        durationMs: 100,
        result: null,
        ...(isLast && error && { error: { name: error.name, message: error.message } }),
      },
    ];
  });
  const figures = { steps: STEPS, timeWorkedSeconds: 4 };
  return eventsOf(
    [
      { type: 'ActStarted', actId: id, task: 'Do what is asked for' },
      ...steps.flat(),
      {
        type: 'ActEnded',
        actId: id,
        outcome: error ? { status: 'FAILED', error, ...figures } : { status: 'SUCCEEDED', ...figures },
      },
    ],
    id,
  );
}
