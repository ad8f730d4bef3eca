import type { ActMetadata } from '../act/act-metadata.ts';
import type { KeptDownload } from '../act/outcome.ts';

/** What an act gives. */
export interface ActResult {
  /** The text that the agent returned, which may be empty. */
  readonly response: string;
  /** What is known of the act. */
  readonly metadata: ActMetadata;
  /** Files that pages gave while the act was performed. */
  readonly downloads: readonly KeptDownload[];
}

/** What an act with a schema gives. */
export interface ActGetResult<Answer> extends ActResult {
  /** The answer, which fits the schema. */
  readonly parsedResponse: Answer;
  /** Whether the text itself is JSON; a text that was asked for need not be. */
  readonly validJson: boolean;
  /** Always true: an answer that does not fit its schema ends the act as `ActInvalidModelGenerationError`. */
  readonly matchesSchema: true;
}
