import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applySetup, planUndo, SUPPORT_FILE } from '../../../../server/src/build/setup/setup';
import { buildOf } from '../../../support/build';
import { tempDir } from '../../../support/temp-dir';

/**
 * A build can name any file as its stamp, and replace any folder by a link. The undo must not remove files outside the
 * build.
 */
describe('setup --undo of a hostile build', () => {
  const temp = tempDir();
  const write = (file: string, text = 'mine\n'): string => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };

  async function undo(stamp: string, code = 0): Promise<{ dir: string; message: string }> {
    const dir = path.join(temp(), 'build');
    const support = path.join(dir, 'CMakeFiles/itk-wrap-cache', SUPPORT_FILE);
    mkdirSync(path.join(dir, 'CMakeFiles'), { recursive: true });
    const cacheFile = path.join(dir, 'CMakeCache.txt');
    if (!existsSync(cacheFile)) write(cacheFile, `CMAKE_CACHEFILE_DIR:INTERNAL=${dir}\n`);
    const cache = new Map([
      ['CMAKE_COMMAND', '/usr/bin/cmake'],
      ['CMAKE_PROJECT_ITK_INCLUDE', support],
    ]);
    const build = buildOf(dir, { A: ['itkA'] }, { cache });
    const modules = build.modules.map((module) => ({ ...module, stamp }));
    const ended = { code, signal: null, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
    const { message } = await applySetup(planUndo({ ...build, modules }), () => {
      if (code !== 0) writeFileSync(cacheFile, 'half');
      return Promise.resolve(ended);
    });
    return { dir, message };
  }

  it('keeps a stamp that is outside the build, and says so', async () => {
    const victim = write(path.join(temp(), 'home/precious.pkl.stamp'));
    const { message } = await undo(victim);
    assert.ok(existsSync(victim));
    assert.match(message, /precious\.pkl\.stamp/);
  });

  it('keeps a stamp in a folder that is a link out of the build', async () => {
    const victim = write(path.join(temp(), 'home/A.pkl.stamp'));
    mkdirSync(path.join(temp(), 'build'));
    symlinkSync(path.dirname(victim), path.join(temp(), 'build/pkl'));
    await undo(path.join(temp(), 'build/pkl/A.pkl.stamp'));
    assert.ok(existsSync(victim));
  });

  it('keeps the target if its own folder is a link', async () => {
    const victim = write(path.join(temp(), 'home/notes.txt'));
    mkdirSync(path.join(temp(), 'build/CMakeFiles'), { recursive: true });
    symlinkSync(path.dirname(victim), path.join(temp(), 'build/CMakeFiles/itk-wrap-cache'));
    const { message } = await undo(path.join(temp(), 'build/A.pkl.stamp'));
    assert.ok(existsSync(victim));
    assert.match(message, /itk-wrap-cache is not a folder/);
  });

  it('writes nothing through a CMakeCache.txt that is a link if CMake fails', async () => {
    const victim = write(path.join(temp(), 'home/cache.txt'), 'CMAKE_CACHEFILE_DIR:INTERNAL=/elsewhere\n');
    mkdirSync(path.join(temp(), 'build'));
    symlinkSync(victim, path.join(temp(), 'build/CMakeCache.txt'));
    const before = readFileSync(victim, 'utf8');
    const { dir } = await undo(path.join(temp(), 'build/A.pkl.stamp'), 1);
    assert.equal(lstatSync(path.join(dir, 'CMakeCache.txt')).isSymbolicLink(), false);
    // CMake itself writes through the link. The file that is restored is in the build.
    assert.equal(readFileSync(victim, 'utf8'), 'half');
    assert.equal(readFileSync(path.join(dir, 'CMakeCache.txt'), 'utf8'), before);
  });
});
