import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  changedSinceConfigure,
  missingSinceConfigure,
} from '../../../../server/src/pipeline/build/configure-first';
import type { SwigStep } from '../../../../server/src/build/build-tree';
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

describe('what is missing since CMake ran', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(path.join(os.tmpdir(), 'itk-wrapping-configured-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  const inputs = 'Wrapping/castxml_inputs';
  const typedefs = 'Wrapping/Typedefs';
  const written = [
    ...[`${inputs}/itkA.cxx`, `${inputs}/itkA.castxml.inc`, `${inputs}/itkASwigInterface.h.in`],
    ...[`${typedefs}/M.mdx`, `${typedefs}/M.i`, `${typedefs}/pyBase.i`, `${typedefs}/python/itkA_ext.i`],
  ];
  const missing = (without: string | null): string | null => {
    for (const name of written) {
      const file = path.join(dir, name);
      mkdirSync(path.dirname(file), { recursive: true });
      if (name === without) rmSync(file, { force: true });
      else writeFileSync(file, '');
    }
    const build = buildOf(dir, { M: ['itkA'] });
    const files = (...names: string[]): string[] => names.map((name) => path.join(dir, name));
    const step = (name: string, ...inputs: string[]): SwigStep => ({
      ...{ name, cpp: '', outputs: [], command: build.types[0]!.castxml! },
      source: path.join(dir, typedefs, `${name}.i`),
      inputs: files(`${typedefs}/${name}.i`, `${typedefs}/pyBase.i`, ...inputs),
    });
    const swig = step('itkA', `${typedefs}/python/itkA_ext.i`);
    const igeneratorInputs = [
      ...files(`${inputs}/itkA.xml`, `${inputs}/itkASwigInterface.h.in`, `${typedefs}/M.mdx`),
      '/another/ITKCommon.mdx',
    ];
    return missingSinceConfigure({
      ...build,
      types: build.types.map((type) => ({ ...type, swig })),
      modules: build.modules.map((module) => ({ ...module, igeneratorInputs, swig: step('M') })),
    });
  };

  for (const name of written)
    it(`is ${name}, which castxml, igenerator or SWIG reads`, () => {
      assert.equal(missing(name), path.join(dir, name));
    });

  it('is nothing else: neither what the build makes, nor what is in another folder', () => {
    assert.equal(missing(null), null);
  });
});
