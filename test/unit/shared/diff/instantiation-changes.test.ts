import assert from 'node:assert/strict';
import {
  changeCounts,
  changedLinesOfFiles,
  whereNow,
} from '../../../../server/src/shared/diff/instantiation-changes';
import type { DiffReport, TypeDiff } from '../../../../server/src/shared/diff/diff-report';

const one = { name: 'A', cppType: 'itk::A', line: 2 };
const type = (kind: TypeDiff['kind'], wrap: string | null): TypeDiff => ({
  name: 'itkA',
  kind,
  module: 'M',
  movedFrom: null,
  wrap,
  renamedFrom: null,
  added: [one, { ...one, line: null }],
  removed: [],
  changed: [],
  lines: [{ line: 2, text: 'x' }],
});

describe('the changed lines of files', () => {
  it('are those of files that the head has, without what macro files make', () => {
    const types = [type('changed', 'a.wrap'), type('removed', 'b.wrap'), type('added', null)];
    const files = changedLinesOfFiles({ types } as unknown as DiffReport);
    assert.deepEqual(
      [...files].map(([file, lines]) => [file, lines.map(({ line, added }) => [line, added.length])]),
      [['a.wrap', [[2, 1]]]],
    );
  });
});

describe('whereNow', () => {
  const line = { line: 2, text: 'b', added: [], removed: [], changed: [] };

  it('finds a line where it was, although another has the same text', () => {
    assert.equal(whereNow(line, ['a', '  b', 'b']), 1);
  });

  it('finds a line that has moved, and none if it is gone or not the only one', () => {
    assert.equal(whereNow(line, ['x', 'a', 'b\r']), 2);
    assert.equal(whereNow(line, ['a', 'c']), null);
    assert.equal(whereNow(line, ['b', 'c', 'b']), null);
    assert.equal(whereNow({ ...line, text: '' }, ['', 'c', '']), null);
    assert.equal(whereNow({ ...line, line: null }, ['b']), 0);
  });
});

describe('changeCounts', () => {
  it('names both signs, and changed ones only if there are some', () => {
    assert.equal(changeCounts({ added: 4, removed: 0, changed: 0 }), '+4 −0');
    assert.equal(changeCounts({ added: 0, removed: 1, changed: 2 }), '+0 −1 ~2');
    assert.equal(changeCounts({ added: 0, removed: 0, changed: 2 }), '~2');
    assert.equal(changeCounts({ added: 0, removed: 0, changed: 0 }), '');
  });
});
