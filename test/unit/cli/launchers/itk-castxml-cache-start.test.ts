import assert from 'node:assert/strict';
import path from 'node:path';
import { build } from 'esbuild';

describe('the start of the launcher', () => {
  it('loads no module that a hit does not need', async () => {
    const { metafile } = await build({
      absWorkingDir: path.resolve(import.meta.dirname, '../../../..'),
      entryPoints: ['server/src/cli/launchers/itk-castxml-cache.ts'],
      bundle: true,
      platform: 'node',
      metafile: true,
      write: false,
    });
    const loaded = new Set<string>();
    const follow = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const { path: next, kind } of metafile.inputs[file]?.imports ?? [])
        if (kind === 'import-statement') follow(next);
    };
    follow('server/src/cli/launchers/itk-castxml-cache.ts');
    // Each further module takes milliseconds, and a hit takes only some twenty of them.
    const own = [...loaded].filter((file) => file.startsWith('node:')).sort();
    assert.deepEqual(own, ['node:fs', 'node:os', 'node:path']);
  });
});
