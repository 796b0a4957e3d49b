import assert from 'node:assert/strict';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { callersOf } from '../../../support/callers-of';
import { documentLinks } from '../../../../server/src/lsp/features/document-links';
import { definition, highlights, references } from '../../../../server/src/lsp/features/navigation';
import { macroFile, macros, Workspace } from '../../../support/language';

const lists = '/w/mod/wrapping/CMakeLists.txt';

describe('navigation', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.of({
      [macroFile]: macros,
      [lists]: 'itk_wrap_module(ITKMod)\nset(WRAPPER_SUBMODULE_ORDER itkFoo itkBar)\n',
      '/w/mod/itk-module.cmake': 'itk_module(ITKMod DEPENDS ITKCommon)',
      '/w/mod/wrapping/itkBar.wrap':
        'foreach(t ${WRAP_ITK_SCALAR})\n  itk_wrap_template("${t}" "${t}")\nendforeach()\n',
    });
  });

  /** `file:line:character` of a place, counted from 1. */
  const place = (uri: string, { start }: { start: { line: number; character: number } }): string =>
    `${path.basename(URI.parse(uri).fsPath)}:${start.line + 1}:${start.character + 1}`;
  const checkDefinition = (fixture: string, file?: string): string[] => {
    const { context, position } = workspace.at(fixture, file);
    return definition(context, position).map(({ targetUri, targetRange }) => place(targetUri, targetRange));
  };
  const checkReferences = (fixture: string, file?: string): string[] => {
    const { context, position } = workspace.at(fixture, file);
    return references(context, position, true)
      .map(({ uri, range }) => place(uri, range))
      .sort();
  };

  it('leads from a macro to its definition, ignoring case', () => {
    assert.deepEqual(checkDefinition('ITK_Wrap_‸Class("itk::Foo")'), ['TypedefMacros.cmake:1:7']);
  });

  it('leads from a variable to the last place in this file that set it, else to the macro files', () => {
    assert.deepEqual(checkDefinition('set(a 1)\nset(a 2)\nf(${a‸})'), ['itkFoo.wrap:2:5', 'itkFoo.wrap:1:5']);
    assert.deepEqual(checkDefinition('unique(types "x")\nf(${ty‸pes})'), ['itkFoo.wrap:1:8']);
    assert.match(checkDefinition('f(${WRAP_ITK‸_SCALAR})')[0]!, /^TypedefMacros\.cmake:/);
  });

  it('leads from an entry of the type tables to the family that defines it', () => {
    assert.match(checkDefinition('f("${ITKT_I‸${t}${d}}")')[0]!, /^TypedefMacros\.cmake:/);
    assert.match(checkDefinition('f("${ITKT‸_F}")')[0]!, /^TypedefMacros\.cmake:/);
  });

  it('leads from a type of the order to its file, and from a module to its itk-module.cmake', () => {
    const text = 'itk_wrap_module(ITKMod)\nset(WRAPPER_SUBMODULE_ORDER itkFoo itk‸Bar)\n';
    assert.deepEqual(checkDefinition(text, lists), ['itkBar.wrap:1:1']);
    assert.deepEqual(checkDefinition('itk_wrap_module(ITK‸Mod)', lists), ['itk-module.cmake:1:12']);
    workspace.add(lists, text.replace('‸', ''));
  });

  it('finds calls of a macro in files that were never opened', () => {
    const found = checkReferences('itk_wrap_tem‸plate("a" "b")');
    assert.deepEqual(found, ['TypedefMacros.cmake:13:7', 'itkBar.wrap:2:3', 'itkFoo.wrap:1:1']);
  });

  it('distinguishes loop variables of different files', () => {
    assert.deepEqual(checkReferences('foreach(t 1)\n  f(${‸t})\nendforeach()'), [
      'itkFoo.wrap:1:9',
      'itkFoo.wrap:2:7',
    ]);
  });

  it('highlights reads and writes of the same name', () => {
    const { context, position } = workspace.at('set(x 1)\nf(${‸x} ${y})\nset(x 2)');
    assert.deepEqual(
      highlights(context, position).map(({ range, kind }) => [range.start.line, kind]),
      [
        [0, 3],
        [1, 2],
        [2, 3],
      ],
    );
  });

  it('links types of an order to their files', () => {
    const { context } = workspace.at('set(WRAPPER_SUBMODULE_ORDER itkBar)‸', lists);
    assert.deepEqual(
      documentLinks(context).map(({ target }) => target),
      ['file:///w/mod/wrapping/itkBar.wrap'],
    );
  });

  it('shows the callers of a macro, and what it calls', () => {
    const { incoming, outgoing } = callersOf(
      workspace,
      'macro(outer)\n  inn‸er()\nendmacro()\nmacro(inner)\n  unique(a b)\nendmacro()\ninner()',
    );
    assert.deepEqual(incoming, ['itkFoo.wrap', 'outer']);
    assert.deepEqual(outgoing, ['unique']);
  });
});
