import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentRedirectError, BrowserCrashed } from '../../lib/act/errors.ts';
import type { Tool } from '../../lib/act/ports.ts';
import { launchChromium, type Chromium } from '../../lib/browser/chromium-launch.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { replayReport } from '../../lib/report/replay-page.ts';
import type { Happening } from '../../lib/run/log-event.ts';
import { readEvents } from '../../lib/run/recorder.ts';
import { writeReplay } from '../../lib/run/write-replay.ts';
import { DirectoryArtifacts } from '../../lib/storage/directory-artifacts.ts';
import { execution, runUnderTest } from '../run/run-under-test.ts';
import { NO_PROXY } from '../support/egress.ts';
import { OpenedPage } from '../support/opened-page.ts';
import { eventsOf } from './events.ts';
import { keptInput, openedFiles, pagesOf } from './replayed.ts';

const think: PlannedCall = { name: 'think', input: ['The button must be it.'] };
const click: PlannedCall = { name: 'agentClick', input: ['<box>10,20,110,220</box>'] };
const look: PlannedCall = { name: 'takeObservation', input: [] };
const finish: PlannedCall[] = [{ name: 'return', input: ['ok'] }];
const one = execution('one');
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }], handBack: 'step' };

type Run = Awaited<ReturnType<typeof runUnderTest>>;

let chromium: Chromium;

beforeAll(async () => {
  chromium = await launchChromium(NO_PROXY);
});

afterAll(() => chromium[Symbol.asyncDispose]());

async function toTheEnd(run: Run): Promise<void> {
  while (!(await run.slice(one)).done) expect(run.events.length).toBeLessThan(100);
}

/** What a stranger reads who gets the page and nothing else: all of it, and what stands on top. */
async function replayOf(run: Run, of = one) {
  const page = await OpenedPage.open(chromium, `file://${join(run.directory, 'runs', of.name, 'replay.html')}`);
  const text = await page.read<string>('document.body.innerText');
  const failure = await page.read<string | null>("document.querySelector('.failure')?.innerText ?? null");
  const call = await page.read<string | null>("document.querySelector('.call.bad')?.innerText ?? null");
  return { page, text, failure: failure?.split('\n').filter(Boolean) ?? [], call };
}

