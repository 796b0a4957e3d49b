import assert from 'node:assert/strict';
import { documentSymbols, workspaceSymbols } from '../../../../server/src/lsp/features/document-symbols';
import { macroFile, macros, Workspace } from '../../../support/language';

describe('the search for symbols', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.of({
      [macroFile]: macros,
      '/w/mod/itk-module.cmake': 'itk_module(ITKMod DEPENDS ITKCommon)',
    });
  });

  /** The outline as indented lines. */
  function check(text: string, file?: string): string[] {
    const { script, facts } = workspace.context(file ?? '/w/mod/wrapping/itkFoo.wrap', text);
    return documentSymbols(script, facts).flatMap(({ name, children }) => [
      name,
      ...(children ?? []).map((child) => `  ${child.name}`),
    ]);
  }

  it('lists classes with their templates, helpers and settings', () => {
    const text =
      'set(WRAPPER_AUTO_INCLUDE_HEADERS OFF)\nitk_wrap_class("itk::Foo" POINTER)\nforeach(d 2 3)\n' +
      '  itk_wrap_template("F${d}" "float,${d}")\nendforeach()\nitk_end_wrap_class()\nitk_wrap_simple_class("itk::Bar")\n' +
      'macro(helper a)\nendmacro()\n';
    assert.deepEqual(check(text), [
      'WRAPPER_AUTO_INCLUDE_HEADERS',
      'itk::Foo',
      '  F${d}',
      'itk::Bar',
      'helper',
    ]);
  });

  it('lists the types of an order below it', () => {
    const text = 'itk_wrap_module(ITKMod)\nset(WRAPPER_SUBMODULE_ORDER itkA itkB)\n';
    assert.deepEqual(check(text, '/w/mod/wrapping/CMakeLists.txt'), [
      'ITKMod',
      'WRAPPER_SUBMODULE_ORDER',
      '  itkA',
      '  itkB',
    ]);
  });

  it('finds types, classes, macros and modules of the workspace by the letters of their names', () => {
    workspace.context(
      '/w/mod/wrapping/itkFoo.wrap',
      'itk_wrap_class("itk::Foo" POINTER)\nitk_end_wrap_class()',
    );
    const names = (query: string) => workspaceSymbols(workspace.index, query).map(({ name }) => name);
    assert.deepEqual(names('itkfoo')[0], 'itkFoo');
    assert.ok(names('itk::F').includes('itk::Foo'));
    assert.ok(names('wraptmpl').includes('itk_wrap_template'));
    assert.ok(names('ITKMod').includes('ITKMod'));
    assert.deepEqual(names('zzz'), []);
  });
});
