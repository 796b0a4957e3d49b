import assert from 'node:assert/strict';
import { listElements, splitList } from '../../../../server/src/cmake/values/semicolon-list';

describe('CMake’s lists', () => {
  it('drop empty elements of an argument, and keep those of a list', () => {
    assert.deepEqual(splitList('a;;b;'), ['a', 'b']);
    assert.deepEqual(listElements('a;;b;'), ['a', '', 'b', '']);
    assert.deepEqual(listElements(''), []);
  });

  it('are not split in brackets or at an escaped semicolon', () => {
    assert.deepEqual(splitList('[a;b];c'), ['[a;b]', 'c']);
    assert.deepEqual(splitList('a\\;b;c'), ['a;b', 'c']);
    assert.deepEqual(splitList('a];b;c'), ['a];b;c']);
    assert.deepEqual(splitList('a\\b'), ['a\\b']);
  });
});
