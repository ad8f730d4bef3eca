import { createHash, randomUUID } from 'node:crypto';
import type { Expression } from 'jsonata';

/** What JSONata 2.0.6 brings itself, without `$eval`, which Step Functions refuses. */
const ownFunctions = `
  abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent
  distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber fromMillis
  join keys length lookup lowercase map match max merge millis min not now number pad parseInteger power reduce replace
  reverse round shuffle sift single sort split spread sqrt string substring substringAfter substringBefore sum toMillis
  trim type uppercase zip`
  .trim()
  .split(/\s+/);

const hashAlgorithms: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const longestRange = 1000;

function hash(content: string, algorithm: string): string {
  const name = hashAlgorithms[algorithm];
  if (name === undefined) throw new Error(`$hash knows ${Object.keys(hashAlgorithms).join(', ')}, not ${algorithm}.`);
  return createHash(name).update(content).digest('hex');
}

function partition(items: unknown[], size: number): unknown[][] {
  if (!Number.isInteger(size) || size < 1) throw new Error(`$partition needs a positive whole size, not ${size}.`);
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function range(first: number, last: number, step: number): number[] {
  if (![first, last, step].every(Number.isInteger) || step === 0) {
    throw new Error(`$range needs whole numbers and a step other than 0, not ${first}, ${last}, ${step}.`);
  }
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > longestRange) throw new Error(`$range gives ${longestRange} numbers at most, not ${length}.`);
  return Array.from({ length }, (_, index) => first + index * step);
}

/** The same seed gives the same number; the service's own sequence is not published. */
const seeded = (seed: number): number => createHash('sha256').update(String(seed)).digest().readUInt32BE() / 2 ** 32;

const addedFunctions = ['hash', 'parse', 'partition', 'random', 'range', 'uuid'];

/** Every function that an expression may name. */
export const functionNames: ReadonlySet<string> = new Set([...ownFunctions, ...addedFunctions]);

/** Makes an expression's functions those of Step Functions. `random` feeds `$random` when it is called without a seed. */
export function registerFunctions(expression: Expression, random: () => number): void {
  expression.registerFunction('hash', hash, '<ss:s>');
  expression.registerFunction('parse', (text: string): unknown => JSON.parse(text), '<s:x>');
  expression.registerFunction('partition', partition, '<an:a>');
  expression.registerFunction('random', (seed?: number) => (seed === undefined ? random() : seeded(seed)), '<n?:n>');
  expression.registerFunction('range', range, '<nnn:a>');
  expression.registerFunction('uuid', () => randomUUID(), '<:s>');
  expression.registerFunction('eval', () => {
    throw new Error('$eval is not available in Step Functions.');
  });
}
