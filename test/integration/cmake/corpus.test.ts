import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { cmakeVersion, runByCMake, runByInterpreter } from './support';

const corpus = path.join(__dirname, 'corpus');

describe('scripts of the corpus, beside cmake -P', () => {
  const version = cmakeVersion();
  for (const name of readdirSync(corpus).sort())
    it(name, async () => {
      const script = path.join(corpus, name);
      assert.deepEqual(await runByInterpreter(script, version), runByCMake(script));
    });
});
