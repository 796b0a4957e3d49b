import { loadParser } from '../../server/src/cmake/syntax/parse';
import { fuzz } from '../support/fuzz';

/** `npm run fuzz -- [--seconds N] [--seed N]`: looks for texts that hang or break a reader, the evaluation or a search. */
async function main(args: readonly string[]): Promise<void> {
  const option = (name: string, fallback: number): number => {
    const at = args.indexOf(name);
    return at < 0 ? fallback : Number(args[at + 1]);
  };
  const seed = option('--seed', Date.now() % 2 ** 31);
  const seconds = option('--seconds', 60);
  console.log(`Seed ${seed}, ${seconds} seconds.`);
  fuzz(await loadParser(), seed, seconds, (line) => console.log(line));
  console.log('Nothing found.');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message.slice(0, 5000) : error);
  process.exitCode = 1;
});
