import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { leftovers } from '../../../server/src/build/leftovers';
import { readPklState } from '../../../server/src/build/pkl';
import { readBuild } from '../../../server/src/build/readBuild';
import { repair, repairPlan } from '../../../server/src/build/repair';
import type { BuildModule, BuildTree } from '../../../server/src/build/types';
import type { ProcessRequest, ProcessResult } from '../../../server/src/util/process';
import { buildFixture } from '../../support/buildFixture';
import { tempDir, writeFiles } from '../../support/tempDir';

const PKL = 'Wrapping/Generators/Python/itk-pkl';
const ended = (code: number): ProcessResult => ({
  code,
  signal: null,
  stdout: Buffer.alloc(0),
  stderr: Buffer.alloc(0),
});

describe('repair', () => {
  const temp = tempDir();
  const at = (name: string): string => path.join(temp(), PKL, name);

  async function build(stamped: boolean): Promise<[BuildTree, BuildModule]> {
    const dir = temp();
    const options = {
      igeneratorExtra: ` --pkl_stamp ${dir}/${PKL}/%M.pkl.stamp`,
      extraOutput: `${PKL}/%M.pkl.stamp`,
    };
    const files = buildFixture(dir, '/src', { M: { types: ['itkA', 'itkB'] } }, stamped ? options : {});
    files['CMakeCache.txt'] += 'CMAKE_MAKE_PROGRAM:FILEPATH=/usr/bin/ninja\n';
    writeFiles(dir, files);
    writeFiles(dir, {
      [`${PKL}/itkA.index.txt`]: `${at('A.itkA.pkl')}\n`,
      [`${PKL}/itkB.index.txt`]: `${at('B.itkB.pkl')}\n${at('C.itkB.pkl')}\n`,
      [`${PKL}/A.itkA.pkl`]: '',
      [`${PKL}/B.itkB.pkl`]: '',
      [`${PKL}/C.itkB.pkl`]: '',
      ...(stamped && { [`${PKL}/M.pkl.stamp`]: '' }),
    });
    const tree = await readBuild(dir);
    const [module] = tree.modules;
    assert.ok(module);
    return [tree, module];
  }

  async function planOf(tree: BuildTree, module: BuildModule): ReturnType<typeof repairPlan> {
    return repairPlan(tree, module, await readPklState(tree, module));
  }

  it('has nothing to do where nothing is missing', async () => {
    const [tree, module] = await build(true);
    const plan = await planOf(tree, module);
    assert.equal(plan.needed, false);
    assert.equal((await repair(tree, module, plan, () => Promise.reject(new Error('not called')))).ok, true);
  });

  it('removes the stamp alone where there are stamps', async () => {
    const [tree, module] = await build(true);
    rmSync(at('C.itkB.pkl'));
    const plan = await planOf(tree, module);
    assert.equal(plan.remove, at('M.pkl.stamp'));
    assert.deepEqual(plan.command, {
      file: '/usr/bin/ninja',
      args: ['-C', temp(), 'Wrapping/Typedefs/itkA.i'],
      cwd: temp(),
    });
  });

  it('removes the index file that lists the missing pkl where there are none', async () => {
    const [tree, module] = await build(false);
    rmSync(at('C.itkB.pkl'));
    assert.equal((await planOf(tree, module)).remove, at('itkB.index.txt'));
  });

  it('removes nothing where the build sees for itself that something is missing', async () => {
    const [tree, module] = await build(true);
    rmSync(at('M.pkl.stamp'));
    rmSync(at('C.itkB.pkl'));
    const plan = await planOf(tree, module);
    assert.deepEqual([plan.needed, plan.remove], [true, null]);
  });

  it('asks another build tool for the module’s target', async () => {
    const [tree, module] = await build(false);
    rmSync(at('A.itkA.pkl'));
    const cache = new Map(tree.cache).set('CMAKE_COMMAND', '/usr/bin/cmake');
    const plan = await planOf({ ...tree, generator: 'Unix Makefiles', cache }, module);
    assert.deepEqual(plan.command?.args, ['--build', temp(), '--target', 'MSwig']);
  });

  it('is verified on disk afterwards', async () => {
    const [tree, module] = await build(false);
    rmSync(at('C.itkB.pkl'));
    const plan = await planOf(tree, module);
    const requests: ProcessRequest[] = [];
    const good = await repair(tree, module, plan, (request) => {
      requests.push(request);
      assert.ok(!existsSync(at('itkB.index.txt')) && existsSync(at('itkA.index.txt')));
      writeFiles(temp(), {
        [`${PKL}/itkB.index.txt`]: `${at('B.itkB.pkl')}\n${at('C.itkB.pkl')}\n`,
        [`${PKL}/C.itkB.pkl`]: '',
      });
      return Promise.resolve(ended(0));
    });
    assert.equal(good.ok, true, good.message);
    assert.equal(requests.length, 1);
    rmSync(at('C.itkB.pkl'));
    const idle = await repair(tree, module, await planOf(tree, module), () => Promise.resolve(ended(0)));
    assert.equal(idle.ok, false);
    assert.match(idle.message, /itkB\.index\.txt is still missing/);
  });

  it('says so where the build fails or cannot be started', async () => {
    const [tree, module] = await build(false);
    rmSync(at('C.itkB.pkl'));
    const failed = await repair(tree, module, await planOf(tree, module), () => Promise.resolve(ended(1)));
    assert.match(failed.message, /exit code 1/);
    const gone = Object.assign(new Error('spawn'), { code: 'ENOENT' });
    const absent = await repair(tree, module, await planOf(tree, module), () => Promise.reject(gone));
    assert.match(absent.message, /could not be started: there is no such file/);
  });
});

describe('leftovers', () => {
  const temp = tempDir();

  it('names what no type of the build has written', async () => {
    const dir = temp();
    writeFiles(dir, buildFixture(dir, '/src', { M: { types: ['itkA'] } }));
    writeFiles(dir, {
      [`${PKL}/itkA.index.txt`]: `${dir}/${PKL}/A.itkA.pkl\n`,
      [`${PKL}/A.itkA.pkl`]: '',
      [`${PKL}/Old.itkA.pkl`]: '',
      [`${PKL}/B.itkGone.pkl`]: '',
      [`${PKL}/itkGone.index.txt`]: '',
      [`${PKL}/Gone.pkl.stamp`]: '',
    });
    assert.deepEqual(
      (await leftovers(await readBuild(dir))).map(({ file, kind, of }) => [path.basename(file), kind, of]),
      [
        ['B.itkGone.pkl', 'pkl', 'itkGone'],
        ['Gone.pkl.stamp', 'stamp', 'Gone'],
        ['Old.itkA.pkl', 'pkl', 'itkA'],
        ['itkGone.index.txt', 'index', 'itkGone'],
      ],
    );
  });
});
