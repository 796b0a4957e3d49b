import assert from 'node:assert/strict';
import { chmodSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { diskFacts } from '../../../server/src/host/disk-facts';
import { tempDir, writeFiles } from '../../support/temp-dir';

describe('diskFacts', () => {
  const dir = tempDir();

  it('examines files and folders, and never rejects', async () => {
    writeFiles(dir(), { a: 'four' });
    const file = path.join(dir(), 'a');
    chmodSync(file, 0o640);
    utimesSync(file, 1000, 1000);
    const facts = await diskFacts.facts(file);
    assert.deepEqual(
      [facts?.kind, facts?.bytes, facts?.mode, facts?.mtimeNs],
      ['file', 4, 0o640, 1000n * 10n ** 9n],
    );
    assert.equal(facts?.uid, statSync(file).uid);
    assert.equal((await diskFacts.facts(dir()))?.kind, 'directory');
    assert.equal(await diskFacts.facts(path.join(file, 'within')), null);
    assert.deepEqual([diskFacts.allows(file, 'read'), diskFacts.allows(`${file}x`, 'read')], [true, false]);
    assert.deepEqual([await diskFacts.text(file, 10), await diskFacts.text(file, 3)], ['four', null]);
  });

  it('knows the room on a disk', async () => {
    assert.ok((await diskFacts.space(dir()))!.freeBytes > 0);
    assert.equal(await diskFacts.space(path.join(dir(), 'gone')), null);
  });
});
