import { type RepeatedStep, repeatedStepAnswers } from '../../lib/local/emulator/repeated-step.ts';
import { type FaultName, faultNames } from './faults.ts';
import type { Moment } from './moment.ts';

/** When a fault comes: at a numbered write, or at the first moment that a test is looking for. */
export interface PlannedFault {
  readonly fault: FaultName;
  readonly isAt: (moment: Moment) => boolean;
}

/** What there is to choose from. */
export const choices = {
  afterLoss: ['fail', 'tellModel'],
  handBack: ['deadline', 'act', 'step'],
  repeatedStep: repeatedStepAnswers,
} as const;

/** How the run is told to behave that a fault will hit. */
export interface CaseOptions {
  readonly afterLoss: 'fail' | 'tellModel';
  readonly handBack: 'deadline' | 'act' | 'step';
  readonly repeatedStep: RepeatedStep;
}

export interface Case extends CaseOptions {
  /** For people, and for `--only`. */
  readonly name: string;
  readonly faults: readonly PlannedFault[];
}

export interface NumberedFault {
  readonly number: number;
  readonly when: Moment['when'];
  readonly fault: FaultName;
}

export const usual: CaseOptions = { afterLoss: 'fail', handBack: 'deadline', repeatedStep: 'new' };

/** A case whose name says all there is to it: `12:after:frozen`, `3:before:droppedAfter+9:after:frozen,tellModel,same`. */
export function numberedCase(faults: readonly NumberedFault[], options: CaseOptions): Case {
  const unusual = (['afterLoss', 'handBack', 'repeatedStep'] as const)
    .filter((key) => options[key] !== usual[key])
    .map((key) => options[key]);
  const points = faults.map(({ number, when, fault }) => `${number}:${when}:${fault}`);
  return {
    ...options,
    name: [points.join('+'), ...unusual].join(','),
    faults: faults.map(({ number, when, fault }) => ({
      fault,
      isAt: (moment) => moment.number === number && moment.when === when,
    })),
  };
}

/** The case of this name; undefined when it is none. */
export function caseOfName(name: string): Case | undefined {
  const [points = '', ...words] = name.split(',');
  const faults = points.split('+').map(faultOf);
  const known = faults.filter((fault) => fault !== undefined);
  const options = words.reduce<CaseOptions | undefined>((chosen, word) => chosen && withWord(chosen, word), usual);
  return options === undefined || known.length < faults.length ? undefined : numberedCase(known, options);
}

function withWord(options: CaseOptions, word: string): CaseOptions | undefined {
  const key = (['afterLoss', 'handBack', 'repeatedStep'] as const).find((one) =>
    choices[one].some((choice) => choice === word),
  );
  return key && { ...options, [key]: word };
}

function faultOf(point: string): NumberedFault | undefined {
  const [number = '', when, name] = point.split(':');
  const fault = faultNames.find((known) => known === name);
  if (!/^[1-9]\d*$/.test(number) || (when !== 'before' && when !== 'after') || fault === undefined) return undefined;
  return { number: Number(number), when, fault };
}
