import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Query } from 'web-tree-sitter';
import { type CMakeParser, loadParser } from '../../../server/src/cmake/syntax/parse';

const folder = path.resolve(__dirname, '../../../server/grammar/queries');

describe('the queries of the grammar', () => {
  let parser: CMakeParser;
  before(async () => {
    parser = await loadParser();
  });

  /** `capture text` for each capture, in order. */
  function captures(query: string, text: string): string[] {
    const tree = parser.parseTree(text);
    const source = readFileSync(path.join(folder, `${query}.scm`), 'utf8');
    return new Query(parser.language, source)
      .captures(tree.rootNode)
      .map(({ name, node }) => `${name} ${node.text.split('\n')[0]}`);
  }

  it('highlight commands, strings, references and errors', () => {
    const found = captures(
      'highlights',
      'IF(NOT x)\nmacro(m a)\nset(b "c\\n${d}" 12 ON) # e\n)\nendmacro()\nendif()',
    );
    for (const expected of [
      'keyword.conditional IF',
      'keyword.operator NOT',
      'keyword.function macro',
      'function.definition m',
      'function set',
      'string "c\\n${d}"',
      'string.escape \\n',
      'punctuation.special ${',
      'variable d',
      'number 12',
      'boolean ON',
      'comment # e',
      'error )',
      'keyword.conditional endif',
    ]) {
      assert.ok(found.includes(expected), `no "${expected}" among ${found.join(', ')}`);
    }
  });

  it('fold blocks', () => {
    assert.ok(captures('folds', 'if(a)\n b()\nendif()').includes('fold if(a)'));
  });

  it('indent blocks', () => {
    const found = captures('indents', 'if(a)\nelse()\nendif()');
    assert.ok(found.includes('indent.begin if(a)'));
    assert.ok(found.includes('indent.branch else()'));
    assert.ok(found.includes('indent.end endif()'));
  });
});
