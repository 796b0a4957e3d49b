import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { parseVersion } from '../../../server/src/cmake/values/version';
import { seedOf } from '../../support/random';
import { scripts } from '../../support/script-generator';
import { realCMakes, runByCMake, runByInterpreter } from './support';

/*
 * Scripts made of the commands that are supported, thousands of them. The same ones each time, so that a change is what makes
 * the test fail; another seed looks further.
 *   ITK_WRAP_RANDOM_SCRIPTS  how many with each version (default 150)
 *   ITK_WRAP_RANDOM_SEED     where to begin
 */
const COUNT = Number(process.env.ITK_WRAP_RANDOM_SCRIPTS ?? 150);
const SEED = seedOf('ITK_WRAP_RANDOM_SEED');
const STATEMENTS = 25;

describe(`random scripts beside cmake -P (ITK_WRAP_RANDOM_SEED=${SEED})`, function () {
  this.timeout(COUNT * 2000);

  for (const cmake of realCMakes())
    it(`${COUNT} scripts say and write the same with version ${cmake.version}`, async () => {
      const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'itk-wrap-random-')));
      const script = path.join(folder, 'random.cmake');
      try {
        await fc.assert(
          fc.asyncProperty(scripts(parseVersion(cmake.version)!, STATEMENTS), async (text) => {
            writeFileSync(script, text);
            // CMake runs beside the interpreter.
            const expected = runByCMake(script, cmake);
            const actual = await runByInterpreter(script, cmake.version);
            assert.deepEqual(actual, await expected, text);
          }),
          { seed: SEED, numRuns: COUNT },
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
});
