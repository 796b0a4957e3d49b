import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../../support/repository';

/** The launchers out of dist/ on a machine, or with a PATH, that has neither Bun nor Node. */
describe('a launcher without a runtime', () => {
  const options: Record<string, readonly string[]> = {
    'itk-castxml-cache': [],
    'itk-igenerator-cache': ['--depfile', 'a.d', 'a.i'],
    'itk-swig-cache': ['--depfile', 'a.d'],
  };
  for (const [name, depfile] of Object.entries(options))
    it(`${name} says so, and runs the tool itself`, () => {
      for (const before of [depfile, [...depfile, '--no-cache'], ['--no-cache', ...depfile]]) {
        const args = [...before, '/bin/sh', '-c', 'echo "ran with $1"', 'sh', 'this'];
        const env = { PATH: '/nonexistent' };
        const { stdout, stderr, status } = spawnSync(path.join(root, 'dist', name), args, {
          encoding: 'utf8',
          env,
        });
        assert.deepEqual([status, stdout], [0, 'ran with this\n'], stderr);
        assert.match(stderr, new RegExp(`^${name}: neither bun nor node is on PATH; running \\w+ itself\n$`));
      }
    });
});
