import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Random, ScriptGenerator } from './generator';
import { cmakeVersion, runByCMake, runByInterpreter } from './support';

/*
 * Scripts made of the commands that are supported, thousands of them. The same ones each time, so that a change is what makes
 * the test fail; another seed looks further.
 *   ITK_WRAP_RANDOM_SCRIPTS  how many (default 2000)
 *   ITK_WRAP_RANDOM_SEED     where to begin
 */
const COUNT = Number(process.env.ITK_WRAP_RANDOM_SCRIPTS ?? 2000);
const SEED = Number(process.env.ITK_WRAP_RANDOM_SEED ?? 1);
const STATEMENTS = 25;

describe(`random scripts beside cmake -P (ITK_WRAP_RANDOM_SEED=${SEED})`, function () {
  this.timeout(COUNT * 2000);

  it(`${COUNT} scripts say and write the same`, async () => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'itk-wrap-random-')));
    try {
      const version = cmakeVersion();
      for (let i = 0; i < COUNT; i++) {
        const script = path.join(folder, 'random.cmake');
        const text = new ScriptGenerator(new Random(SEED + i)).script(STATEMENTS);
        writeFileSync(script, text);
        const expected = runByCMake(script);
        const actual = await runByInterpreter(script, version);
        assert.deepEqual(actual, expected, `script of seed ${SEED + i}:\n${text}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
