import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PredictionCheck } from '../../server/src/wrapping/evaluation/compare-generated';
import { itkBuild } from '../support/itk';
import { root } from '../support/repository';

const run = promisify(execFile);

const files: Record<string, string> = {
  'CMakeLists.txt':
    'cmake_minimum_required(VERSION 3.16.3)\nproject(Fixture)\nfind_package(ITK REQUIRED)\n' +
    'list(APPEND CMAKE_MODULE_PATH ${ITK_CMAKE_DIR})\ninclude(ITKModuleExternal)\n',
  'itk-module.cmake': 'itk_module(Fixture DEPENDS ITKCommon EXCLUDE_FROM_DEFAULT DESCRIPTION "A fixture")\n',
  'include/itkFixtureFilter.h':
    '#include "itkImageToImageFilter.h"\nnamespace itk { template <typename I, typename O> class FixtureFilter : public ImageToImageFilter<I, O> {}; }\n',
  'wrapping/CMakeLists.txt': 'itk_wrap_module(Fixture)\nitk_auto_load_submodules()\nitk_end_wrap_module()\n',
  'wrapping/itkFixtureFilter.wrap':
    'itk_wrap_class("itk::FixtureFilter" POINTER)\nitk_wrap_image_filter("${WRAP_ITK_REAL}" 2)\nitk_end_wrap_class()\n',
};

describe('a module outside ITK, built against its build tree', function () {
  this.timeout(600_000);

  it('is predicted as the real CMake configures it', async () => {
    const dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'itk-wrapping-remote-')));
    try {
      const [itk, source, build] = ['itk', 'module', 'build'].map((name) => path.join(dir, name)) as [
        string,
        string,
        string,
      ];
      // Configuring the module writes into ITK's build.
      await cp(itkBuild, itk, { recursive: true });
      for (const [name, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(source, name)), { recursive: true });
        await writeFile(path.join(source, name), text);
      }
      const options = [
        '-DITK_WRAP_PYTHON=ON',
        '-DPython3_EXECUTABLE=/usr/bin/python3',
        '-DBUILD_TESTING=OFF',
      ];
      const configure = ['-G', 'Ninja', '-S', source, '-B', build, `-DITK_DIR=${itk}`, ...options];
      await run('cmake', configure, { maxBuffer: 1 << 26 });
      const args = [path.join(root, 'dist/itk-wrap.js'), 'predict', '--check', '--json', '--build', build];
      const { stdout } = await run(process.execPath, args);
      const { types, cxx, swigInterface } = JSON.parse(stdout) as PredictionCheck;
      const exact = { same: 1, different: [], missing: [], extra: [] };
      assert.deepEqual({ types, cxx, swigInterface }, { types: 1, cxx: exact, swigInterface: exact });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