describe('from the page of a failed run alone a stranger names act, step, call and reason', () => {
  it('when a tool failed', async () => {
    const measure: Tool = {
      spec: { name: 'measure', description: 'Measures.', inputSchema: { json: { type: 'object' } } },
      timeoutSeconds: 10,
      run: async () => {
        throw new Error('the ruler is broken');
      },
    };
    const measuring: PlannedCall[] = [think, { name: 'measure', input: { what: 'the table' } }, look];
    await using run = await runUnderTest({ Go: [[click, look], measuring] }, { tools: [measure] });
    await run.create(one, input);
    await toTheEnd(run);
    await run.finalize(one);
    const { failure, call, text } = await replayOf(run);
    expect(failure.slice(0, 3)).toEqual([
      'ActToolError',
      expect.stringContaining('the ruler is broken'),
      'Failed in act go, step 2, call measure. Show it',
    ]);
    expect(call).toContain('{"what":"the table"}');
    expect(call).toContain('the ruler is broken');
    expect(text).toContain('The button must be it.');
  });

  it('when nobody knows whether a call happened: the invocation was lost in it', async () => {
    await using run = await runUnderTest({ Go: [[click, look], finish] });
    await run.create(one, input);
    run.browsers.prepare = (browser) => browser.failures.set('click', new BrowserCrashed('gone'));
    await expect(run.slice(one)).rejects.toThrow('gone');
    await run.finalize(one, { name: 'Sandbox.Timedout', cause: 'the sandbox is gone' });
    const { failure, call } = await replayOf(run);
    expect(failure.slice(0, 3)).toEqual([
      'Sandbox.Timedout',
      'the sandbox is gone',
      'Failed in act go, step 1, call agentClick. Show it',
    ]);
    expect(call).toContain('Begun, and nobody knows whether it happened.');
  });

  it('when the service did not answer', async () => {
    await using run = await runUnderTest({ Go: [[click, look], finish] });
    await run.create(one, input);
    await run.slice(one);
    run.emulator.queueFaults('InvokeActStep', faults.error('AccessDeniedException'));
    await toTheEnd(run);
    await run.finalize(one);
    const { failure, text } = await replayOf(run);
    expect(failure[2]).toBe('Failed in act go, step 2, which InvokeActStep did not answer. Show it');
    expect(text).toContain('The act failed after 1 step');
  });

  it('when the process was killed, and nobody has closed the run', async () => {
    await using run = await runUnderTest({ Go: [[click, look], [think, click, look], finish] });
    await run.create(one, { ...input, handBack: 'deadline' });
    const killed = execution('killed');
    const place = (name: string) => join(run.directory, 'runs', name);
    run.browsers.prepare = (browser) => {
      browser.before = ({ kind }) => {
        // What is on the disk at the third click is what is there when the process ends in it.
        if (kind === 'click' && browser.effects.length === 1)
          cpSync(place('one'), place('killed'), { recursive: true });
      };
    };
    await toTheEnd(run);
    const artifacts = new DirectoryArtifacts(place('killed'));
    const events = await readEvents(artifacts);
    await writeReplay({ result: undefined, events }, { artifacts, report: replayReport });
    const { failure, page, text } = await replayOf(run, killed);
    expect(failure.slice(0, 3)).toEqual([
      'No end of this run is recorded',
      expect.stringMatching(
        /^Whoever performed it broke off, or it is still under way\. The record ends with StepAsked at /,
      ),
      // It was answered: the click was under way. Nothing on the disk says so.
      'It ends in act go, step 2, whose answer is not recorded. Show it',
    ]);
    expect(await page.read("document.querySelector('.sum').innerText")).toMatch(/ · 1 act · 1 step$/);
    expect(await page.read("document.querySelector('tbody .number').innerText")).toBe('1');
    expect(text).toContain('NO END RECORDED');
    expect(text).toContain('agentClick');
  });

  it('when the input was refused: nothing had begun', async () => {
    await using run = await runUnderTest({});
    const cause = 'acts: got nothing, allowed: a list of 1 to 100 acts';
    await expect(run.create(one, { startingPage: 'http://a.test' })).rejects.toThrow('acts');
    await run.finalize(one, { name: 'InvalidInput', cause });
    const { failure, page, text } = await replayOf(run);
    expect(failure).toEqual(['InvalidInput', cause, 'Try next: Correct the keys that the message names.']);
    expect(text).toContain('not created');
    expect(await page.read("document.querySelectorAll('.step, table').length")).toBe(0);
  });
});

describe('the page of a run', () => {
  it('tells what was restored, what was lost with it, and where the agent was led elsewhere', async () => {
    await using run = await runUnderTest({ Go: [[click, look], [click, look], finish] });
    run.browsers.lost = ['what was typed into https://a.test/form'];
    await run.create(one, { ...input, afterLoss: 'tellModel' });
    await run.slice(one);
    run.browsers.lose();
    run.browsers.prepare = (browser) => browser.failures.set('click', new AgentRedirectError('the list is closed'));
    await toTheEnd(run);
    await run.finalize(one);
    const { text, page } = await replayOf(run);
    expect(text).toContain('restored, with losses');
    expect(text).toContain('not brought back: what was typed into https://a.test/form');
    expect(await page.read("document.querySelector('.call .redirect').innerText")).toBe(
      'redirected AgentRedirectError: the list is closed',
    );
    expect(await page.read("document.querySelectorAll('.error, .failure').length")).toBe(0);
    expect(text).toContain('handed back');
  });

  it('of a fill says which secret went where, and never what it is', async () => {
    await using run = await runUnderTest({ Go: [finish] });
    const fill = { id: 'login', fill: { secret: 'shop/password', into: 'Password' } };
    await run.create(one, { ...input, acts: [fill, ...input.acts] });
    await toTheEnd(run);
    await run.finalize(one);
    const { text, page } = await replayOf(run);
    expect(text).toContain('Put the secret shop/password into the field Password');
    expect(text).toContain('the secret shop/password was put into the field Password in');
    expect(await page.read<string>('document.documentElement.outerHTML')).not.toContain('value of shop/password');
  });

  it('that was resumed has all acts: taken over, left as it was, performed, and never reached', async () => {
    await using run = await runUnderTest({ Go: [finish], Stop: [[{ name: 'throw', input: ['not here'] }]] });
    const acts = [
      { id: 'first', prompt: 'Go' },
      { id: 'second', prompt: 'Stop' },
      { id: 'third', prompt: 'Stop' },
      { id: 'fourth', prompt: 'Go' },
    ];
    await run.create(one, { ...input, acts });
    await toTheEnd(run);
    await run.finalize(one);
    const two = execution('two');
    await run.create(two, { ...input, acts, resume: { execution: 'one', skipAct: 'second' } });
    while (!(await run.slice(two)).done) expect(run.events.length).toBeLessThan(100);
    await run.finalize(two);
    const { page, text } = await replayOf(run, two);
    const rows =
      "[...document.querySelectorAll('tbody tr')].map((row) => row.innerText.split(/\\s+/).slice(0, 3).join(' '))";
    expect(await page.read(rows)).toEqual([
      'first SUCCEEDED "ok"',
      'second SKIPPED 0',
      'third FAILED 1',
      'fourth not begun',
    ]);
    expect(text).toContain('Taken over from execution one.');
    expect(text).toContain('Whoever resumed the run left the act as it was.');
    expect(text).toContain('The run did not come to this act.');
    expect(text).toContain('goes on where one ended, after first');
  });
});

