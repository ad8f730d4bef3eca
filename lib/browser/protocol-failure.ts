import { ProtocolError } from 'puppeteer-core';

/** What Chromium and puppeteer answer when a document, or the page with it, goes away under a command. */
const WENT_AWAY =
  /Target closed|Session closed|Session with given id not found|Cannot find context|context was destroyed|Promise was collected|navigated or closed/;

/** What a command of DevTools failed by, in words for whoever has never heard of one. */
export function protocolFailure({ message }: ProtocolError): string {
  return WENT_AWAY.test(message) ? `the page closed or became another one in the middle of it (${message})` : message;
}

/** Whether a command had no answer for so long that none is waited for any more. */
export function hasTimedOut(error: unknown): error is ProtocolError {
  return error instanceof ProtocolError && error.message.includes('timed out');
}
