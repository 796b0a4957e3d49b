import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readBuild } from '../../server/src/build/read-build';
import { applySetup, planSetup, planUndo, SUPPORT_FILE } from '../../server/src/build/setup/setup';
import type { BuildTree } from '../../server/src/build/build-tree';
import { runProcess } from '../../server/src/host/process';
import { itkSource } from '../support/itk';
import { root } from '../support/repository';

const supportFile = path.join(root, 'cmake', SUPPORT_FILE);
const launcher = path.join(root, 'dist', 'itk-castxml-cache');
const TARGETS = ['ITKSuperPixelCastXML', 'ITKConnectedComponentsCastXML'];

/** Two builds of a few modules of the real, unpatched sources, in separate folders. */
describe('setting up an unpatched ITK 5.2.1', function () {
  this.timeout(30 * 60_000);
  let home: string;
  let first: string;
  let second: string;

  before(() => {
    assert.ok(existsSync(launcher), `${launcher} is missing: run “npm run build” first.`);
    home = mkdtempSync(path.join(os.tmpdir(), 'itk-wrap-setup-'));
    first = path.join(home, 'first');
    second = path.join(home, 'second');
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  /** Runs a program to its end and returns its output. */
  async function run(file: string, ...args: string[]): Promise<string> {
    const child = spawn(file, args, {
      env: { ...process.env, ITK_WRAP_CACHE: path.join(home, 'store'), ITK_WRAP_CACHE_VERBOSE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => void (output += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(code, 0, output.slice(-4000));
    return output;
  }

  function configure(dir: string, ...more: string[]): Promise<string> {
    const options = ['ITK_WRAP_PYTHON=ON', 'ITK_USE_SYSTEM_CASTXML=ON', 'ITK_USE_SYSTEM_SWIG=ON'];
    const small = [
      'ITK_BUILD_DEFAULT_MODULES=OFF',
      'Module_ITKSuperPixel=ON',
      'Module_ITKConnectedComponents=ON',
    ];
    const off = ['BUILD_TESTING=OFF', 'BUILD_EXAMPLES=OFF', 'Python3_EXECUTABLE=/usr/bin/python3'];
    const args = [...options, ...small, ...off, ...more].map((option) => `-D${option}`);
    return run('cmake', '-G', 'Ninja', '-S', itkSource, '-B', dir, ...args);
  }

  const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;
  const typesOf = (build: BuildTree): number =>
    build.types.filter(({ module }) => TARGETS.includes(`${module}CastXML`)).length;
  const state = (dir: string): string[] =>
    ['build.ninja', 'CMakeCache.txt'].map((name) => readFileSync(path.join(dir, name), 'utf8'));

  it('runs every castxml through the cache, gives every module a stamp, and undoes both', async () => {
    await configure(first);
    // The first configure run writes different things than later ones, so the comparison uses the second.
    await run('cmake', first);
    const before = state(first);
    const build = await readBuild(first);
    assert.equal(build.layout.generation, '5.2');

    const plan = await planSetup(build, { supportFile, launcher: [launcher] });
    const done = await applySetup(plan, runProcess, { launcher: [launcher] });
    assert.ok(done.ok, done.message);
    console.log(`      ${done.message}`);
    assert.equal(done.launched, build.types.length);
    assert.equal(done.stamped, build.modules.length);
    const after = await readBuild(first);
    assert.deepEqual(
      after.types.map(({ castxml }) => castxml?.argv),
      build.types.map(({ castxml }) => castxml?.argv),
    );
    for (const { name, stamp, stampGeneration } of after.modules)
      assert.deepEqual([stampGeneration, path.basename(stamp ?? '')], ['pkl-stamp', `${name}.pkl.stamp`]);

    const cold = await run('ninja', '-C', first, ...TARGETS);
    assert.equal(count(cold, /: MISS /g), typesOf(build));
    assert.match(await run('ninja', '-C', first, ...TARGETS), /no work to do/);

    const undone = await applySetup(planUndo(after), runProcess);
    assert.ok(undone.ok, undone.message);
    assert.deepEqual(state(first), before);
  });

  it('hits in a second build folder that was set up with the CMake file alone', async () => {
    await configure(
      second,
      `CMAKE_PROJECT_ITK_INCLUDE=${supportFile}`,
      `ITK_WRAP_CASTXML_CACHE_LAUNCHER=${launcher}`,
    );
    // ITK adds flags in a second configure run, and other flags would give another key. The other build had a second run
    // too.
    await run('cmake', second);
    const build = await readBuild(second);
    const warm = await run('ninja', '-C', second, ...TARGETS);
    assert.equal(count(warm, /: HIT /g), typesOf(build), warm);
    for (const type of build.types.filter(({ module }) => TARGETS.includes(`${module}CastXML`))) {
      const other = path.join(first, path.relative(second, type.xml));
      // The XML files name different folders, but have the same declarations.
      const declared = (file: string): number => count(readFileSync(file, 'utf8'), /<Class /g);
      assert.equal(declared(type.xml), declared(other), type.name);
    }
  });
});
