import assert from 'node:assert/strict';
import { asMarkdown, code, codeBlock, commandLink, escape, link } from '../../../server/src/shared/markdown';
import { hasControls, hostile, linksOf } from '../../support/hostile';

describe('markdown', () => {
  it('escapes markup', () => {
    assert.equal(escape('a_b*c<d>[e](f)'), 'a\\_b\\*c\\<d\\>\\[e\\]\\(f\\)');
    assert.equal(escape('- a'), '\\- a');
    assert.equal(escape('1. a'), '1\\. a');
    assert.equal(escape('see https://x.y'), 'see https:\\//x.y');
  });

  it('joins the lines of a comment that were full, and keeps lists and short lines', () => {
    const comment = [
      'class: the name of the class to wrap, which must be a fully-qualified c++',
      'name, with its namespaces.',
      'Short.',
      'options: one of the following words, each of which has a meaning of its own',
      '- POINTER',
      '',
      'end',
    ].join('\n');
    const lines = asMarkdown(comment).split('  \n');
    assert.equal(lines.length, 6);
    assert.match(lines[0]!, /fully-qualified c\\\+\\\+ name, with its namespaces\.$/);
    assert.deepEqual(lines.slice(3), ['\\- POINTER', '', 'end']);
  });

  it('keeps names readable', () => {
    assert.equal(escape('itk-castxml cache: 2.5 s'), 'itk-castxml cache: 2.5 s');
  });

  it('fences code that contains backticks', () => {
    assert.equal(code('a`b'), '`` a`b ``');
    assert.equal(code('a|b'), '`a|b`');
    assert.equal(code('two\nlines'), '`two lines`');
    assert.equal(codeBlock('cpp', ['a ```` b']), '`````cpp\na ```` b\n`````');
  });

  it('encodes the arguments of a command link, so that none can end the link', () => {
    const made = commandLink('Run', 'x.y', [{ type: 'a") (evil' }], 'b") [c](command:z)');
    assert.match(made, /^\[Run\]\(command:x\.y\?[^\s"()]* "[^"()[\]]*"\)$/);
  });

  it('encodes the address of a file link', () => {
    assert.equal(link('a.h', 'file:///a(b) c.h'), '[a.h](file:///a%28b%29%20c.h)');
  });

  for (const [what, text] of Object.entries(hostile))
    it(`makes no link, picture or icon from ${what}`, () => {
      const written = [escape(text), asMarkdown(text), code(text), codeBlock('cmake', [text])];
      for (const markdown of written) {
        assert.deepEqual(linksOf(markdown), []);
        assert.doesNotMatch(markdown, /!\[|\$\(|\$\\\(/);
        assert.ok(!hasControls(markdown));
        assert.ok(markdown.length < 10_000);
      }
      // Nothing inside ends the block, because only its last line is a fence of its length.
      const [first = '', ...rest] = codeBlock('cmake', [text]).split('\n');
      const fence = /^`+/.exec(first)?.[0] ?? '';
      assert.equal(rest.filter((line) => line.includes(fence)).length, 1);
    });
});
