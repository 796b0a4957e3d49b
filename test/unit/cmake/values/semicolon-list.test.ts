import assert from 'node:assert/strict';
import { listElements, splitList } from '../../../../server/src/cmake/values/semicolon-list';

describe('a CMake list', () => {
  it('drops empty elements of an argument, and keeps those of a list', () => {
    assert.deepEqual(splitList('a;;b;'), ['a', 'b']);
    assert.deepEqual(listElements('a;;b;'), ['a', '', 'b', '']);
    assert.deepEqual(listElements(''), []);
  });

  it('is not split in brackets or at an escaped semicolon', () => {
    assert.deepEqual(splitList('[a;b];c'), ['[a;b]', 'c']);
    assert.deepEqual(splitList('a\\;b;c'), ['a;b', 'c']);
    assert.deepEqual(splitList('a];b;c'), ['a];b;c']);
    assert.deepEqual(splitList('a\\b'), ['a\\b']);
  });
});
