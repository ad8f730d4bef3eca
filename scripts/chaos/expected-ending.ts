import type { CaseOptions } from './case.ts';
import type { Hit } from './faults.ts';

const SUCCEEDED = 'SUCCEEDED';

/** SUCCEEDED, or the name of an error: how a run may end that was hit like this. */
export function expectedEnding(hits: readonly Hit[], options: CaseOptions): string[] {
  const endings = hits.filter(({ hadTarget }) => hadTarget).map((hit) => endingsAfter(hit, options));
  // A step is asked for twice, and both times the connection was lost.
  const steps = hits.flatMap(({ askedFor }) => (askedFor === undefined ? [] : [askedFor]));
  if (new Set(steps).size < steps.length) return ['ServiceUnreachable'];
  const failures = new Set(endings.flat().filter((ending) => ending !== SUCCEEDED));
  const maySucceed = endings.every((allowed) => allowed.includes(SUCCEEDED));
  return [...(maySucceed ? [SUCCEEDED] : []), ...failures];
}

function endingsAfter({ fault, moment }: Hit, { afterLoss, repeatedStep }: CaseOptions): string[] {
  switch (fault) {
    case 'droppedBefore':
      return [SUCCEEDED];
    case 'droppedAfter':
      return repeatedStep === 'refuse' ? ['StepAnswerLost'] : [SUCCEEDED];
    case 'handlerKilled':
      // The answer had come, and went with the process before anybody had kept it.
      if (repeatedStep === 'refuse' && moment.when === 'before' && moment.kind.startsWith('answered'))
        return ['StepAnswerLost'];
      if (afterLoss === 'tellModel') return [SUCCEEDED];
      return { saved: [SUCCEEDED], unsaved: ['BrowserStateLost'], begun: ['EffectUnknown'] }[moment.standing];
    case 'chromiumKilled':
    case 'frozen':
      if (afterLoss === 'tellModel') return [SUCCEEDED];
      // The handler lives: it may know the effect's end, or that it never left, and have the checkpoint in hand.
      return {
        saved: [SUCCEEDED],
        unsaved: [SUCCEEDED, 'BrowserStateLost'],
        begun: [SUCCEEDED, 'BrowserStateLost', 'EffectUnknown'],
      }[moment.standing];
  }
}
