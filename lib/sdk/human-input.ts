import * as z from 'zod';
import type { Tool } from '../act/ports.ts';
import { ApproveCanceledError, UiTakeoverCanceledError } from './errors.ts';

/**
 * What a person who is asked can see of the act.
 *
 * @example
 * import { writeFile } from 'node:fs/promises';
 * import type { HumanInputContext } from 'nova-act-serverless';
 *
 * async function showPage({ screenshot, sessionId }: HumanInputContext): Promise<void> {
 *   const [, jpeg = ''] = screenshot.split(',');
 *   await writeFile(`/tmp/${sessionId}.jpg`, jpeg, 'base64');
 * }
 */
export interface HumanInputContext {
  /** What the page showed last: a data URL of a JPEG. */
  readonly screenshot: string;
  /** Of the session in which the act is performed. */
  readonly sessionId: string;
  /** Of the act that asks. */
  readonly actId: string;
  /** Aborted when the act is cancelled while the person is asked. */
  readonly signal: AbortSignal;
}

/**
 * How the agent asks a person. It does so by itself, when the task says that it should or when it cannot go on alone. The
 * time in which the person is waited for does not count as worked; the act's `timeout` goes on.
 *
 * @example
 * import { createInterface } from 'node:readline/promises';
 * import type { HumanInputCallbacks } from 'nova-act-serverless';
 *
 * const terminal = createInterface({ input: process.stdin, output: process.stdout });
 *
 * const atTheTerminal: HumanInputCallbacks = {
 *   approve: async (message) => ((await terminal.question(`${message} (y/n) `)) === 'y' ? 'YES' : 'CANCEL'),
 *   uiTakeover: async (message, { signal }) => {
 *     await terminal.question(`${message} (Enter when it is done) `, { signal });
 *     return 'COMPLETE';
 *   },
 * };
 */
export interface HumanInputCallbacks {
  /** Something needs approval, such as a payment. `CANCEL` ends the act as `ApproveCanceledError`. */
  approve(message: string, context: HumanInputContext): Promise<'YES' | 'CANCEL'>;
  /** A person is to do something on the page, such as logging in. `CANCEL` ends the act as `UiTakeoverCanceledError`. */
  uiTakeover(message: string, context: HumanInputContext): Promise<'COMPLETE' | 'CANCEL'>;
}

/** A run on the service lasts no longer. */
const LONGEST_WAIT_SECONDS = 24 * 60 * 60;

const asked = z.object({ message: z.string() });

/** The tools by which the agent asks a person, in the words that the model was trained on. */
export function humanTools(
  callbacks: HumanInputCallbacks,
  contextOf: (call: { readonly actId: string; readonly signal: AbortSignal }) => HumanInputContext,
): Tool[] {
  return [
    humanTool(
      'human_UiTakeover',
      'Use this tool to request the human to take over the UI to complete a step, such as logging in, captcha, or filling sensitive information.',
      'clear instructions on what actions need to be completed by the human',
      async (message, context) => {
        if ((await callbacks.uiTakeover(message, context)) === 'COMPLETE') return 'complete';
        throw new UiTakeoverCanceledError(`A person did not take over: ${message}`);
      },
    ),
    humanTool(
      'human_Approve',
      'Use this tool to request human approval to complete tasks such as financial transactions, cart checkout or sensitive form submissions when the task requires it.',
      'clear instructions to the human on what needs to be approved',
      async (message, context) => {
        if ((await callbacks.approve(message, context)) === 'YES') return 'yes';
        throw new ApproveCanceledError(`A person did not approve: ${message}`);
      },
    ),
  ];

  function humanTool(
    name: string,
    description: string,
    ofMessage: string,
    ask: (message: string, context: HumanInputContext) => Promise<string>,
  ): Tool {
    const properties = { message: { type: 'string', description: ofMessage } };
    return {
      spec: { name, description, inputSchema: { json: { type: 'object', properties, required: ['message'] } } },
      timeoutSeconds: LONGEST_WAIT_SECONDS,
      run: async (input, { run: { actId }, signal }) => ask(asked.parse(input).message, contextOf({ actId, signal })),
    };
  }
}
