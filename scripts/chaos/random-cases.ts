import { type Case, choices, type CaseOptions, numberedCase, type NumberedFault } from './case.ts';
import { faultNames } from './faults.ts';

/** Of four cases, one has a second fault, at most so many writes later. */
const SECOND_FAULT = 0.25;
const SECOND_WITHIN = 20;

/**
 * Cases at random: the same seed gives the same ones.
 *
 * @param writes how many writes an undisturbed run has, by how it hands back
 */
export function randomCases(
  seed: number,
  count: number,
  writes: Readonly<Record<CaseOptions['handBack'], number>>,
): Case[] {
  const random = generator(seed);
  const oneOf = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random() * values.length)] ?? values[0];
  return Array.from({ length: count }, () => {
    const options = {
      afterLoss: oneOf(choices.afterLoss),
      handBack: oneOf(choices.handBack),
      repeatedStep: oneOf(choices.repeatedStep),
    };
    const faultAt = (number: number): NumberedFault => ({
      number,
      when: oneOf(['before', 'after']),
      fault: oneOf(faultNames),
    });
    const first = faultAt(1 + Math.floor(random() * writes[options.handBack]));
    const hasSecond = random() < SECOND_FAULT;
    const second = faultAt(first.number + 1 + Math.floor(random() * SECOND_WITHIN));
    return numberedCase(hasSecond ? [first, second] : [first], options);
  });
}

/** Numbers from 0 to 1: Marsaglia's xorshift of 32 bits. */
function generator(seed: number): () => number {
  // Its one number that leads nowhere is 0.
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
