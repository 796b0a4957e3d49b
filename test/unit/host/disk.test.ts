import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Disk } from '../../../server/src/host/disk';
import { tempDir } from '../../support/temp-dir';

/** A script may name any of these. An evaluation must continue, whatever the system returns for it. */
describe('the disk with files that cannot be examined', () => {
  const dir = tempDir();
  const disk = new Disk();
  const odd: Record<string, () => string> = {
    'a missing file': () => path.join(dir(), 'nothing'),
    'a loop of links': () => {
      symlinkSync('loop', path.join(dir(), 'loop'));
      return path.join(dir(), 'loop');
    },
    'a file as a folder': () => {
      writeFileSync(path.join(dir(), 'file'), '');
      return path.join(dir(), 'file/inside');
    },
    'a name that is too long': () => path.join(dir(), 'n'.repeat(5000)),
    'a name with a NUL': () => path.join(dir(), 'a\0b'),
    'a process that has ended': () => '/proc/4194303/fd',
  };
  for (const [what, place] of Object.entries(odd))
    it(`reports that nothing exists for ${what}`, () => {
      const file = place();
      assert.equal(disk.kind(file), null);
      assert.equal(disk.read(file), null);
      assert.deepEqual(disk.list(file), []);
      assert.equal(disk.allows(file, 'read'), false);
      assert.equal(typeof disk.realPath(file), 'string');
    });
});
