import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { Script } from '../../../../server/src/cmake/syntax/ast';
import { loadParser, type CMakeParser } from '../../../../server/src/cmake/syntax/parse';
import { readScript } from '../../../../server/src/cmake/syntax/fast-parser';
import { readCorpus } from '../../../support/corpus';
import { seedOf } from '../../../support/random';
import { scripts } from '../../../support/script-generator';
import { root } from '../../../support/repository';

const SEED = seedOf('ITK_WRAP_RANDOM_SEED');

describe(`the fast parser (ITK_WRAP_RANDOM_SEED=${SEED})`, function () {
  this.timeout(120_000);
  let parser: CMakeParser;
  /** How many texts were read with comments and references. */
  let wholes = 0;
  before(async () => {
    parser = await loadParser();
  });

  /** Whether the fast parser accepts the text. If so, the result must equal that of the syntax tree, without errors. */
  const agrees = (text: string): boolean => {
    const read = readScript(text);
    if (read === null) return false;
    const byTree = parser.parseByTree(text);
    assert.deepEqual(byTree.errors, [], text);
    assert.deepEqual(read.statements, withoutReferences(byTree.statements), text);
    const whole = readScript(text, { whole: true });
    if (whole) assert.deepEqual(whole, byTree, text);
    wholes += whole ? 1 : 0;
    return true;
  };

  it('accepts every script of the sample and of the cases, with the same result as the syntax tree', () => {
    const folders = ['sample', 'test/integration/cmake/corpus'].map((folder) => path.join(root, folder));
    const files = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
    );
    const scripts = files.filter((file) => /\.(wrap|cmake)$|CMakeLists\.txt$/.test(file));
    const left = scripts.filter((file) => !agrees(readFileSync(file, 'utf8')));
    assert.ok(scripts.length > 50);
    assert.ok(left.length < scripts.length / 10, left.join('\n'));
    assert.ok(wholes > scripts.length * 0.8, `${wholes} of ${scripts.length} with comments and references`);
  });

  it('leaves texts with errors to the syntax tree, and reads others with the same result', () => {
    const taken = readCorpus().filter(({ text }) => agrees(text));
    assert.ok(taken.length > 20);
  });

  it('does so for every text that results from changing a few characters', () => {
    const pieces = [
      '(',
      ')',
      '"',
      '#',
      '\\',
      '[[',
      ']]',
      '[=[',
      ']=]',
      '\n',
      ' ',
      ';',
      '$',
      '{',
      '}',
      'a',
      'endif()',
      '# a',
      '${',
      '${a}',
      '"${a${b}/c}"',
      '$ENV{',
      '$CACHE{a}',
      '$<1:${a}>',
    ];
    const edits = fc.array(
      fc.record({ at: fc.nat(), removed: fc.nat({ max: 2 }), put: fc.constantFrom('', ...pieces) }),
      { minLength: 10, maxLength: 10 },
    );
    let taken = 0;
    fc.assert(
      fc.property(scripts([4, 4, 0], 5), edits, (script, changes) => {
        assert.ok(agrees(script), script);
        let text = script;
        for (const change of changes) {
          const at = change.at % (text.length + 1);
          text = text.slice(0, at) + change.put + text.slice(at + change.removed);
          if (agrees(text)) taken++;
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
    assert.ok(taken > 100, `${taken} changed texts were taken`);
  });
});

function withoutReferences(statements: Script['statements']): unknown {
  return JSON.parse(JSON.stringify(statements, (key, value: unknown) => (key === 'references' ? [] : value)));
}
