import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BuildModule, BuildTree } from '../../server/src/build/build-tree';
import { readBuild } from '../../server/src/build/read-build';
import { openActionCache } from '../../server/src/cache/action-cache';
import type { IgeneratorInvocation } from '../../server/src/cache/igenerator/igenerator-arguments';
import type { IgeneratorResult } from '../../server/src/cache/igenerator/cached-igenerator';
import { runProcess } from '../../server/src/host/process';
import { fewTypes, itkBuild } from '../support/itk';
import { root } from '../support/repository';

const { ITKCommon: COMMON, ITKThresholding: OTHER } = fewTypes;

describe('igenerator on real ITK types', function () {
  this.timeout(1_800_000);
  let build: BuildTree;
  let work: string;
  before(async () => {
    work = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-igenerator-itk-'));
    build = await readBuild(itkBuild);
    for (const type of [...COMMON, ...OTHER]) runCastxml(type);
  });
  after(() => fs.rmSync(work, { recursive: true, force: true }));

  it('writes what igenerator itself writes, restores it in another build directory, and runs for few types after a change', async () => {
    const modules: [string, string[]][] = [
      ['ITKCommon', COMMON],
      ['ITKThresholding', OTHER],
    ];
    for (const [module, types] of modules) real(command(module, types, 'real'));
    for (const [module, types] of modules) {
      const made = await cached(command(module, types, 'one'));
      assert.deepEqual([made.outcome, made.parts.length], ['miss', types.length], module);
      const restored = await cached(command(module, types, 'below/two'));
      assert.equal(restored.outcome, 'hit', module);
    }
    for (const tree of ['one', 'below/two']) assert.deepEqual(filesOf(tree), filesOf('real'));
    // Another name of the type whose XML the fewest others mention.
    fs.appendFileSync(path.join(work, 'inputs/itkThresholdLabelerImageFilter.xml'), '<!-- changed -->\n');
    const again = await cached(command('ITKThresholding', OTHER, 'one'));
    assert.equal(again.parts.filter(({ outcome }) => outcome === 'miss').length, 1);
  });

  function runCastxml(name: string): void {
    const type = build.types.find((one) => one.name === name);
    assert.ok(type?.castxml, `${name} is not a type of this ITK`);
    const [castxml = '', ...given] = type.castxml.argv;
    const inputs = path.join(work, 'inputs');
    fs.mkdirSync(inputs, { recursive: true });
    const args = given.flatMap((argument, i) => {
      if (given[i - 1] === '-o') return [path.join(inputs, `${name}.xml`)];
      // castxml's clang does not know sized deallocation, which GCC 12's headers turn on automatically.
      return argument === ')' ? ['-fno-sized-deallocation', argument] : [argument];
    });
    const { status, stderr } = spawnSync(castxml, args, { cwd: type.castxml.cwd, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const header = path.join(path.dirname(type.cxx), `${name}SwigInterface.h.in`);
    fs.copyFileSync(header, path.join(inputs, path.basename(header)));
  }

  /** The module's own command for some of its types, with all of its outputs in a tree of the test. */
  function command(name: string, types: readonly string[], tree: string): IgeneratorInvocation {
    const module = build.modules.find((one): one is BuildModule => one.name === name);
    assert.ok(module?.igenerator);
    const [python = '', ...given] = module.igenerator.argv;
    const at = (file: string): string => path.join(work, tree, file);
    fs.mkdirSync(at('Typedefs'), { recursive: true });
    fs.writeFileSync(at('CMakeCache.txt'), `CMAKE_HOME_DIRECTORY:INTERNAL=${work}/source\n`);
    fs.writeFileSync(at(`Typedefs/${name}.mdx`), types.map((type) => `${type}.idx\n`).join(''));
    const outputs: Record<string, string> = {
      '--interface-output-dir': at('Typedefs'),
      '--library-output-dir': path.join(work, 'inputs'),
      '--snake-case-file': at(`${name}_snake_case.py`),
      '--submodule-order': types.join(';'),
    };
    const others = name === 'ITKCommon' ? [] : ['--mdx', at('Typedefs/ITKCommon.mdx')];
    const args = given
      .map((argument, i) => outputs[given[i - 1] ?? ''] ?? argument)
      .filter((argument, i) => argument !== '--mdx' && given[i - 1] !== '--mdx');
    return {
      python,
      args: [args[0] ?? '', '--mdx', at(`Typedefs/${name}.mdx`), ...others, ...args.slice(1)],
      cwd: work,
    };
  }

  // Without a seed, this version's output differs from run to run.
  const environment = { ...process.env, PYTHONHASHSEED: '0' };

  function real({ python, args, cwd }: IgeneratorInvocation): void {
    const { status, stderr } = spawnSync(python, args, { cwd, encoding: 'utf8', env: environment });
    assert.equal(status, 0, stderr);
  }

  function cached(invocation: IgeneratorInvocation): Promise<IgeneratorResult> {
    const cache = openActionCache({
      roots: [path.join(work, 'store')],
      format: 'gzip',
      maxBytes: 2 ** 30,
      runProcess,
      environment,
      warn: (message) => assert.fail(message),
    });
    return cache.igenerator(invocation, { driver: path.join(root, 'server/python/igenerator-driver.py') });
  }

  function filesOf(tree: string): Record<string, string> {
    const folder = path.join(work, tree);
    const names = (fs.readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
      /\.(?:i|idx|h|py)$/.test(name),
    );
    return Object.fromEntries(
      names.sort().map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]),
    );
  }
});
