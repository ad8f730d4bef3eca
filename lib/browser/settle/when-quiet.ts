/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

/**
 * Runs in our world of a document. Resolves when it has done what an action set off: nothing the probe follows is
 * outstanding, no finite animation runs, and nothing has changed for `quietMs` and two frames; or after `maximumMs`.
 *
 * @param since when the action began, in milliseconds since the epoch
 */
export function whenQuiet(key: string, since: number, quietMs: number, maximumMs: number): Promise<void> {
  const FRAMES = 2;
  /** A frame that has not come by then never will: the document is scrolled out of view, or the page is not in front. */
  const FRAME_MAXIMUM_MS = window === top ? 1_000 : 250;
  const ANIMATION_STEP_MS = 50;
  /**
   * A page that moves by itself has done so in this time before the action, and goes on for longer after it. The start
   * of an animation is reckoned from a frame, and may lie before what started it.
   */
  const NEAR_MS = 1_000;
  const started = performance.now();
  const deadline = started + maximumMs;
  const actedAt = since - performance.timeOrigin;
  // What is not shown has no frames and does not animate, but may work for what is.
  let isShown = innerWidth > 0 && innerHeight > 0;
  let framesLeft = isShown ? FRAMES : 0;
  let isFrameAsked = false;
  let movesByItself = false;
  let changedAt = -Infinity;
  let told: readonly [quietFor: number, dueIn: number, onlyFrames: boolean] = [Infinity, 0, false];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isNear = (time: number): boolean => time < Math.max(actedAt, 0) + NEAR_MS;
  const animationsEndIn = (): number => {
    const ends = document.getAnimations().map((animation) => {
      const { playState, playbackRate, startTime, currentTime, effect, timeline } = animation;
      if (playState !== 'running' || !(timeline instanceof DocumentTimeline)) return 0;
      if (startTime !== null && Number(startTime) < actedAt - NEAR_MS) return 0;
      const end = Number(effect?.getComputedTiming().endTime ?? 0);
      const left = (end - Number(currentTime ?? 0)) / Math.abs(playbackRate || 1);
      // Waiting for what ends after we have to go would win nothing.
      return left < deadline - performance.now() ? left : 0;
    });
    return isShown ? Math.max(0, ...ends) : 0;
  };

  return new Promise((resolve) => {
    const lookIn = (milliseconds: number): void => {
      clearTimeout(timer);
      timer = setTimeout(look, Math.max(0, Math.min(milliseconds, deadline - performance.now())));
    };
    const framesPass = (): void => {
      if (isFrameAsked || framesLeft === 0) return;
      isFrameAsked = true;
      const missed = setTimeout(() => {
        isShown = false;
        framesLeft = 0;
        lookIn(0);
      }, FRAME_MAXIMUM_MS);
      requestAnimationFrame(() => {
        clearTimeout(missed);
        isFrameAsked = false;
        framesLeft = Math.max(0, framesLeft - 1);
        if (framesLeft > 0) framesPass();
        else lookIn(0);
      });
    };
    const onChange = (): void => {
      changedAt = performance.now();
      if (isShown) framesLeft = FRAMES;
      framesPass();
    };
    const onScroll = (): void => {
      if (isNear(performance.now())) onChange();
    };
    const onTold = (event: Event): void => {
      if (!(event instanceof CustomEvent)) return;
      told = JSON.parse(String(event.detail));
      if (told[0] < 2 && performance.now() > changedAt + 2) onChange();
      lookIn(0);
    };
    const shifts = new PerformanceObserver((list) => {
      const times = list.getEntries().map(({ startTime }) => startTime);
      movesByItself ||= times.some((time) => time < actedAt && time > actedAt - NEAR_MS);
      const isOfTheAction = (time: number): boolean => time > Math.max(changedAt, actedAt) && isNear(time);
      if (!movesByItself && times.some(isOfTheAction)) onChange();
    });
    const ask = (detail: string): boolean => performance.dispatchEvent(new CustomEvent(`${key}?`, { detail }));
    const look = (): void => {
      const time = performance.now();
      ask(String(since));
      const [quietFor, dueIn, onlyFrames] = told;
      const animated = animationsEndIn();
      if (animated > 0) changedAt = time;
      const busyFor = Math.max(Math.min(animated, ANIMATION_STEP_MS), onlyFrames && !isShown ? 0 : dueIn);
      const left = Math.max(busyFor, quietMs - Math.min(quietFor, time - changedAt, time - actedAt));
      if (time >= deadline || (left <= 0 && framesLeft === 0)) end();
      else lookIn(left > 0 ? left : FRAME_MAXIMUM_MS);
    };
    const end = (): void => {
      clearTimeout(timer);
      shifts.disconnect();
      performance.removeEventListener(`${key}!`, onTold);
      document.removeEventListener('scroll', onScroll, true);
      document.removeEventListener('load', onChange, true);
      ask('-1');
      resolve();
    };
    performance.addEventListener(`${key}!`, onTold);
    document.addEventListener('scroll', onScroll, true);
    document.addEventListener('load', onChange, true);
    shifts.observe({ type: 'layout-shift', buffered: true });
    framesPass();
    look();
  });
}
