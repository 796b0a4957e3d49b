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
 * Compares thousands of scripts made from the supported commands. The scripts are always the same, so that only a change
 * makes the test fail. Another seed tests others.
 *   ITK_WRAP_RANDOM_SCRIPTS  the number of scripts for each version (default 150)
 *   ITK_WRAP_RANDOM_SEED     the seed
 */
const COUNT = Number(process.env.ITK_WRAP_RANDOM_SCRIPTS ?? 150);
const SEED = seedOf('ITK_WRAP_RANDOM_SEED');
const STATEMENTS = 25;

describe(`random scripts, compared with cmake -P (ITK_WRAP_RANDOM_SEED=${SEED})`, function () {
  this.timeout(COUNT * 2000);

  for (const cmake of realCMakes())
    it(`print and write the same as version ${cmake.version} (${COUNT} scripts)`, async () => {
      const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'itk-wrap-random-')));
      const script = path.join(folder, 'random.cmake');
      try {
        await fc.assert(
          fc.asyncProperty(scripts(parseVersion(cmake.version)!, STATEMENTS), async (text) => {
            writeFileSync(script, text);
            // CMake runs in parallel to the interpreter.
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
