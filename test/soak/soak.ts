/*
 * Many runs through the resident server, with clients and servers killed at random: `npm run soak`.
 *   --runs N  the number of runs (default 20000)
 *   --seed N  the seed of the edits and kills
 * Ctrl-C ends it early, with the same checks.
 */
import { parseArgs } from 'node:util';
import { randomNumbers } from '../support/random';
import { Resident } from '../support/resident';
import { soak } from '../support/resident-soak';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
let interrupted = false;
process.once('SIGINT', () => {
  interrupted = true;
});
const numbers = randomNumbers(Number(values.seed));

async function main(): Promise<void> {
  const resident = new Resident();
  console.log(`seed ${values.seed}`);
  try {
    let shown = 0;
    const report = await soak(resident, {
      runs: Number(values.runs),
      random: () => numbers(2 ** 31) / 2 ** 31,
      onProgress: (done) => {
        if (done - shown >= 500) {
          shown = done;
          console.log(`${done} runs`);
        }
        return !interrupted;
      },
    });
    console.log({ ...report, peakMemory: `${(report.peakMemory / 2 ** 20).toFixed(0)} MB` });
  } finally {
    await resident.dispose();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
