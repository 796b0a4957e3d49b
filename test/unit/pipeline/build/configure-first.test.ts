import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { changedSinceConfigure } from '../../../../server/src/pipeline/build/configure-first';
import { buildOf } from '../../../support/build';

describe('what has changed since CMake ran', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(path.join(os.tmpdir(), 'itk-wrapping-configured-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  const at = (name: string, seconds: number): string => {
    const file = path.join(dir, name);
    writeFileSync(file, '');
    utimesSync(file, seconds, seconds);
    return file;
  };
  const changed = (generator: string): { wraps: string[]; others: string[] } => {
    const wrap = at('itkA.wrap', 200);
    const configureInputs = [wrap, at('itkB.wrap', 50), at('CMakeLists.txt', 300), path.join(dir, 'gone')];
    const build = buildOf(dir, { M: ['itkA'] }, { generator, configureInputs });
    return changedSinceConfigure({ ...build, types: build.types.map((type) => ({ ...type, wrap })) });
  };

  for (const [generator, file] of [
    ['Ninja', 'build.ninja'],
    ['Ninja Multi-Config', 'build.ninja'],
    ['Unix Makefiles', 'Makefile'],
    ['MinGW Makefiles', 'Makefile'],
  ] as const)
    it(`is what is newer than ${file} or gone, with ${generator}`, () => {
      at(file, 100);
      const { wraps, others } = changed(generator);
      assert.deepEqual(wraps, [path.join(dir, 'itkA.wrap')]);
      assert.deepEqual(others, [path.join(dir, 'CMakeLists.txt'), path.join(dir, 'gone')]);
    });

  it('is not known for other tools', () => {
    assert.deepEqual(changed('Xcode'), { wraps: [], others: [] });
  });
});
