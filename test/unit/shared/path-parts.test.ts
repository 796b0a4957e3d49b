import assert from 'node:assert/strict';
import path from 'node:path';
import { leadsOut } from '../../../server/src/shared/path-parts';

describe('a relative path', () => {
  it('leads out of the folder only by its own first part', () => {
    const inside = ['/a', '/a/..b', '/a/..b/c', '/a/b/..', '/a/...'];
    const outside = ['/', '/b', '/ab', '/a/../b', '/..a'];
    for (const file of inside) assert.equal(leadsOut(path.posix.relative('/a', file)), false, file);
    for (const file of outside) assert.equal(leadsOut(path.posix.relative('/a', file)), true, file);
  });

  it('leads out of the folder to another drive on Windows', () => {
    assert.equal(leadsOut(path.win32.relative('C:\\a', 'D:\\a')), true);
    assert.equal(leadsOut(path.win32.relative('C:\\a', 'C:\\..a')), true);
    assert.equal(leadsOut(path.win32.relative('C:\\a', 'C:\\a\\..b')), false);
  });
});