describe('a run of 250 steps', () => {
  const acts = ['first', 'second'];
  const error = { name: 'ActExceededMaxStepsError', message: 'too many of them', act: 'second' };
  const result = { status: 'FAILED', timeWorkedSeconds: 250, error, acts: [], replay: '' } as const;
  const run = {
    name: 'mine',
    input: keptInput({ startingPage: 'http://a.test', acts: acts.map((id) => ({ id, prompt: 'Go' })) }),
    result,
    events: acts.flatMap((id) => eventsOf(stepsOf(125), id)),
  };

  it('has an index with the result and the step that failed, and a page for each act', async () => {
    const pages = await pagesOf(run);
    expect([...pages.keys()]).toEqual(['mine.html', 'mine/00000-first.html', 'mine/00001-second.html']);
    const page = await openedFiles(chromium, pages, 'mine.html');
    const text = await page.read<string>('document.body.innerText');
    expect(text).toContain('too many of them');
    expect(text).toContain('nova-act replay');
    expect(await page.read("[...document.querySelectorAll('.step')].map(({ ariaLabel }) => ariaLabel)")).toEqual([
      'act second, step 125 of 125',
    ]);
    const links = "[...document.querySelectorAll('a[href*=html]')].map((link) => link.getAttribute('href'))";
    expect(await page.read(links)).toEqual([
      'mine/00001-second.html#act-2-step-125',
      'mine/00000-first.html#act-1',
      'mine/00001-second.html#act-2',
      'mine/00000-first.html#act-1',
      'mine/00001-second.html#act-2',
    ]);
  });

  it('leads from page to page with keys and links, and back to the index', async () => {
    const page = await openedFiles(chromium, await pagesOf(run), 'mine/00000-first.html');
    expect(await page.read("document.querySelectorAll('.step').length")).toBe(125);
    const links = "[...document.querySelectorAll('p.over a, nav a')].map((link) => link.getAttribute('href'))";
    expect(await page.read(links)).toEqual(['../mine.html', '00001-second.html#act-2', '00001-second.html#act-2']);
    const followed =
      "new Promise((done) => { document.addEventListener('click', (event) => { event.preventDefault(); done(event.target.rel); }); document.dispatchEvent(new KeyboardEvent('keydown', { key: 'n' })); })";
    expect(await page.read(followed)).toBe('next');
  });

  it('is one page while it has 200', async () => {
    expect([...(await pagesOf({ ...run, events: eventsOf(stepsOf(200), 'first') })).keys()]).toEqual(['mine.html']);
  });
});

function stepsOf(count: number): Happening[] {
  return Array.from({ length: count }, (_, index): Happening[] => [
    {
      type: 'StepAsked',
      step: index + 1,
      url: 'https://shop.example.com/',
      screenshot: `screenshots/${index + 1}.jpg`,
      viewport: { width: 1600, height: 813 },
      sinceLastAnswerMs: 1,
    },
    { type: 'StepAnswered', step: index + 1, stepId: 's', durationMs: 1, calls: [] },
  ]).flat();
}
