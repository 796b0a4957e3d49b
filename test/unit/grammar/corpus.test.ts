import assert from 'node:assert/strict';
import Parser from 'tree-sitter';
import { type CMakeParser, loadParser } from '../../../server/src/cmake/syntax/parse';
import { readCorpus, sExpression } from '../../support/corpus';
import { nativeGrammar } from '../../support/native-grammar';

describe('the grammar corpus', () => {
  const corpus = readCorpus();

  it('has cases for each part of the language', () => {
    const files = new Set(corpus.map((entry) => entry.file));
    for (const part of ['arguments', 'blocks', 'commands', 'comments', 'faults', 'references']) {
      assert.ok(files.has(`${part}.txt`), part);
    }
    assert.ok(corpus.every((entry) => entry.text && entry.tree));
  });

  describe('with wasm', () => {
    let parser: CMakeParser;
    before(async () => {
      parser = await loadParser();
    });
    for (const { file, name, text, tree } of corpus) {
      it(`${file}: ${name}`, () => {
        const parsed = parser.parseTree(text);
        assert.equal(sExpression(parsed.rootNode.toString()), tree);
        parsed.delete();
      });
    }
  });

  describe('with the native parser', () => {
    const parser = new Parser();
    before(function () {
      this.timeout(120_000); // it may have to be compiled first
      parser.setLanguage(nativeGrammar() as Parser.Language);
    });
    for (const { file, name, text, tree } of corpus) {
      it(`${file}: ${name}`, () => {
        assert.equal(sExpression(parser.parse(text).rootNode.toString()), tree);
      });
    }
  });
});
