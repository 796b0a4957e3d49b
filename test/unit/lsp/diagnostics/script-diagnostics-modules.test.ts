import assert from 'node:assert/strict';
import path from 'node:path';
import { diagnosticsOf } from '../../../../server/src/lsp/diagnostics/script-diagnostics';
import { Workspace } from '../../../support/language';
import { tempDir, writeFiles } from '../../../support/temp-dir';

const BEGIN = 'itk_wrap_module(Own)\n';
const LOAD = 'itk_auto_load_submodules()\n';
const END = 'itk_end_wrap_module()\n';

describe('the wrapping of a module', () => {
  const dir = tempDir();

  /** `LINE CODE: first sentence` of each finding in the CMakeLists.txt. */
  async function found(text: string, module = 'itk_module(Own DEPENDS ITKCommon)'): Promise<string[]> {
    const lists = path.join(dir(), 'own/wrapping/CMakeLists.txt');
    writeFiles(dir(), {
      'own/itk-module.cmake': module,
      'own/wrapping/CMakeLists.txt': text,
      'own/wrapping/itkA.wrap': '',
      'common/itk-module.cmake': 'itk_module(ITKCommon)',
      'statistics/itk-module.cmake': 'itk_module(ITKStatistics)',
    });
    const workspace = await Workspace.scan(dir());
    return diagnosticsOf({ ...workspace.context(lists, text), inBuild: false }, {}).map(
      ({ code, range, message }) =>
        `${range.start.line} ${String(code)}: ${(message as string).split('. ')[0]}`,
    );
  }

  it('is right with its three commands, or with the one that stands for two of them', async () => {
    assert.deepEqual(await found(BEGIN + LOAD + END), []);
    assert.deepEqual(await found(`${BEGIN}itk_auto_load_and_end_wrap_submodules()\n`), []);
    assert.deepEqual(await found(`${BEGIN}itk_load_submodule(itkA)\n${END}`), []);
  });

  it('lacks a command, which CMake does not report', async () => {
    const missing = (command: string): string[] => [
      `0 module-not-wrapped: ${command} is missing, so nothing of Own is wrapped`,
    ];
    assert.deepEqual(await found(BEGIN + END), missing('itk_auto_load_submodules()'));
    assert.deepEqual(await found(BEGIN + LOAD), missing('itk_end_wrap_module()'));
    assert.deepEqual(await found(LOAD + END), missing('itk_wrap_module(Own)'));
    assert.deepEqual(
      await found(`${BEGIN}set(A b)\nif(A)\n${END}endif()\n`),
      missing('itk_auto_load_submodules()'),
    );
  });

  it('may be completed by another file or a macro', async () => {
    assert.deepEqual(await found(`${BEGIN}include(own.cmake)\n${END}`), []);
    assert.deepEqual(await found(`macro(load)\n${LOAD}endmacro()\n${BEGIN}load()\n${END}`), []);
    assert.deepEqual(await found('set(A b)\n'), []);
  });

  it('has the name of the module, unless a variable holds it', async () => {
    assert.deepEqual(await found(`itk_wrap_module(Own2)\n${LOAD}${END}`), [
      '0 wrong-module-name: The module of this folder is Own, not Own2',
    ]);
    const text = `itk_wrap_module(\${name})\n${LOAD}${END}`;
    assert.deepEqual(await found(text), []);
    assert.deepEqual(await found(BEGIN + LOAD + END, 'set(name Own)\nitk_module(${name})'), []);
  });

  it('depends on modules that exist, or that resemble none', async () => {
    const text = BEGIN + LOAD + END;
    const wrong = (name: string): string[] => [
      `0 unknown-dependency: Own depends on ${name}, which does not exist`,
    ];
    assert.deepEqual(await found(text, 'itk_module(Own DEPENDS ITKComon ITKStatistics)'), wrong('ITKComon'));
    assert.deepEqual(
      await found(text, 'itk_module(Own COMPILE_DEPENDS ITKStatistic)'),
      wrong('ITKStatistic'),
    );
    assert.deepEqual(await found(text, 'itk_module(Own DEPENDS Montage ${OWN_DEPENDS})'), []);
    assert.deepEqual(await found(text, 'itk_module(Own DEPENDS ITKCommon TEST_DEPENDS ITKComon)'), []);
  });
});
