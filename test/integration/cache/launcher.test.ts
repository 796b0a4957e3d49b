import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { bunProgram } from '../../../scripts/lib/bun.mjs';
import { compileNative } from '../../../scripts/lib/compile-native.mjs';
import { root } from '../../support/repository';

/** The launcher and the native build, started in a folder whose owner wants to run code of his own. */
describe('the launcher in a hostile folder', function () {
  this.timeout(120_000);
  let folder: string;
  let bun: string;
  let hostile: string;
  let launcher: string;

  before(() => {
    const program = bunProgram();
    assert.ok(program, 'Bun is missing: npm test and npm run build:native install it');
    bun = program;
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'itk-launcher-test-')));
    fs.mkdirSync(path.join(folder, 'bin'));
    fs.mkdirSync(path.join(folder, 'dist'));
    if (path.isAbsolute(bun)) fs.symlinkSync(bun, path.join(folder, 'bin/bun'));
    launcher = path.join(folder, 'dist/itk-castxml-cache');
    fs.copyFileSync(path.join(root, 'server/src/cli/launchers/itk-castxml-cache.sh'), launcher);
    fs.chmodSync(launcher, 0o755);
    buildSync({
      absWorkingDir: root,
      bundle: true,
      platform: 'node',
      target: 'node20',
      minify: true,
      entryPoints: ['server/src/cli/launchers/itk-castxml-cache.ts'],
      outfile: `${launcher}.js`,
    });
    hostile = path.join(folder, 'hostile');
    fs.mkdirSync(hostile);
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  beforeEach(() => {
    const write = (name: string, text: string): void => fs.writeFileSync(path.join(hostile, name), text);
    fs.rmSync(path.join(hostile, 'OWNED'), { force: true });
    write('evil.js', `require('fs').appendFileSync(${JSON.stringify(path.join(hostile, 'OWNED'))}, 'x');`);
    write('bunfig.toml', 'preload = ["./evil.js"]\n');
    write('.env', `ITK_WRAP_CACHE=${hostile}/store\nITK_WRAP_CACHE_REMOTE=http://127.0.0.1:9/\n`);
    write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: { baseUrl: '.', paths: { '*': ['./evil.js'] } } }),
    );
    write('package.json', JSON.stringify({ type: 'module', imports: { '#x': './evil.js' } }));
  });

  /** The environment variables that a child of the program sees, as `cache=… remote=…`. */
  function start(program: string, ...before: string[]): string {
    const shown = 'printf "cache=%s remote=%s" "$ITK_WRAP_CACHE" "$ITK_WRAP_CACHE_REMOTE"';
    const { stdout, stderr, status } = spawnSync(program, [...before, '--no-cache', 'sh', '-c', shown], {
      cwd: hostile,
      encoding: 'utf8',
      env: { PATH: `${folder}/bin:${process.env.PATH}`, HOME: folder, ITK_WRAP_CACHE: '/mine' },
    });
    assert.equal(status, 0, stderr);
    return stdout;
  }
  const owned = (): boolean => fs.existsSync(path.join(hostile, 'OWNED'));

  it('would run the folder’s code on Bun without our options', () => {
    spawnSync(bun, [`${launcher}.js`, '--no-cache', 'true'], {
      cwd: hostile,
      env: { ...process.env, HOME: folder },
    });
    assert.ok(owned());
  });

  it('runs no code from the folder and takes no settings from it, on Bun', () => {
    assert.equal(start(launcher), 'cache=/mine remote=');
    assert.ok(!owned());
  });

  it('does the same when it evicts', () => {
    const store = path.join(folder, 'store');
    const evict = spawnSync(launcher, ['--evict', '14', '--cache-dir', store], {
      cwd: hostile,
      encoding: 'utf8',
      env: { PATH: `${folder}/bin:${process.env.PATH}`, HOME: folder },
    });
    assert.equal(evict.status, 0, evict.stderr);
    assert.ok(!owned());
  });

  it('does the same in the native build', async () => {
    const native = path.join(folder, 'dist/itk-castxml-cache-native');
    await compileNative(`${launcher}.js`, native);
    assert.equal(start(native), 'cache=/mine remote=');
    assert.equal(start(launcher), 'cache=/mine remote=');
    assert.ok(!owned());
  });
});
