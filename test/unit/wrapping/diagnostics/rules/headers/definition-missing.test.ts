import assert from 'node:assert/strict';
import path from 'node:path';
import type { Diagnostic } from '../../../../../../server/src/wrapping/diagnostics/diagnostic';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import { compilerDefinitions } from '../../../../../../server/src/wrapping/headers/compiler-definitions';
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
    for (const [name, text] of Object.entries(headers))
      workspace.addHeader(path.posix.join('/w/Mod/include', name), text);
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

  it('is reported if the target has it in private, wherever the module says so', async () => {
    const text = 'target_compile_definitions(Mod PUBLIC OTHER PRIVATE NEEDED=1)\n';
    const [one] = await found(text, { 'itkFoo.h': needing });
    assert.match(
      one!.message,
      /^itkFoo\.h stops unless NEEDED is defined.*the private definitions of a target\./,
    );
    assert.deepEqual(
      await found('target_compile_definitions(Mod PRIVATE OTHER PUBLIC NEEDED)\n', { 'itkFoo.h': needing }),
      [],
    );
    const others = { 'itkFoo.h': needing, '../src/CMakeLists.txt': text };
    assert.equal((await found('project(Mod)\n', others)).length, 1);
    const wrapping = {
      'itkFoo.h': needing,
      '../wrapping/CMakeLists.txt': 'itk_wrap_module(Mod)\nadd_compile_options(-DNEEDED)\n',
    };
    const [here] = await found('project(Mod)\n', wrapping);
    assert.equal(here!.related.at(-1)?.location.range.start.line, 1);
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
  it('are required in several ways', () => {
    const names = (text: string): string[] => requiredDefinitions(text).map(({ name }) => name);
    for (const test of ['#ifndef A', '# if !defined(A)', '#if ! defined A'])
      assert.deepEqual(names(`${test}\n  #error x\n#endif\n`), ['A'], test);
    assert.deepEqual(names('#ifndef A\nint x;\n#error x\n#endif\n'), []);
    assert.deepEqual(names('#ifdef A\n#error x\n#endif\n'), []);
    for (const test of ['#ifdef A', '#if defined(A)', '# if defined A'])
      assert.deepEqual(names(`${test}\n#if B\nint x;\n#else\n#error b\n#endif\n#else\n#error a\n#endif\n`), [
        'A',
      ]);
    assert.deepEqual(names('#ifdef A\nint x;\n#elif B\n#error x\n#else\n#error y\n#endif\n'), []);
  });

  it('are given by several commands', () => {
    const text =
      '# add_definitions(-DNO)\nadd_definitions(-DA -DB=1 "-DC")\nAdd_Compile_Definitions(D\n  "E=2")\n' +
      'add_compile_options(-Wall -DF=1)\nset_property(DIRECTORY APPEND PROPERTY COMPILE_DEFINITIONS G "H=3")\n' +
      'set_property(TARGET no PROPERTY COMPILE_DEFINITIONS NO)\nset_directory_properties(PROPERTIES COMPILE_DEFINITIONS "I;J")\n' +
      'target_compile_definitions(t PRIVATE K PUBLIC L)\n';
    assert.deepEqual(
      compilerDefinitions(text).map(({ name, line, of }) => `${name} ${line} ${of[0]}`),
      [
        'A 1 d',
        'B 1 d',
        'C 1 d',
        'D 2 d',
        'E 2 d',
        'F 4 d',
        'G 5 d',
        'H 5 d',
        'I 7 d',
        'J 7 d',
        'K 8 t',
        'L 8 i',
      ],
    );
  });
});
