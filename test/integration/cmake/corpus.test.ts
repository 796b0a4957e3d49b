import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { realCMakes, runByCMake, runByInterpreter } from './support';

const corpus = path.join(__dirname, 'corpus');

for (const cmake of realCMakes())
  describe(`scripts of the corpus, compared with cmake -P of version ${cmake.version}`, () => {
    for (const name of readdirSync(corpus).sort())
      it(name, async () => {
        const script = path.join(corpus, name);
        assert.deepEqual(await runByInterpreter(script, cmake.version), await runByCMake(script, cmake));
      });
  });
