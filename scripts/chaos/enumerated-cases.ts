import { type Case, type CaseOptions, numberedCase, usual } from './case.ts';
import { type FaultName, faultNames } from './faults.ts';
import { repeatedStepAnswers } from '../../lib/local/emulator/repeated-step.ts';
import type { RunRecord, SeenMoment } from './run-case.ts';

/** In which kinds of run a fault is to come at a moment; none when there is nothing for it to hit. */
const VARIANTS: Readonly<Record<FaultName, (moment: SeenMoment, stepsAsked: number) => Partial<CaseOptions>[]>> = {
  handlerKilled: (moment) => lossVariants(moment),
  chromiumKilled: (moment) => (moment.hasBrowser ? lossVariants(moment) : []),
  droppedBefore: (moment, stepsAsked) => (moment.stepsAsked < stepsAsked ? [{}] : []),
  droppedAfter: (moment, stepsAsked) =>
    moment.stepsAsked < stepsAsked ? repeatedStepAnswers.map((repeatedStep) => ({ repeatedStep })) : [],
  frozen: (moment) => lossVariants(moment),
};

/** Each fault at each moment of an undisturbed run. */
export function enumeratedCases({ moments, stepsAsked }: Pick<RunRecord, 'moments' | 'stepsAsked'>): {
  cases: Case[];
  /** How many faults would have had nothing to hit. */
  idle: number;
} {
  const all = moments.flatMap((moment) =>
    faultNames.map((fault) =>
      VARIANTS[fault](moment, stepsAsked).map((options) =>
        numberedCase([{ number: moment.number, when: moment.when, fault }], { ...usual, ...options }),
      ),
    ),
  );
  return { cases: all.flat(), idle: all.filter((variants) => variants.length === 0).length };
}

/** What becomes of a loss is the act's choice, where there is one. */
function lossVariants({ standing }: SeenMoment): Partial<CaseOptions>[] {
  return standing === 'saved' ? [{}] : [{ afterLoss: 'fail' }, { afterLoss: 'tellModel' }];
}
