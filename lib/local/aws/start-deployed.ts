import { SFNClient } from '@aws-sdk/client-sfn';
import { checkGivenInput } from '../../../lambdas/deployed-defaults.ts';
import type { JsonValue } from '../../act/json.ts';
import { plain } from '../command/describe-event.ts';
import { jsonText } from '../command/json-text.ts';
import { newExecution } from '../new-execution.ts';
import { startExecution } from './executions.ts';
import { unlessInterrupted } from './interrupted.ts';
import { locateStateMachine } from './locate.ts';
import { checkExecutionName, consoleLink, nameOfExecution } from './names.ts';
import { pasted } from './pasted.ts';
import { watchLocated, type WatchOptions } from './watch-deployed.ts';

export interface StartOptions extends WatchOptions {
  /** The execution's; default a new one. */
  readonly name: string | undefined;
  /** Whether it is watched until it is over. */
  readonly follow: boolean;
}

/**
 * Starts a workflow on the deployed state machine; the process's exit status. What the stack decides of an input, such as
 * which secrets it may name and what holds where it is silent, is left to it.
 *
 * @throws InvalidInput before anything is started; AwsProblem
 */
export async function startDeployed(input: JsonValue, options: StartOptions): Promise<number> {
  const { name = newExecution().name, follow, json } = options;
  if (options.name !== undefined) checkExecutionName(name, '--name');
  checkGivenInput(input, { name, startTime: new Date().toISOString() });
  const starting = [`broken off while ${name} was being started: nova-act list tells whether it was`];
  return unlessInterrupted(options.signal, starting, async () => {
    const { access, stateMachineArn } = await locateStateMachine(options);
    const client = new SFNClient(access.client);
    const started = await startExecution(client, { stateMachineArn, name, input }, options.name !== undefined);
    const { executionArn, startDate, wasRunning } = started;
    const story = `${wasRunning ? 'already running, with this input' : 'started'}: ${plain(executionArn, 2_000)}\n`;
    if (follow) {
      process.stderr.write(story);
      return watchLocated({ access, executionArn, startDate }, options);
    }
    const link = consoleLink(executionArn);
    const document = { executionArn, name: nameOfExecution(executionArn), startDate, wasRunning, console: link };
    const watch = pasted('watch', executionArn, options);
    const text = `${story}console: ${plain(link, 2_000)}\nwatch:   ${plain(watch, 2_000)}\n`;
    process.stdout.write(json ? jsonText(document) : text);
    return 0;
  });
}
