/** No answer of the protocol comes near it: a request may have 5 MB. */
const LIMIT_MEGABYTES = 25;

/** A server sends more than any answer of the protocol has. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
  constructor() {
    super(`an answer of more than ${LIMIT_MEGABYTES} MB, which was not read to its end`);
  }
}

/**
 * What a server answers, whole.
 *
 * @throws AnswerTooLarge
 */
export async function answerBytes(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LIMIT_MEGABYTES * 1_000_000) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}
