import assert from 'node:assert/strict';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import type { Diagnostic, EditFix } from '../../../../../../server/src/wrapping/diagnostics/diagnostic';
import { Workspace } from '../../../../../support/language';

const wrap = '/w/Mod/wrapping/itkFoo.wrap';
const lists = '/w/Mod/wrapping/CMakeLists.txt';
const macros =
  'macro(itk_wrap_module name)\nset(WRAPPER_LIBRARY_LINK_LIBRARIES ${ITK_LIBRARY_NAMESPACE}::${name}Module)\nendmacro()\n';
const text = 'set(WRAPPER_AUTO_INCLUDE_HEADERS OFF)\nitk_wrap_include("itkPyFoo.h")\n';

describe('a header that includes Python.h', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.of({
      '/w/Wrapping/TypedefMacros.cmake': macros,
      '/w/Mod/itk-module.cmake': 'itk_module(Mod)',
      [lists]: 'itk_wrap_module(Mod)\nitk_auto_load_submodules()\n',
    });
    workspace.addHeader('/w/Mod/include/itkPyFoo.h', '#include "itkInner.h"\n');
    workspace.addHeader('/w/Mod/include/itkInner.h', '#include <Python.h>\n');
  });
  const found = (): Diagnostic[] =>
    checkScript(workspace.context(wrap, text)).filter(({ code }) => code === 'python-headers-missing');

  it('is reported with the includes that lead to it, and repaired in the CMakeLists.txt', () => {
    const [one] = found();
    assert.equal(one?.location.range.start.line, 1);
    assert.deepEqual(
      one.related.map(({ message }) => message),
      ['#include "itkInner.h"', '#include <Python.h>'],
    );
    const [edit] = (one.fixes![0] as EditFix).edits;
    assert.deepEqual([edit?.file, edit?.range.start.line], [lists, 1]);
    assert.equal(edit?.newText, 'list(APPEND WRAPPER_LIBRARY_INCLUDE_DIRECTORIES ${Python3_INCLUDE_DIRS})\n');
    workspace.add(lists, `itk_wrap_module(Mod)\n${edit.newText}`);
    assert.deepEqual(found(), []);
  });

  it('is reported for other headers of Python and for those of NumPy, each with its folder', () => {
    workspace.addHeader(
      '/w/Mod/include/itkInner.h',
      '#include <structmember.h>\n#include <numpy/arrayobject.h>\n',
    );
    assert.deepEqual(
      found().map(({ message }) => /includes (\S+), .* of (\w+)’s/.exec(message)?.slice(1)),
      [
        ['structmember.h', 'Python'],
        ['numpy/arrayobject.h', 'NumPy'],
      ],
    );
    workspace.add(
      lists,
      'itk_wrap_module(Mod)\nlist(APPEND WRAPPER_LIBRARY_INCLUDE_DIRECTORIES ${Python3_INCLUDE_DIRS})\n',
    );
    workspace.addHeader(lists, '');
    const [one, ...others] = found();
    assert.deepEqual(others, []);
    assert.match((one!.fixes![0] as EditFix).edits[0]!.newText, /\$\{Python3_NumPy_INCLUDE_DIRS\}/);
  });

  it('is not reported for a header of the module with such a name', () => {
    workspace.addHeader('/w/Mod/include/itkInner.h', '#include "frameobject.h"\n');
    workspace.addHeader('/w/Mod/include/frameobject.h', '');
    assert.deepEqual(found(), []);
  });

  it('is not reported if castxml gets the folders of all modules, as before ITK 6', () => {
    workspace.add('/w/Wrapping/TypedefMacros.cmake', 'macro(itk_wrap_module name)\nendmacro()\n');
    assert.deepEqual(found(), []);
  });
});
