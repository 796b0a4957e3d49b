import assert from 'node:assert/strict';
import { code, commandLink, escape } from '../../../server/src/lsp/markdown';

describe('markdown', () => {
  it('escapes what would be markup', () => {
    assert.equal(escape('a_b*c<d>[e](f)'), 'a\\_b\\*c\\<d\\>\\[e\\]\\(f\\)');
  });

  it('fences code that holds backticks', () => {
    assert.equal(code('a`b'), '`` a`b ``');
    assert.equal(code('a|b'), '`a|b`');
    assert.equal(code('two\nlines'), '`two lines`');
  });

  it('encodes the arguments of a command link so that none can end the link', () => {
    const link = commandLink('Run', 'x.y', [{ type: 'a") (evil' }]);
    assert.match(link, /^\[Run\]\(command:x\.y\?[^\s"()]*\)$/);
  });
});
