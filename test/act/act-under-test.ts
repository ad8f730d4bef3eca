import type { ActEvent } from '../../lib/act/act-event.ts';
import { performAct, type ActRequest, type ActResult, type Budget } from '../../lib/act/perform-act.ts';
import type { Guardrails } from '../../lib/act/guardrails.ts';
import type { BrowserState, Tool } from '../../lib/act/ports.ts';
import { NOT_STARTED, type ActProgress } from '../../lib/act/progress.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { emulatedService, token } from '../nova-act/emulated-service.ts';
import { FakeBrowser } from '../support/fake-browser.ts';

export const click: PlannedCall = { name: 'agentClick', input: ['<box>1,1,9,9</box>'] };
export const look: PlannedCall = { name: 'takeObservation', input: [] };

/** An act against the emulator, which answers with the given steps one after another. */
export async function actUnderTest(
  steps: readonly (readonly PlannedCall[])[],
  tools: readonly Tool[] = [],
  guardrails?: Guardrails,
) {
  const planner = {
    name: 'steps',
    nextCalls: (request: { steps: readonly unknown[] }) => steps[request.steps.length] ?? [],
  };
  const emulated = await emulatedService({ planner });
  const browser = new FakeBrowser();
  const events: ActEvent[] = [];
  const saved: ActProgress[] = [];
  /** What was saved with each of them. */
  const states: (BrowserState | undefined)[] = [];
  let progress = NOT_STARTED;
  let slept = 0;

  const journal = {
    get progress() {
      return progress;
    },
    note: (next: ActProgress) => {
      progress = next;
    },
    save: async (next: ActProgress, state?: BrowserState) => {
      progress = next;
      saved.push(next);
      states.push(state);
    },
    lastWord: async (next: ActProgress) => {
      progress = next;
      saved.push(next);
    },
    mayDispatch: () => {},
  };
  const recorder = {
    record: (event: ActEvent) => void events.push(event),
    keepScreenshot: (step: number) => `${step}.jpg`,
    keepDownload: async ({ name }: { name: string }) => `kept/${name}`,
    flush: async () => {},
  };
  const clock = {
    now: () => Date.now() + slept,
    elapsed: () => performance.now() + slept,
    sleep: async (milliseconds: number) => {
      slept += milliseconds;
    },
  };
  const clientToken = token();

  return {
    ...emulated,
    browser,
    events,
    saved,
    states,
    journal,
    recorder,
    clock,
    perform: (request: Partial<ActRequest> = {}, budget: Partial<Budget> = {}): Promise<ActResult> =>
      performAct(
        { prompt: () => 'Do it', maxSteps: 30, endsBy: () => Infinity, clientToken, ...request },
        {
          run: emulated.session,
          service: emulated.acts,
          browser: async () => browser,
          tools: new Map(tools.map((tool) => [tool.spec.name, tool])),
          journal,
          recorder,
          clock,
          guardrails,
        },
        { steps: Infinity, msToSpare: () => Infinity, msForACall: () => Infinity, ...budget },
      ),
  };
}
