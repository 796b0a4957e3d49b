import assert from 'node:assert/strict';
import { parseInc } from '../../../../server/src/build/inputs/castxml-inc';

describe('parseInc', () => {
  it('reads folders, macros and other flags with the ranges of their values', () => {
    const text = '"-I/src/a b/include"\n-isystem /usr/x\n-DITK_X="1 2"\n-UFOO -Qunused-arguments\n-I rel\n';
    assert.deepEqual(
      parseInc(text, '/b').map(({ kind, value, range }) => [
        kind,
        value,
        range.start.line,
        range.start.character,
        range.end.character,
      ]),
      [
        ['include', '/src/a b/include', 0, 3, 19],
        ['system-include', '/usr/x', 1, 9, 15],
        ['define', 'ITK_X=1 2', 2, 2, 12],
        ['undefine', 'FOO', 3, 2, 5],
        ['other', '-Qunused-arguments', 3, 6, 24],
        ['include', '/b/rel', 4, 3, 6],
      ],
    );
  });

  it('keeps Windows paths', () => {
    assert.deepEqual(
      parseInc('"-IC:/dev/ITK/include"\r\n-IC:\\x\\y\r\n', 'C:\\b').map(({ value }) => value),
      ['C:\\dev\\ITK\\include', 'C:\\x\\y'],
    );
  });

  it('handles an unclosed quote and a flag without its value', () => {
    assert.deepEqual(
      parseInc('"-I/a\n-I', '/b').map(({ kind, value }) => [kind, value]),
      [
        ['include', '/a'],
        ['include', ''],
      ],
    );
  });
});
