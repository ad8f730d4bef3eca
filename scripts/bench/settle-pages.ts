/** Pages of test/site/settle on which a click changes something at once, and nothing else has to be waited for. */
export const QUIET_PAGES = ['static', 'spa', 'ticker', 'animation', 'long-poll', 'event-stream', 'beacons'] as const;

/** Those on which the last change comes later. */
export const BUSY_PAGES = [
  'fetch',
  'xhr',
  'chain',
  'stream',
  'websocket',
  'websocket-opened',
  'image',
  'lazy-image',
  'iframe',
  'navigate-50',
  'navigate-800',
  'navigate-2000',
  'timer-300',
  'timer-1400',
  'task',
  'polling',
  'interval',
  'frames',
  'worker',
  'transition',
  'font',
] as const;
