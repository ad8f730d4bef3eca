import { InvalidInput } from '../../run/errors.ts';
import { repeatedStepAnswers, type RepeatedStep } from '../emulator/repeated-step.ts';

/** What the emulator is to do when a step is asked for again; `undefined` leaves it to the emulator. @throws InvalidInput */
export function readRepeatedStep(given: string | undefined, isEmulated: boolean): RepeatedStep | undefined {
  const read = repeatedStepAnswers.find((answer) => answer === given);
  if (given === undefined || (read !== undefined && isEmulated)) return read;
  const allowed = isEmulated ? repeatedStepAnswers.join(', ') : 'nothing with another endpoint than the emulator';
  throw new InvalidInput([`--repeated-step: got '${given}', allowed: ${allowed}`]);
}
