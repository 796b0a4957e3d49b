import assert from 'node:assert/strict';
import { existsSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { readBuild } from '../../../../server/src/build/read-build';
import { repair } from '../../../../server/src/pipeline/runs/repair';
import { repairPlan } from '../../../../server/src/pipeline/runs/repair-plan';
import type { BuildModule, BuildTree } from '../../../../server/src/build/build-tree';
import type { ProcessRequest, ProcessResult } from '../../../../server/src/host/process';
import { buildFixture } from '../../../support/build-fixture';
import { tempDir, writeFiles } from '../../../support/temp-dir';

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
    files['CMakeCache.txt'] += `CMAKE_MAKE_PROGRAM:FILEPATH=${process.execPath}\n`;
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
    for (const file of module.igeneratorOutputs)
      if (!existsSync(file)) writeFiles(dir, { [path.relative(dir, file)]: '' });
    return [tree, module];
  }

  it('has nothing to do when nothing is missing', async () => {
    const [tree, module] = await build(true);
    const plan = await repairPlan(tree, module);
    assert.equal(plan.needed, false);
    assert.equal((await repair(tree, module, plan, () => Promise.reject(new Error('not called')))).ok, true);
  });

  it('keeps a stamp that is outside the build or not a file', async () => {
    const [tree, module] = await build(true);
    const outside = path.join(temp(), '..', `${path.basename(temp())}-outside`);
    writeFiles(outside, { id_rsa: 'secret', 'folder.stamp/inner': '' });
    try {
      symlinkSync(outside, path.join(temp(), 'link'));
      const never = (): Promise<never> => Promise.reject(new Error('nothing is run'));
      rmSync(at('C.itkB.pkl'));
      for (const stamp of [
        path.join(outside, 'id_rsa'),
        path.join(outside, 'folder.stamp'),
        path.join(temp(), 'link', 'id_rsa'),
        path.join(temp(), PKL),
      ]) {
        const harmed = { ...module, stamp };
        const plan = await repairPlan(tree, harmed);
        assert.equal(plan.remove, stamp);
        const result = await repair(tree, harmed, plan, never);
        assert.equal(result.ok, false);
        assert.match(result.message, /was not removed/);
        assert.ok(existsSync(stamp));
      }
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it('removes only the stamp if there are stamps', async () => {
    const [tree, module] = await build(true);
    rmSync(at('C.itkB.pkl'));
    const plan = await repairPlan(tree, module);
    assert.equal(plan.remove, at('M.pkl.stamp'));
    assert.deepEqual(plan.ninja, {
      file: process.execPath,
      args: ['-C', temp(), 'Wrapping/Typedefs/itkA.i'],
    });
  });

  it('removes the stamp if a key is missing in the database', async () => {
    const dir = temp();
    const stamp = { igeneratorExtra: ` --pkl_stamp ${dir}/${PKL}/%M.stamp`, extraOutput: `${PKL}/%M.stamp` };
    const files = buildFixture(dir, '/src', { M: { types: ['itkA'] } }, stamp);
    files['CMakeCache.txt'] += `CMAKE_MAKE_PROGRAM:FILEPATH=${process.execPath}\n`;
    writeFiles(dir, files);
    writeFiles(dir, {
      [`${PKL}/itkA.index.txt`]: 'A.itkA\n',
      [`${PKL}/M.stamp`]: '',
      'Wrapping/Typedefs/itkA.i': '',
    });
    const tree = await readBuild(dir);
    const [module] = tree.modules;
    assert.equal(module?.stampGeneration, 'sqlite-stamp');
    const plan = await repairPlan(tree, module);
    assert.deepEqual([plan.state, plan.remove], ['pkl-missing', at('M.stamp')]);
    assert.deepEqual(plan.pkl.missing, ['A.itkA']);
  });

  it('removes the index file that lists the missing pkl file if there are no stamps', async () => {
    const [tree, module] = await build(false);
    rmSync(at('C.itkB.pkl'));
    assert.equal((await repairPlan(tree, module)).remove, at('itkB.index.txt'));
  });

  it('removes nothing if the build itself notices that something is missing', async () => {
    const [tree, module] = await build(true);
    rmSync(at('M.pkl.stamp'));
    rmSync(at('C.itkB.pkl'));
    const plan = await repairPlan(tree, module);
    assert.deepEqual([plan.needed, plan.remove], [true, null]);
  });

  it('removes the stamp if the XML is newer, though nothing is missing', async () => {
    const [tree, module] = await build(true);
    const later = new Date(Date.now() + 60_000);
    writeFiles(temp(), { 'Wrapping/castxml_inputs/itkB.xml': '<x/>' });
    utimesSync(path.join(temp(), 'Wrapping/castxml_inputs/itkB.xml'), later, later);
    const plan = await repairPlan(tree, module);
    assert.deepEqual([plan.state, plan.remove], ['out-of-date', at('M.pkl.stamp')]);
  });

  it('requests what never ran, and removes nothing', async () => {
    const [tree, module] = await build(true);
    for (const file of module.igeneratorOutputs) rmSync(file, { force: true });
    rmSync(path.join(temp(), PKL), { recursive: true });
    const plan = await repairPlan(tree, module);
    assert.deepEqual([plan.state, plan.needed, plan.remove], ['never-run', true, null]);
    assert.ok(plan.ninja);
  });

  for (const [what, cannotAsk] of [
    ['make', (tree: BuildTree): BuildTree => ({ ...tree, generator: 'Unix Makefiles' })],
    [
      'a build whose ninja does not exist',
      (tree: BuildTree): BuildTree => ({
        ...tree,
        cache: new Map(tree.cache).set('CMAKE_MAKE_PROGRAM', '/gone/ninja'),
      }),
    ],
  ] as const)
    it(`runs igenerator itself for ${what}, and removes nothing`, async () => {
      const [ninja, module] = await build(true);
      const tree = cannotAsk(ninja);
      for (const name of ['itkA', 'itkB'])
        writeFiles(temp(), { [`Wrapping/castxml_inputs/${name}.xml`]: '<x/>' });
      rmSync(at('A.itkA.pkl'));
      const plan = await repairPlan(tree, module);
      assert.deepEqual([plan.needed, plan.remove, plan.ninja], [true, null, null]);
      const ran: string[] = [];
      const later = new Date(Date.now() + 60_000);
      const result = await repair(tree, module, plan, (request) => {
        if (request.file === '/gone/ninja') return Promise.reject(new Error('ENOENT'));
        ran.push([request.file, ...request.args].find((word) => word.endsWith('.py')) ?? request.file);
        writeFiles(temp(), { [`${PKL}/A.itkA.pkl`]: '' });
        utimesSync(at('M.pkl.stamp'), later, later);
        return Promise.resolve(ended(0));
      });
      assert.ok(result.ok, result.message);
      assert.deepEqual(ran, ['/src/igenerator.py']);
      assert.deepEqual(result.ran, { igenerator: ['M'], castxml: [] });
    });

  it('is verified on disk afterwards', async () => {
    const [tree, module] = await build(false);
    rmSync(at('C.itkB.pkl'));
    const plan = await repairPlan(tree, module);
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
    const idle = await repair(tree, module, await repairPlan(tree, module), () => Promise.resolve(ended(0)));
    assert.equal(idle.ok, false);
    assert.match(idle.message, /itkB\.index\.txt is still missing/);
  });

  it('reports that the build fails or cannot be started', async () => {
    const [tree, module] = await build(false);
    rmSync(at('C.itkB.pkl'));
    const failed = await repair(tree, module, await repairPlan(tree, module), () =>
      Promise.resolve(ended(1)),
    );
    assert.match(failed.message, /exit code 1/);
    const gone = Object.assign(new Error('spawn'), { code: 'ENOENT' });
    const absent = await repair(tree, module, await repairPlan(tree, module), () => Promise.reject(gone));
    assert.match(absent.message, /could not be started: there is no such file/);
  });
});
