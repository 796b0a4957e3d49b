import assert from 'node:assert/strict';
import { Parser } from 'web-tree-sitter';
import { loadParser } from '../../../../server/src/cmake/syntax/parse';

describe('loadParser', () => {
  const init = Parser.init.bind(Parser);
  afterEach(() => {
    Parser.init = init;
  });

  it('initializes tree-sitter once at a time, because the languages of one runtime are unknown to another', async () => {
    let running = 0;
    let most = 0;
    Parser.init = async (options) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await init(options);
      running--;
    };
    const parsers = await Promise.all([loadParser(), loadParser(), loadParser()]);
    assert.equal(most, 1);
    for (const parser of parsers) assert.equal(parser.parseByTree('set(a b)').statements.length, 1);
  });

  it('loads a parser after a failure', async () => {
    await assert.rejects(loadParser('/no/such/folder'));
    assert.ok(await loadParser());
  });
});
