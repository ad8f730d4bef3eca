/// <reference lib="dom" />

import { ActStateGuardrailError } from '../../act/errors.ts';
import type { Observation } from '../../act/observation.ts';
import type { FilledSecrets } from '../masking/filled-secrets.ts';
import { takeScreenshot } from '../masking/take-screenshot.ts';
import { callInFrame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import type { Tabs } from '../page/tabs.ts';
import { hasTimedOut } from '../protocol-failure.ts';
import { simplifiedDom } from './simplified-dom.ts';

const TRIES = 3;

export interface ObserveOptions {
  /** Whether the simplified DOM and its boxes are wanted. */
  readonly replayable: boolean;
  /** What is not to be seen, neither in the picture nor in any text. */
  readonly secrets: FilledSecrets;
  /** Throws when the browser must not be at an address. */
  readonly checkAddress: (url: string) => void;
  /** Told when an observation lacks something. */
  readonly onWarning: (message: string) => void;
  /** Waits for the page when it changed under the look at it, which is then taken again. */
  readonly settle: () => Promise<void>;
}

/** What the model sees of the active page. */
export async function observe(tabs: Tabs, options: ObserveOptions): Promise<Observation> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      return await look(await tabs.active(), options);
    } catch (error) {
      const isFinal = error instanceof ActStateGuardrailError || hasTimedOut(error);
      if (tryNumber === TRIES || isFinal) throw error;
      await options.settle();
    }
  }
}

async function look(tab: Tab, { replayable, secrets, checkAddress, onWarning }: ObserveOptions): Promise<Observation> {
  const [page, screenshot, dom] = await Promise.all([
    callInFrame(tab.mainFrame, describePage),
    takeScreenshot(tab, secrets.any ? secrets.texts : undefined),
    replayable ? simplifiedDom(tab, onWarning) : { simplifiedDOM: '', idToBboxMap: {} },
  ]);
  // The address as it is: with a secret taken out of it, it may have another host.
  checkAddress(page.activeURL);
  return {
    ...page,
    ...dom,
    activeURL: secrets.redact(page.activeURL),
    simplifiedDOM: secrets.redact(dom.simplifiedDOM),
    screenshotBase64: `data:image/jpeg;base64,${screenshot}`,
    timestamp_ms: Date.now(),
  };
}

/** Runs in the page. */
function describePage(): Pick<Observation, 'activeURL' | 'browserDimensions' | 'userAgent'> {
  return {
    activeURL: location.href,
    browserDimensions: {
      windowWidth: innerWidth,
      windowHeight: innerHeight,
      scrollHeight: document.body?.scrollHeight ?? 0,
      scrollWidth: document.body?.scrollWidth ?? 0,
      scrollLeft: scrollX,
      scrollTop: scrollY,
    },
    userAgent: navigator.userAgent,
  };
}
