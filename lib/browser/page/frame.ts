import type { CDPSession } from 'puppeteer-core';

/** A document of a tab: the main one, or one in an `<iframe>`. */
export interface Frame {
  readonly id: string;
  /** Of the process the document lives in; sites other than the tab's have processes and sessions of their own. */
  readonly session: CDPSession;
}

/** Where our functions run: beside the page's scripts, on the same DOM, with built-ins the page cannot have changed. */
export const WORLD = 'nova-act';

/** The id of our world's execution context in this document. */
export async function ownWorld({ id, session }: Frame): Promise<number> {
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: id, worldName: WORLD });
  return executionContextId;
}

/** Runs `body` in our world of a document. Its source text is sent: it must not refer to anything outside itself. */
export async function callInFrame<Args extends unknown[], Result>(
  frame: Frame,
  body: (...args: Args) => Result,
  ...args: Args
): Promise<Awaited<Result>> {
  return await callInContext(frame.session, await ownWorld(frame), body, ...args);
}

/** As {@link callInFrame}, where the context is already known. */
export async function callInContext<Args extends unknown[], Result>(
  session: CDPSession,
  executionContextId: number,
  body: (...args: Args) => Result,
  ...args: Args
): Promise<Awaited<Result>> {
  const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
    functionDeclaration: pageSource(body),
    executionContextId,
    arguments: args.map((value) => ({ value })),
    returnByValue: true,
    awaitPromise: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the function's own result, by value
  return result.value as Awaited<Result>;
}

/**
 * A function as text for the page. Bundlers may wrap inner functions in a call of `__name`, which no page has; they must
 * not rename it as well.
 */
export function pageSource(body: (...args: never[]) => unknown): string {
  return `function (...args) { const __name = (inner) => inner; return (${body.toString()}).apply(this, args); }`;
}
