/*
 * Many runs through the resident server, with clients and servers killed at random: `npm run soak`.
 *   --runs N  the number of runs (default 20000)
 *   --seed N  the seed to repeat
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
        if (done - shown < 500) return;
        shown = done;
        console.log(`${done} runs`);
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
