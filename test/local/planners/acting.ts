import { startSite } from '../../../examples/site/site.ts';
import type { AnswerSchema } from '../../../lib/act/answer.ts';
import type { JsonValue } from '../../../lib/act/json.ts';
import { performAct } from '../../../lib/act/perform-act.ts';
import { NOT_STARTED, type ActProgress } from '../../../lib/act/progress.ts';
import type { Tool } from '../../../lib/act/ports.ts';
import { browserSettings } from '../../../lib/run/browser-settings.ts';
import { plainEnglishPlanner } from '../../../lib/local/planners/plain-english/plain-english-planner.ts';
import { emulatedService, token } from '../../nova-act/emulated-service.ts';
import { BrowserOnSite } from '../../support/browser-on-site.ts';

/** What an act came to. */
interface Acted {
  readonly response?: JsonValue | undefined;
  readonly failure?: string;
}

/** Acts in one real browser, on the pages of test/site and on the example site, by the planner behind the emulator. */
export async function startActing() {
  await using started = new AsyncDisposableStack();
  const site = started.use(await startSite());
  const service = started.use(await emulatedService({ planner: plainEnglishPlanner }));
  const { browser, server } = started.use(
    await BrowserOnSite.launch({ settings: browserSettings.parse({ width: 1280, height: 651 }) }),
  );
  const disposable = started.move();
  return {
    /** @param page - a path of the example site, such as `/about`, or the name of a page of test/site */
    open: (page: string) => browser.open(page.startsWith('/') ? `${site.url}${page}` : server.url(page)),
    /** On the page that is open. */
    async act(prompt: string, schema?: AnswerSchema, tools: readonly Tool[] = []): Promise<Acted> {
      let progress: ActProgress = NOT_STARTED;
      const keep = async (next: ActProgress) => {
        progress = next;
      };
      const journal = {
        get progress() {
          return progress;
        },
        note: (next: ActProgress) => void keep(next),
        save: keep,
        lastWord: keep,
        mayDispatch: () => {},
      };
      const result = await performAct(
        { prompt: () => prompt, schema, maxSteps: 30, endsBy: () => Infinity, clientToken: token() },
        {
          run: service.session,
          service: service.acts,
          browser: async () => browser,
          tools: new Map(tools.map((tool) => [tool.spec.name, tool])),
          journal,
          recorder: {
            record: () => {},
            keepScreenshot: (step) => `${step}.jpg`,
            keepDownload: async ({ name }) => name,
            flush: async () => {},
          },
          clock: { now: () => Date.now(), elapsed: () => performance.now(), sleep: async () => {} },
        },
        { steps: Infinity, msToSpare: () => Infinity, msForACall: () => Infinity },
      );
      if (result.kind !== 'ended') throw new Error(`the act did not end: ${result.reason}`);
      const { outcome } = result;
      return outcome.status === 'SUCCEEDED' ? { response: outcome.response } : { failure: outcome.error.message };
    },
    /** The calls of the last act, without those that only look. */
    deeds: () =>
      (service.emulator.acts.at(-1)?.steps ?? [])
        .flatMap(({ calls }) => calls.map(({ name }) => name))
        .filter((name) => !['think', 'agentScroll', 'waitForPageToSettle', 'takeObservation'].includes(name)),
    /** As the planner saw the page last: what its `<output>` says was done to it, and its path and fragment. */
    left(): { readonly done: string; readonly place: string } {
      const { activeURL = '', simplifiedDOM = '' } = service.emulator.acts.at(-1)?.observation ?? {};
      const { pathname, hash } = new URL(activeURL);
      return { done: /<output[^>]*>([^<]*)<\/output>/.exec(simplifiedDOM)?.[1] ?? '', place: pathname + hash };
    },
    [Symbol.asyncDispose]: () => disposable.disposeAsync(),
  };
}
