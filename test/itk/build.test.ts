import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseCxx } from '../../server/src/build/inputs/castxml-cxx';
import { findBuilds } from '../../server/src/build/find/find-builds';
import { parseInc } from '../../server/src/build/inputs/castxml-inc';
import { readBuild } from '../../server/src/build/read-build';
import type { BuildTree } from '../../server/src/build/build-tree';
import { itkBuild, itkSource } from '../support/itk';

describe('reading the real ITK 5.2.1 build', function () {
  this.timeout(60_000);
  let build: BuildTree;
  let seconds: number;

  before(async () => {
    await readBuild(itkBuild); // the disk cache is warm, as after configuring
    const start = performance.now();
    build = await readBuild(itkBuild);
    seconds = (performance.now() - start) / 1000;
  });

  it('knows every type with its command, module, .wrap and inputs', async () => {
    const { size } = await stat(path.join(itkBuild, 'build.ninja'));
    console.log(
      `      ${build.types.length} types, ${build.modules.length} modules, build.ninja of ${(size / 1e6).toFixed(1)} MB: ${(seconds * 1000).toFixed(0)} ms`,
    );
    assert.deepEqual(build.problems, []);
    assert.equal(build.itkVersion, '5.2.1');
    assert.equal(build.layout.generation, '5.2');
    assert.equal(build.source, itkSource);
    assert.ok(build.types.length > 700, `${build.types.length} types`);
    for (const type of build.types) {
      assert.ok(type.castxml, `${type.name} has a command`);
      assert.equal(type.castxml.argv[0], build.castxml);
      assert.ok(type.castxml.argv.includes(type.cxx), `${type.name}: source in its command`);
      assert.ok(type.castxml.argv.includes('@' + type.inc), `${type.name}: response file in its command`);
      // ITKPyUtils is the only module outside of Wrapping/Modules, in a folder PyUtils.
      assert.ok(type.module.endsWith(path.basename(type.castxml.cwd)), `${type.name}: ${type.module}`);
      assert.ok(type.wrap, `${type.name} has a .wrap`);
      assert.equal(path.basename(type.wrap), `${type.name}.wrap`);
    }
    await Promise.all(
      build.types.flatMap(({ cxx, inc, wrap }) => [cxx, inc, wrap ?? ''].map((file) => stat(file))),
    );
  });

  it('finds as many castxml runs and igenerator runs as build.ninja has', async () => {
    const ninja = await readFile(path.join(itkBuild, 'build.ninja'), 'latin1');
    assert.equal(build.types.length, ninja.match(/^ {2}COMMAND = .*--castxml-start/gm)?.length);
    assert.equal(build.modules.length, ninja.match(/^ {2}COMMAND = .*igenerator\.py/gm)?.length);
  });

  it('knows the modules’ folders, order and dependencies', () => {
    const known = new Set(build.modules.map(({ name }) => name));
    for (const module of build.modules) {
      assert.ok(module.igenerator, `${module.name} has a command`);
      const folder = module.name === 'ITKPyUtils' ? 'PyUtils' : 'wrapping';
      assert.equal(path.basename(module.wrappingDir ?? ''), folder, module.name);
      for (const dependency of module.dependencies) assert.ok(known.has(dependency), dependency);
    }
    const order = new Map(build.modules.flatMap(({ types }) => types).map((name, index) => [name, index]));
    assert.equal(order.size, build.types.length);
    const base = build.modules.find(({ name }) => name === 'ITKImageFilterBase');
    assert.deepEqual(base?.dependencies, ['ITKCommon']);
  });

  it('reads every generated source and response file', async () => {
    let count = 0;
    for (const type of build.types) {
      const text = await readFile(type.cxx, 'utf8');
      const aliases = parseCxx(text);
      assert.equal(aliases.length, text.match(/^\s*(?:typedef\s|using\s+\w+\s*=)/gm)?.length ?? 0, type.name);
      for (const { line, name } of aliases)
        assert.ok(text.split('\n')[line]?.includes(name), `${type.name}: ${name}`);
      count += aliases.filter(({ companionOf }) => companionOf === undefined).length;
    }
    console.log(`      ${count} instantiations`);
    assert.ok(count > 5000);
    const inc = build.types[0]?.inc ?? '';
    const flags = parseInc(await readFile(inc, 'utf8'), itkBuild);
    assert.ok(flags.filter(({ kind }) => kind === 'include').length > 3);
  });

  it('is found next to its source', async () => {
    const found = await findBuilds([itkSource]);
    assert.ok(found.some(({ dir, usable }) => dir === itkBuild && usable));
  });
});
