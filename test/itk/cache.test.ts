import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readBuild } from '../../server/src/build/read-build';
import type { BuildType } from '../../server/src/build/build-tree';
import type { Invocation } from '../../server/src/cache/api';
import { itkBuild } from '../support/itk';
import { checkRealRun } from '../support/real-castxml';

const TYPES = 20;

describe('the cache on real ITK types', function () {
  this.timeout(1_800_000);
  let work: string;
  before(() => (work = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-cache-itk-'))));
  after(() => fs.rmSync(work, { recursive: true, force: true }));

  it(`restores castxml’s own XML, byte for byte, for ${TYPES} of them`, async () => {
    const { types } = await readBuild(itkBuild);
    const every = types.length / TYPES;
    const chosen = Array.from({ length: TYPES }, (_, i) => types[Math.floor((i + 0.5) * every)]);
    for (const [i, type] of chosen.entries()) {
      assert.ok(type);
      const here = inBuildDirectory(type, path.join(work, `here-${i}`));
      const elsewhere = inBuildDirectory(type, path.join(work, 'another', `build-${i}`));
      await checkRealRun({ here, elsewhere }, path.join(work, `store-${i}`));
    }
  });
});

/** The type's run in a build directory of our own with its inputs, because the real one is only read. */
function inBuildDirectory(type: BuildType, folder: string): Invocation {
  assert.ok(type.castxml);
  const [castxml = '', ...given] = type.castxml.argv;
  const inputs = path.join(folder, 'Wrapping/castxml_inputs');
  fs.mkdirSync(inputs, { recursive: true });
  fs.copyFileSync(path.join(itkBuild, 'CMakeCache.txt'), path.join(folder, 'CMakeCache.txt'));
  const copy = (file: string): string => {
    const target = path.join(inputs, path.basename(file));
    fs.copyFileSync(file, target);
    return target;
  };
  const args = given.flatMap((argument, i) => {
    if (given[i - 1] === '-o') return [path.join(inputs, path.basename(argument))];
    if (argument === type.cxx) return [copy(argument)];
    // castxml's clang does not know sized deallocation, which GCC 12's headers turn on automatically.
    if (argument === ')') return ['-fno-sized-deallocation', argument];
    return [argument === `@${type.inc}` ? `@${copy(type.inc)}` : argument];
  });
  return { castxml, args, cwd: folder };
}
