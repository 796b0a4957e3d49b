import assert from 'node:assert/strict';
import { type CMakeParser, loadParser } from '../../../../server/src/cmake/syntax/parse';
import { processorMs } from '../../../support/processor-time';

describe('the limits of parsing', () => {
  let parser: CMakeParser;
  before(async () => {
    parser = await loadParser();
  });

  it('reject scripts that nest too deeply or are too long, and say so', () => {
    for (const [text, message] of [
      ['if(a)\n'.repeat(60_000), /nest more than 500 deep/],
      ['# x\n'.repeat(600_000), /more than 2 MB/],
    ] as const) {
      const ms = processorMs(() => {
        assert.match(parser.parseScript(text).errors[0]?.message ?? '', message);
        const document = parser.open(text);
        assert.match(document.script.errors[0]?.message ?? '', message);
        assert.equal(document.update('set(x 1)\n').statements.length, 1, 'what is mended is read');
        document.close();
      });
      assert.ok(ms < 2000, `${ms} ms`);
    }
  });
});
