import type { ActMetadata } from '../act/act-metadata.ts';
import type { KeptDownload } from '../act/outcome.ts';

/**
 * What an act gives.
 *
 * @example
 * import type { ActResult, NovaAct } from 'nova-act-serverless';
 *
 * export async function showAll(nova: NovaAct): Promise<void> {
 *   const result: ActResult = await nova.act('Click "All cottages"');
 *   console.log(result.response, result.metadata.stepsExecuted, result.downloads.length);
 * }
 */
export interface ActResult {
  /** The text that the agent returned, which may be empty. */
  readonly response: string;
  /** What is known of the act. */
  readonly metadata: ActMetadata;
  /** Files that pages gave while the act was performed. */
  readonly downloads: readonly KeptDownload[];
}

/**
 * What an act with a schema gives.
 *
 * @example
 * import type { ActGetResult, NovaAct } from 'nova-act-serverless';
 * import * as z from 'zod';
 *
 * export async function names(nova: NovaAct): Promise<string[]> {
 *   await nova.act('Click "All cottages"');
 *   const result: ActGetResult<string[]> = await nova.actGet('Return all results', z.array(z.string()));
 *   return result.parsedResponse;
 * }
 */
export interface ActGetResult<Answer> extends ActResult {
  /** The answer, which fits the schema. */
  readonly parsedResponse: Answer;
  /** Whether the text itself is JSON; a text that was asked for need not be. */
  readonly validJson: boolean;
  /** Always true: an answer that does not fit its schema ends the act as `ActInvalidModelGenerationError`. */
  readonly matchesSchema: true;
}
