import { harmlessName } from '../run/harmless-name.ts';
import type { Report } from '../run/ports.ts';
import { html, type Html } from './html.ts';
import { actSection } from './replay/act-section.ts';
import { replayActs, type ReplayAct } from './replay/acts.ts';
import { htmlDocument } from './replay/document.ts';
import { fitPictures } from './replay/fit-pictures.ts';
import { linkTo, shownCharacters, steps, type PageContext } from './replay/page-parts.ts';
import { badEnd } from './replay/place.ts';
import { playerBar } from './replay/player-bar.ts';
import { resultHeader, runEnd, runName } from './replay/result-header.ts';
import { stepCard } from './replay/step-card.ts';

type Run = Parameters<Report['replayPages']>[0];
type Pages = ReturnType<Report['replayPages']>;

/** Steps on one page; a run with more gets a page for each act, and an index. */
const STEPS_ON_A_PAGE = 200;
/** Of a page's screenshots together, as base64; the rest of its 40 MB is for what stands beside them. */
const PICTURE_BYTES = 26_000_000;

/** A run as HTML that needs nothing but itself, from its events and screenshots. */
export const replayReport: Report = {
  async *replayPages(run: Run): Pages {
    const recorded = replayActs(run);
    const { acts } = recorded;
    const { status, error } = runEnd(run);
    const bad = status === 'SUCCEEDED' ? undefined : badEnd(acts, error);
    const endsAt = performance.now() + run.picturesMs;
    const title = `${runName(run)}: ${status}`;
    const pageOf = isLong(acts) ? (act: ReplayAct) => `${run.name}/${actFile(act)}` : () => '';
    const contextOf = async (shown: readonly ReplayAct['steps'][number][], pages: PageContext['pageOf']) => {
      const keys = new Set(shown.flatMap(({ asked }) => asked?.screenshot ?? []));
      const pictures = await fitPictures([...keys], run.screenshot, { bytes: PICTURE_BYTES, endsAt });
      const isEnded = status !== 'NO END RECORDED';
      return { pictures, shownCharacters: shownCharacters(shown), bad, isEnded, pageOf: pages };
    };

    const key = `${run.name}.html`;
    if (!isLong(acts)) {
      const context = await contextOf(
        acts.flatMap((act) => act.steps),
        pageOf,
      );
      const sections = acts.map((act) => actSection(act, acts.length, context));
      const body = html`${resultHeader(run, recorded, context)}
        <main>${sections}</main>
        ${playerBar({})}`;
      yield { key, html: htmlDocument(title, body) };
      return;
    }
    const context = await contextOf(bad?.step === undefined ? [] : [bad.step], pageOf);
    const body = html`${resultHeader(run, recorded, context)}
      <main>${failedStep(context)} ${pageList(acts, context)}</main>
      ${playerBar({})}`;
    yield { key, html: htmlDocument(title, body) };
    for (const act of acts) {
      const own = await contextOf(act.steps, (other) => (other === act ? '' : actFile(other)));
      yield { key: `${run.name}/${actFile(act)}`, html: actPage(act, acts, own, { title, index: `../${key}` }) };
    }
  },
};

function isLong(acts: readonly ReplayAct[]): boolean {
  return acts.reduce((sum, act) => sum + act.steps.length, 0) > STEPS_ON_A_PAGE;
}

function actFile({ index, id }: ReplayAct): string {
  return `${String(index).padStart(5, '0')}-${harmlessName(id)}.html`;
}

function actPage(
  act: ReplayAct,
  acts: readonly ReplayAct[],
  context: PageContext,
  { title, index }: { readonly title: string; readonly index: string },
): string {
  const [before, after] = [acts[act.index - 1], acts[act.index + 1]];
  const link = (text: string, other: ReplayAct | undefined) =>
    other && html` · <a href="${linkTo(other, undefined, context)}">${text}: ${other.id}</a>`;
  const body = html`<p class="over">
      <a href="${index}">${title}</a>${link('act before', before)}${link('next act', after)}
    </p>
    <main>${actSection(act, acts.length, context)}</main>
    ${playerBar({
      ...(before && { before: linkTo(before, undefined, context) }),
      ...(after && { after: linkTo(after, undefined, context) }),
    })}`;
  return htmlDocument(`${act.id} in ${title}`, body);
}

function failedStep(context: PageContext): Html | undefined {
  const { bad } = context;
  return bad?.step && html`<section class="act">${stepCard(bad.act, bad.step, context)}</section>`;
}

function pageList(acts: readonly ReplayAct[], context: PageContext): Html {
  const entries = acts.map(
    (act) =>
      html`<li>
        <a href="${linkTo(act, undefined, context)}">${act.id}</a> <small>${steps(act.steps.length)}</small>
      </li> `,
  );
  return html`<section class="pages">
    <h2>The story, a page for each act</h2>
    <p class="none">
      The pages lie beside this one. In a browser that got this one from S3 alone the links lead nowhere:
      <code>nova-act replay</code> with the execution’s ARN, or with a copy of the run’s artifacts, makes all of them
      here.
    </p>
    <ol>
      ${entries}
    </ol>
  </section>`;
}
