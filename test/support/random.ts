import fc from 'fast-check';

/** Returns whole numbers from 0 to below `below`. */
export type RandomNumbers = (below: number) => number;

const WORDS = fc.nat({ max: 2 ** 32 - 1 });

/**
 * Numbers that a seed determines, so that they are the same in every run. Only for tests that cannot shrink. All others use
 * an arbitrary of fast-check.
 */
export function randomNumbers(seed: number): RandomNumbers {
  const [stream] = fc.sample(fc.infiniteStream(fc.noBias(WORDS), { noHistory: true }), { seed, numRuns: 1 });
  return (below) => stream!.next().value! % below;
}

/**
 * Numbers for a generator that is written as a function. fast-check lowers them when a case fails, so put simple choices
 * first in each list. When the `most` numbers are used up, the generator gets 0.
 */
export function choices(most: number): fc.Arbitrary<readonly number[]> {
  return fc.noBias(fc.array(WORDS, { minLength: most, maxLength: most }));
}

/** Returns the numbers of `choices` one after the other. */
export function chosen(numbers: readonly number[]): RandomNumbers {
  let at = 0;
  return (below) => (numbers[at++] ?? 0) % below;
}

/** The seed of a test: the value of the environment variable, or else the same one each time. */
export function seedOf(variable: string, fallback = 1): number {
  return Number(process.env[variable] ?? fallback);
}
