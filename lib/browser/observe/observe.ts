/// <reference lib="dom" />

import type { Observation } from '../../act/observation.ts';
import { callInFrame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import type { Tabs } from '../page/tabs.ts';
import { simplifiedDom } from './simplified-dom.ts';

const JPEG_QUALITY = 90;
const TRIES = 3;

/** @param settle waits for the page when it changed under the look at it, which is then taken again */
export async function observe(tabs: Tabs, replayable: boolean, settle: () => Promise<void>): Promise<Observation> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      return await look(await tabs.active(), replayable);
    } catch (error) {
      if (tryNumber === TRIES) throw error;
      await settle();
    }
  }
}

async function look(tab: Tab, replayable: boolean): Promise<Observation> {
  const [page, screenshot, dom] = await Promise.all([
    callInFrame(tab.mainFrame, describePage),
    tab.session.send('Page.captureScreenshot', { format: 'jpeg', quality: JPEG_QUALITY }),
    replayable ? simplifiedDom(tab) : { simplifiedDOM: '', idToBboxMap: {} },
  ]);
  return {
    ...page,
    ...dom,
    screenshotBase64: `data:image/jpeg;base64,${screenshot.data}`,
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
