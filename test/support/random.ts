import fc from 'fast-check';

/** Gives whole numbers from 0 to below `below`. */
export type RandomNumbers = (below: number) => number;

const WORDS = fc.nat({ max: 2 ** 32 - 1 });

/** Numbers that a seed decides: the same ones in every run. For what cannot shrink; all else is an arbitrary of fast-check. */
export function randomNumbers(seed: number): RandomNumbers {
  const [stream] = fc.sample(fc.infiniteStream(fc.noBias(WORDS), { noHistory: true }), { seed, numRuns: 1 });
  return (below) => stream!.next().value! % below;
}

/**
 * Numbers for a generator that is written as a function. fast-check lowers them when a case fails: keep what is simple first in
 * each list of choices. When the `most` numbers are used up, the generator gets 0.
 */
export function choices(most: number): fc.Arbitrary<readonly number[]> {
  return fc.noBias(fc.array(WORDS, { minLength: most, maxLength: most }));
}

/** The numbers of `choices`, one after the other. */
export function chosen(numbers: readonly number[]): RandomNumbers {
  let at = 0;
  return (below) => (numbers[at++] ?? 0) % below;
}

/** The seed of a test: what the environment variable says, else the same one each time. */
export function seedOf(variable: string, fallback = 1): number {
  return Number(process.env[variable] ?? fallback);
}
