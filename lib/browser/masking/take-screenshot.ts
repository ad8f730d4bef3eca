import { callInContext, callInFrame, ownWorld, type Frame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import { coverSpots } from './cover-spots.ts';
import { inViewport, placeOf, type Place } from './frame-place.ts';
import { seenPattern } from './gaps.ts';
import { secretSpots, watchSecrets, type Spot } from './watch-secrets.ts';

/** The reference client's. */
const JPEG_QUALITY = 90;

/**
 * The viewport as a JPEG in base64. Where secrets are shown it is painted over: they are looked for until the picture
 * is there, so that one that comes up or moves meanwhile is covered as well, all along its way. A frame that came or
 * went meanwhile is covered whole.
 *
 * @param secrets to hide; undefined when none was ever put into a page
 * @throws when the page changes into another one meanwhile, or when it is unknown where one of its frames shows
 */
export async function takeScreenshot(tab: Tab, secrets: readonly string[] | undefined): Promise<string> {
  if (secrets === undefined) return await capture(tab, 'jpeg');
  const patterns = secrets.map(seenPattern);
  const watched = (await Promise.all(tab.frames.all().map((frame) => watch(tab, frame, patterns)))).flat();
  // Painting means another round of compression, which one without loss leaves unseen.
  const picture = await capture(tab, watched.some(({ places }) => places.length > 0) ? 'png' : 'jpeg');
  const known = new Set(watched.map(({ frame }) => frame.id));
  const later = tab.frames.all().filter(({ id }) => !known.has(id));
  const spots = await Promise.all([
    ...watched.map((document) => spotsOf(tab, document)),
    ...later.map((frame) => currentPlace(tab, frame)),
  ]);
  if (spots.flat().length === 0) return picture;
  return await callInFrame(tab.mainFrame, coverSpots, picture, spots.flat(), JPEG_QUALITY / 100);
}

interface Watched {
  readonly frame: Frame;
  readonly contextId: number;
  /** Where the document was, when it showed a secret from the beginning. */
  readonly places: readonly Place[];
}

/** None when the document has just gone. */
async function watch(tab: Tab, frame: Frame, patterns: readonly string[]): Promise<Watched[]> {
  try {
    const contextId = await ownWorld(frame);
    const shown = await callInContext(frame.session, contextId, watchSecrets, patterns);
    return [{ frame, contextId, places: shown > 0 ? [await placeOf(tab, frame)] : [] }];
  } catch (error) {
    if (frame.id === tab.targetId) throw error;
    return [];
  }
}

async function spotsOf(tab: Tab, { frame, contextId, places }: Watched): Promise<readonly Spot[]> {
  try {
    const spots = await callInContext(frame.session, contextId, secretSpots);
    if (spots.length === 0) return [];
    // Before and after: the frame that it is in may have moved too.
    const all = [...places, await placeOf(tab, frame)];
    return spots.flatMap((spot) => all.map((place) => inViewport(spot, place)));
  } catch (error) {
    if (frame.id === tab.targetId) throw error;
    return [...places, ...(await currentPlace(tab, frame))];
  }
}

/** None when it is gone. @throws when it is there, for it must not be shown */
async function currentPlace(tab: Tab, frame: Frame): Promise<Place[]> {
  return await placeOf(tab, frame).then(
    (place) => [place],
    (error: unknown) => {
      if (tab.frames.get(frame.id)) throw error;
      return [];
    },
  );
}

async function capture({ session }: Tab, format: 'jpeg' | 'png'): Promise<string> {
  const options = format === 'jpeg' ? { quality: JPEG_QUALITY } : { optimizeForSpeed: true };
  const { data } = await session.send('Page.captureScreenshot', { format, ...options });
  return data;
}
