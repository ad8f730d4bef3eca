import { expect, test } from 'vitest';
import { ActError, BrowserCrashed } from '../../lib/act/errors.ts';
import type { ActService, Browser } from '../../lib/act/ports.ts';
import { readActOptions } from '../../lib/sdk/act-options.ts';
import { DownloadsDirectory } from '../../lib/sdk/downloads-directory.ts';
import { readEnvironment } from '../../lib/sdk/environment.ts';
import { readNovaActOptions } from '../../lib/sdk/nova-act-options.ts';
import { performSessionAct } from '../../lib/sdk/perform-session-act.ts';
import { Turns } from '../../lib/sdk/turns.ts';
import { emulatedService } from '../nova-act/emulated-service.ts';
import { FakeBrowser } from '../support/fake-browser.ts';

/** An act in a session of which something is other than it should be, and its end as the service knows it. */
async function endOfAct(
  changed: { readonly browser?: Partial<Browser>; readonly service?: Partial<ActService> },
  signal = new AbortController().signal,
) {
  await using emulated = await emulatedService();
  const answer = { schema: undefined, parse: async () => {} };
  const error: unknown = await performSessionAct(
    { ...readActOptions({}), prompt: 'Look', answer, signal },
    {
      run: emulated.session,
      service: { ...emulated.acts, ...changed.service },
      browser: Object.assign(new FakeBrowser(), changed.browser),
      turns: new Turns(),
      downloads: new DownloadsDirectory(undefined, 'session'),
      settings: readNovaActOptions({ startingPage: 'about:blank' }, readEnvironment({})),
    },
  ).catch((thrown: unknown) => thrown);
  return { error, told: emulated.emulator.acts[0] };
}

test('an act that is cancelled while the model thinks gives its request up', async () => {
  const canceling = new AbortController();
  let given: AbortSignal | undefined;
  const invokeActStep: ActService['invokeActStep'] = ({ signal }) => {
    given = signal;
    canceling.abort();
    return new Promise(() => {});
  };
  const { error, told } = await endOfAct({ service: { invokeActStep } }, canceling.signal);
  expect(error).toMatchObject({ name: 'ActCanceledError' });
  expect(given?.aborted).toBe(true);
  expect(told).toMatchObject({ status: 'FAILED', error: { type: 'ActCanceledError' } });
});

const gone = new BrowserCrashed('It is gone.');
const mistake = new TypeError('there is no url');

test.each<[string, Error, string, Partial<Browser>]>([
  ['SessionCrashed', gone, 'looks', { observe: () => Promise.reject(gone) }],
  ['SessionCrashed', gone, 'takes its downloads', { takeDownloads: () => Promise.reject(gone) }],
  ['UnexpectedActError', mistake, 'looks', { observe: () => Promise.reject(mistake) }],
  ['UnexpectedActError', mistake, 'takes its downloads', { takeDownloads: () => Promise.reject(mistake) }],
])(
  'an act ends as %s by a %s as it %s, with its metadata, and the service is told',
  async (name, cause, _, browser) => {
    const { error, told } = await endOfAct({ browser });
    const message = expect.stringContaining(cause.message);
    expect(error).toBeInstanceOf(ActError);
    expect(error).toMatchObject({ name, message, cause, metadata: { actId: told?.actId, prompt: 'Look' } });
    expect(told).toMatchObject({ status: 'FAILED', error: { type: name, message } });
  },
);
