import assert from 'node:assert/strict';
import { TerminalFilter } from '../../../server/src/shared/terminal-text';
import { hasControls, hostile } from '../../support/hostile';
import { processorMs } from '../../support/processor-time';

/** The filtered text if it arrives in chunks of this size. */
function filtered(text: string, size: number): string {
  const filter = new TerminalFilter();
  let kept = '';
  for (let at = 0; at < text.length; at += size) kept += filter.take(text.slice(at, at + size));
  return kept + filter.end();
}

describe('TerminalFilter', () => {
  const cases: [what: string, text: string, kept: string][] = [
    ['plain lines', 'a\tb\nc\n', 'a\tb\nc\n'],
    [
      'colors',
      '\x1b[1;31merror\x1b[0m \x1b[38:2::1:2:3mx\x1b[m',
      '\x1b[1;31merror\x1b[0m \x1b[38:2::1:2:3mx\x1b[m',
    ],
    ['no cursor movement and no erasing', 'a\x1b[2J\x1b[1;1H\x1b[K\x1b[?25lb', 'ab'],
    ['no titles, with any terminator', 'a\x1b]0;t\x07b\x1b]0;t\x1b\\c\x9d0;t\x9cd', 'abcd'],
    ['no clipboard', 'a\x1b]52;c;ZXZpbA==\x07b', 'ab'],
    ['no hyperlinks', 'a\x1b]8;;command:x\x1b\\text\x1b]8;;\x1b\\b', 'atextb'],
    ['no device strings', 'a\x1bP1$qm\x1b\\b\x1b_x\x1b\\c\x1b^y\x1b\\d\x1bXz\x1b\\e', 'abcde'],
    ['no queries', 'a\x1b[c\x1b[6n\x1bZb', 'ab'],
    ['no resets and character sets', 'a\x1bc\x1b(0b\x1b#8c', 'abc'],
    ['no C1', 'a\x9b31mb\x85c\x90x\x9cd', 'a\x1b[31mbcd'],
    ['no colors with private markers', 'a\x1b[>4;1mb\x1b[?1mc', 'abc'],
    ['carriage returns as line breaks', 'failed\rdone\r\nx\r\r\ny', 'failed\ndone\nx\n\ny'],
    ['no backspaces and bells', 'ab\b\x07c\0d', 'abcd'],
    ['no bidirectional overrides', 'a\u202eb\u2066c', 'abc'],
    ['the lines after a string without an end', 'a\x1b]0;evil\nnext line\n', 'a\nnext line\n'],
    ['the lines after a sequence without an end', 'a\x1b[31\nnext', 'a\nnext'],
    ['sequences within sequences', 'a\x1b[3\x1b[32mb\x1b]0;\x1b[2Jt\x07c', 'a\x1b[32mbtc'],
  ];
  for (const [what, text, kept] of cases)
    it(`keeps ${what}, for chunks of any size`, () => {
      for (const size of [1, 2, 3, 7, text.length]) assert.equal(filtered(text, size), kept);
    });

  it('lets only colors, tabs and line breaks through', () => {
    for (const [what, text] of Object.entries(hostile))
      // eslint-disable-next-line no-control-regex
      assert.ok(!hasControls(filtered(text, 5).replace(/\x1b\[[0-9;:]*m/g, '')), what);
  });

  it('is fast with much output', () => {
    const ms = processorMs(() => {
      filtered('\x1b[31m0123456789 abcdefghij\x1b[0m\n'.repeat(40_000), 65_536);
    });
    assert.ok(ms < 2000, `${ms} ms`);
  });
});
