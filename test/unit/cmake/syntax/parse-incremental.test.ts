import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Node } from 'web-tree-sitter';
import { type CMakeParser, loadParser } from '../../../../server/src/cmake/syntax/parse';
import { readCorpus } from '../../../support/corpus';
import { seedOf } from '../../../support/random';

const SEED = seedOf('ITK_WRAP_RANDOM_SEED');

const snippets = [
  '(', ')', '"', '[[', ']]', '[=[', ']=]', '#', '#[[', '\\', '\n', '\r\n', ' ', '\t', '${', '}', '$ENV{', '$<', '>',
  '$(', ';', 'if(', 'else()', 'elseif(x)', 'endif()', 'foreach(a b)\n', 'endforeach()', 'function(f)\n', 'endfunction()\n',
  'message("x")\n', 'abc', 'é', '🎉', '\ufeff', '\0', '\ud800',
]; // prettier-ignore

describe(`parsing after edits (ITK_WRAP_RANDOM_SEED=${SEED})`, () => {
  let parser: CMakeParser;
  const corpus = readCorpus().map((entry) => entry.text);
  const whole = corpus.join('\n');
  before(async () => {
    parser = await loadParser();
  });

  /** The tree with positions. Checks that it contains no error of tree-sitter itself. */
  function describeTree(root: Node): string {
    assert.equal(root.hasError, false, `ERROR or MISSING in ${JSON.stringify(root.text)}`);
    const lines: string[] = [];
    const visit = (node: Node): void => {
      const { row, column } = node.endPosition;
      lines.push(`${node.type} ${node.startIndex} ${node.endIndex} ${row}:${column}`);
      for (const child of node.children) visit(child);
    };
    visit(root);
    return lines.join('\n');
  }

  const edit = fc.record({
    at: fc.nat(),
    removed: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat({ max: 11 })),
    inserted: fc.oneof(
      { weight: 1, arbitrary: fc.constant('') },
      { weight: 3, arbitrary: fc.constantFrom(...snippets) },
    ),
  });

  /** Checks the text after each of about `edits` edits, `runs` times. */
  function checkEdits(start: string, edits: number, seed: number, runs = 1): void {
    const many = fc.array(edit, { minLength: 0, maxLength: 2 * edits, size: 'max' });
    fc.assert(
      fc.property(fc.noBias(many), (changes) => {
        const document = parser.open(start);
        try {
          for (const { at, removed, inserted } of changes) {
            const before = document.text;
            const from = at % (before.length + 1);
            const text = before.slice(0, from) + inserted + before.slice(from + removed);
            const script = document.update(text);
            const fresh = parser.open(text);
            try {
              assert.equal(
                describeTree(document.tree!.rootNode),
                describeTree(fresh.tree!.rootNode),
                `from ${JSON.stringify(before)} to ${JSON.stringify(text)}`,
              );
              assert.deepEqual(script, fresh.script);
            } finally {
              fresh.close();
            }
          }
        } finally {
          document.close();
        }
      }),
      { seed, numRuns: runs },
    );
  }

  it('gives the same result as parsing from scratch, for small texts', () => {
    corpus.forEach((text, i) => checkEdits(text, 25, SEED + i));
  });

  it('gives the same result as parsing from scratch, for a text that is built from nothing', () => {
    checkEdits('', 60, SEED, 10);
  });

  it('gives the same result as parsing from scratch, for a large text', () => {
    checkEdits(whole, 40, SEED);
  });

  it('accepts every beginning of a text', () => {
    for (let end = 0; end < whole.length; end++) {
      const tree = parser.parseTree(whole.slice(0, end));
      assert.equal(tree.rootNode.hasError, false, `after ${end} characters`);
      parser.convert(tree, whole.slice(0, end));
      tree.delete();
    }
  }).timeout(120_000);

  it('ends if a short search for an end stops inside a name, or at a bracket', () => {
    const unclosed = 'a(\n'.repeat(9);
    assert.ok(parser.parseByTree(`${unclosed}a($(${'x'.repeat(3000)}`));
    assert.ok(parser.parseByTree(`${unclosed}a([=[${']'.repeat(3000)}`));
  });

  it('takes linear time for hostile text, or this would never end', () => {
    const repeated = (text: string): string => text.repeat(Math.ceil(60_000 / text.length));
    for (const text of [
      '(',
      'a(',
      'a(\n',
      'a("',
      '#[[',
      'a([[',
      '${',
      'a(${',
      '"',
      'a("${',
      '$<',
      'if(',
      'if()\n',
      'a(x"',
      '[=',
    ]) {
      for (const prefix of ['', 'a(']) {
        assert.ok(parser.parseScript(prefix + repeated(text)));
      }
    }
  }).timeout(60_000);
});
