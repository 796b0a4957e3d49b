import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Digests, takeSnapshot } from '../../../server/src/cache/inputs/digests';
import { HashIndex } from '../../../server/src/cache/inputs/hash-index';
import { Fixture } from './fixture';

/** A file system that may be on another machine, so that its clock may be behind. */
describe('headers on a file server', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-mount-test-'));
    // Uses a ramfs, because it is not one of the file systems that are known to be local.
    const { status, stderr } = spawnSync('mount', ['-t', 'ramfs', 'ramfs', folder], { encoding: 'utf8' });
    assert.equal(status, 0, `a ramfs cannot be mounted (this test needs root): ${stderr}`);
  });
  afterEach(() => {
    spawnSync('umount', [folder]);
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('are as suspect if modified within a minute before the run as if modified during it', async () => {
    const fixture = new Fixture();
    try {
      fixture.write('one/build/in/T.castxml.inc', `"-I${folder}"\n`);
      fixture.write('one/build/in/T.cxx', '#include <local.h>\nint t;\n');
      fs.writeFileSync(path.join(folder, 'local.h'), 'int local;\n');
      assert.equal((await fixture.run()).outcome, 'miss');
      assert.equal(fs.existsSync(fixture.path('store/l2')), false, 'something was stored');
      // The same header on a local disk, which uses our clock.
      const here = fixture.write('here/local.h', 'int local;\n');
      fixture.write('one/build/in/T.castxml.inc', `"-I${path.dirname(here)}"\n`);
      await fixture.run();
      assert.equal((await fixture.run()).outcome, 'hit-l1');
    } finally {
      fixture.dispose();
    }
  });

  it('have no stored digest until a minute has passed', () => {
    const file = path.join(folder, 'header.h');
    fs.writeFileSync(file, 'int x;\n');
    const remembered = (afterMs: number, of: string): boolean => {
      const index = new HashIndex('here');
      const { signature } = new Digests(index, () => Date.now() + afterMs).file(of, takeSnapshot());
      return signature !== null && index.get(of, signature) !== null;
    };
    assert.deepEqual([remembered(30_000, file), remembered(90_000, file)], [false, true]);
    const local = path.join(os.tmpdir(), `${path.basename(folder)}.h`);
    fs.writeFileSync(local, 'int x;\n');
    try {
      assert.equal(remembered(30_000, local), true);
    } finally {
      fs.rmSync(local);
    }
  });

  it('have directories whose times do not prove their names', () => {
    const digests = new Digests(new HashIndex('here'), () => Date.now() + 3_600_000);
    let computed = 0;
    for (let i = 0; i < 3; i++)
      digests.fingerprint('name', [folder], takeSnapshot(), () => String(computed++).padStart(64, '0'));
    assert.equal(computed, 3);
  });
});
