import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Random, ScriptGenerator } from './generator';
import { cmakeVersion, runByCMake, runByInterpreter } from './support';

const COUNT = Number(process.env.ITK_WRAP_RANDOM_SCRIPTS ?? 100);
const SEED = Number(process.env.ITK_WRAP_RANDOM_SEED ?? Date.now() % 1e9);
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
