import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseVersion } from '../../../server/src/cmake/values/version';
import { Random, ScriptGenerator } from '../../support/script-generator';
import { realCMakes, runByCMake, runByInterpreter, type Outcome, type RealCMake } from './support';

/*
 * Scripts made of the commands that are supported, thousands of them. The same ones each time, so that a change is what makes
 * the test fail; another seed looks further.
 *   ITK_WRAP_RANDOM_SCRIPTS  how many with each version (default 150)
 *   ITK_WRAP_RANDOM_SEED     where to begin
 */
const COUNT = Number(process.env.ITK_WRAP_RANDOM_SCRIPTS ?? 150);
const SEED = Number(process.env.ITK_WRAP_RANDOM_SEED ?? 1);
const STATEMENTS = 25;

describe(`random scripts beside cmake -P (ITK_WRAP_RANDOM_SEED=${SEED})`, function () {
  this.timeout(COUNT * 2000);

  for (const cmake of realCMakes())
    it(`${COUNT} scripts say and write the same with version ${cmake.version}`, async () => {
      const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'itk-wrap-random-')));
      try {
        let begun: Running | null = null;
        // CMake runs the next script while the interpreter runs this one.
        for (let i = 0; i <= COUNT; i++) {
          const next = i < COUNT ? begin(folder, SEED + i, cmake) : null;
          if (begun !== null) await check(begun, cmake);
          begun = next;
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
});

interface Running {
  seed: number;
  script: string;
  text: string;
  expected: Promise<Outcome>;
}

function begin(folder: string, seed: number, cmake: RealCMake): Running {
  const script = path.join(folder, `random${seed % 2}.cmake`);
  const text = new ScriptGenerator(new Random(seed), parseVersion(cmake.version)!).script(STATEMENTS);
  writeFileSync(script, text);
  return { seed, script, text, expected: runByCMake(script, cmake) };
}

async function check({ seed, script, text, expected }: Running, { version }: RealCMake): Promise<void> {
  const actual = await runByInterpreter(script, version);
  assert.deepEqual(actual, await expected, `script of seed ${seed}:\n${text}`);
}
