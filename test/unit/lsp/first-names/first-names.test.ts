import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { firstNames } from '../../../../server/src/lsp/first-names/first-names';
import { buildFixture } from '../../../support/build-fixture';
import { tempDir, writeFiles } from '../../../support/temp-dir';

describe('firstNames', () => {
  const temp = tempDir();

  function make(source: string, build: string): void {
    writeFiles(source, { 'CMakeLists.txt': 'project(ITK)\n' });
    writeFiles(build, buildFixture(build, source, { ITKCommon: { types: ['itkImage'] } }));
  }

  const namesOf = async (folder: string, named = ''): Promise<string[] | null> =>
    (await firstNames(folder, named))?.types.map(({ name }) => name) ?? null;

  it('reads the build of the folder, or the one that the settings name', async () => {
    const folder = path.join(temp(), 'src');
    make(folder, path.join(folder, 'build'));
    assert.deepEqual(await namesOf(folder), ['itkImage']);
    const named = path.join(temp(), 'named');
    make(path.join(temp(), 'other'), named);
    assert.deepEqual(await namesOf(path.join(temp(), 'other'), named), ['itkImage']);
    assert.equal(await namesOf(folder, path.join(temp(), 'gone')), null);
  });

  it('reads no build next to the folder that other users may have made', async () => {
    const folder = path.join(temp(), 'src');
    const beside = path.join(temp(), 'build');
    make(folder, beside);
    assert.deepEqual(await namesOf(folder), ['itkImage']);
    chmodSync(beside, 0o777);
    assert.equal(await namesOf(folder), null);
  });

  it('shows nothing of a build that was moved, is damaged, or does not wrap', async () => {
    const folder = path.join(temp(), 'src');
    const build = path.join(folder, 'build');
    const cache = path.join(build, 'CMakeCache.txt');
    make(folder, build);
    appendFileSync(cache, 'ITK_WRAP_PYTHON:BOOL=OFF\n');
    assert.equal(await namesOf(folder, build), null);
    make(folder, build);
    appendFileSync(cache, `CMAKE_CACHEFILE_DIR:INTERNAL=${temp()}\n`);
    assert.equal(await namesOf(folder, build), null);
    writeFileSync(cache, '');
    assert.equal(await namesOf(folder, build), null);
  });
});
