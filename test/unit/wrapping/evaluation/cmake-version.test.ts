import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedCMakeVersion } from '../../../../server/src/wrapping/evaluation/cmake-version';

describe('the version of an installed CMake', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'installed-cmake-')));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function install(prefix: string, share: string): string {
    const bin = path.join(folder, prefix, 'bin');
    mkdirSync(bin, { recursive: true });
    mkdirSync(path.join(folder, prefix, share), { recursive: true });
    // The program must not be run, because it would fail.
    writeFileSync(path.join(bin, 'cmake'), 'exit 1\n', { mode: 0o755 });
    return bin;
  }

  it('is read from the name of the folder next to the program', () => {
    const bin = install('a', 'share/cmake-3.31');
    assert.deepEqual(installedCMakeVersion(`/nowhere:${bin}`, false), [3, 31, 0]);
  });

  it('is that of the first program on PATH, even through links', () => {
    const bin = install('a', 'share/cmake-4.1');
    const links = path.join(folder, 'links');
    mkdirSync(links);
    symlinkSync(path.join(bin, 'cmake'), path.join(links, 'cmake'));
    const other = install('b', 'share/cmake-3.25');
    assert.deepEqual(installedCMakeVersion(`${links}:${other}`, false), [4, 1, 0]);
  });

  it('is found in the Python package that a script starts', () => {
    const bin = install('a', 'lib/python3.11/site-packages/cmake/data/share/cmake-4.4');
    assert.deepEqual(installedCMakeVersion(bin, false), [4, 4, 0]);
  });

  it('is unknown without a program or its folder', () => {
    assert.equal(installedCMakeVersion('', false), null);
    assert.equal(installedCMakeVersion(install('a', 'share/doc'), false), null);
  });
});
