import assert from 'node:assert/strict';
import type { Diagnostic } from '../../../../../../server/src/wrapping/diagnostics/diagnostic';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import { directoryDefinitions } from '../../../../../../server/src/wrapping/headers/directory-definitions';
import { requiredDefinitions } from '../../../../../../server/src/wrapping/headers/required-definitions';
import { Workspace } from '../../../../../support/language';

const wrap = '/w/Mod/wrapping/itkFoo.wrap';
const lists = '/w/Mod/CMakeLists.txt';
const macros =
  'macro(itk_wrap_module name)\nset(WRAPPER_LIBRARY_LINK_LIBRARIES ${ITK_LIBRARY_NAMESPACE}::${name}Module)\nendmacro()\n';
const needing =
  '#ifndef itkFoo_h\n#define itkFoo_h\n#ifndef NEEDED\n#  error "NEEDED is not set"\n#endif\n#endif\n';

describe('a header that requires a definition', () => {
  const found = async (listsText: string, headers: Record<string, string>): Promise<Diagnostic[]> => {
    const workspace = await Workspace.of({
      '/w/Wrapping/TypedefMacros.cmake': macros,
      '/w/Mod/itk-module.cmake': 'itk_module(Mod)',
      '/w/Mod/wrapping/CMakeLists.txt': 'itk_wrap_module(Mod)\n',
    });
    // It is read from disk, and is not part of the index.
    workspace.addHeader(lists, listsText);
    for (const [name, text] of Object.entries(headers)) workspace.addHeader(`/w/Mod/include/${name}`, text);
    const text = 'set(WRAPPER_AUTO_INCLUDE_HEADERS OFF)\nitk_wrap_include("itkFoo.h")\n';
    return checkScript(workspace.context(wrap, text)).filter(({ code }) => code === 'definition-missing');
  };

  it('is reported if only the directory of the module has it', async () => {
    const [one] = await found('project(Mod)\nadd_compile_definitions(OTHER NEEDED=1)\n', {
      'itkFoo.h': needing,
    });
    assert.match(one!.message, /^itkFoo\.h stops unless NEEDED is defined, but castxml does not get/);
    assert.match(one!.message, /target_compile_definitions\(ModModule INTERFACE NEEDED\)/);
    assert.equal(one!.location.range.start.line, 1);
    assert.deepEqual(
      one!.related.map(({ location }) => `${location.file}:${location.range.start.line}`),
      ['/w/Mod/include/itkFoo.h:3', `${lists}:1`],
    );
    assert.equal((await found('add_definitions(-DNEEDED)\n', { 'itkFoo.h': needing })).length, 1);
  });

  it('is found through the headers that lead to it', async () => {
    const headers = { 'itkFoo.h': '#include "itkInner.h"\n', 'itkInner.h': needing };
    const [one] = await found('add_compile_definitions(NEEDED)\n', headers);
    assert.equal(one!.related[0]!.message, '#include "itkInner.h"');
  });

  it('is not reported if the target has it, nobody gives it, or the header defines it', async () => {
    const header = { 'itkFoo.h': needing };
    assert.deepEqual(await found('project(Mod)\n', header), []);
    const both = 'add_compile_definitions(NEEDED)\ntarget_compile_definitions(ModModule INTERFACE NEEDED)\n';
    assert.deepEqual(await found(both, header), []);
    const own = { 'itkFoo.h': `#define NEEDED 1\n${needing}` };
    assert.deepEqual(await found('add_compile_definitions(NEEDED)\n', own), []);
  });
});

describe('the definitions in texts', () => {
  it('are required in three ways', () => {
    const names = (text: string): string[] => requiredDefinitions(text).map(({ name }) => name);
    for (const test of ['#ifndef A', '# if !defined(A)', '#if ! defined A'])
      assert.deepEqual(names(`${test}\n  #error x\n#endif\n`), ['A'], test);
    assert.deepEqual(names('#ifndef A\nint x;\n#error x\n#endif\n'), []);
    assert.deepEqual(names('#ifdef A\n#error x\n#endif\n'), []);
  });

  it('are given by two commands', () => {
    const text =
      '# add_definitions(-DNO)\nadd_definitions(-DA -DB=1 "-DC")\nAdd_Compile_Definitions(D\n  "E=2")\n';
    assert.deepEqual(
      directoryDefinitions(text).map(({ name, line }) => `${name} ${line}`),
      ['A 1', 'B 1', 'C 1', 'D 2', 'E 2'],
    );
  });
});
