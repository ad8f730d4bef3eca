import type { Frame } from '../page/frame.ts';
import type { FileChooser, Tab } from '../page/tab.ts';

/** The renderer has this long to answer, in milliseconds. */
const ANSWER_MAXIMUM_MS = 30_000;

/**
 * The chooser that a click has opened. It is announced by the process that shows the document, before that answers
 * anything asked after the click: so one question to it is enough, and no time need pass.
 *
 * @param clickedAt in milliseconds since the epoch
 */
export async function chooserOfClick(
  tab: Tab,
  { id, session }: Frame,
  clickedAt: number,
): Promise<FileChooser | undefined> {
  // A click may have sent the document away: then it has opened nothing, and a process that waits for the next document
  // answers nothing before that is there.
  let hasAnswered = false;
  const answered = session.send('Runtime.evaluate', { expression: '0' }).catch(() => undefined);
  void answered.then(() => {
    hasAnswered = true;
    tab.activity.happened();
  });
  const isLeft = () => tab.closed || tab.frames.isLeftSince(id, clickedAt);
  await tab.activity.until(() => hasAnswered || tab.fileChooser !== undefined || isLeft(), ANSWER_MAXIMUM_MS);
  return tab.takeFileChooser();
}
