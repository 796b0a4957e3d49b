import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { readSettings } from '../../../../server/src/lsp/server/settings';

describe('readSettings', () => {
  it('resolves paths as users write them', () => {
    const folder = path.resolve('/work space/itk');
    assert.equal(
      readSettings({ buildDirectory: 'build' }, [folder]).buildDirectory,
      path.join(folder, 'build'),
    );
    assert.equal(
      readSettings({ buildDirectory: '~/b' }, [folder]).buildDirectory,
      path.join(os.homedir(), 'b'),
    );
    assert.equal(
      readSettings({ buildDirectory: '${workspaceFolder}/b' }, [folder]).buildDirectory,
      path.join(folder, 'b'),
    );
  });

  it('ignores a value of the wrong type', () => {
    for (const raw of [
      null,
      7,
      [],
      'x',
      { buildDirectory: 7, cache: 'x' },
      { cache: { roots: [1, null, ''] } },
    ])
      assert.deepEqual(readSettings(raw, []), { buildDirectory: '', cacheRoots: [] });
  });
});
