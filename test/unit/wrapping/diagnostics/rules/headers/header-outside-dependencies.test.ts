import assert from 'node:assert/strict';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import type { Diagnostic, EditFix } from '../../../../../../server/src/wrapping/diagnostics/diagnostic';
import { Workspace } from '../../../../../support/language';

const wrap = '/w/Mod/wrapping/itkFoo.wrap';
/** Since ITK 6, the macros link the interface of one module only. */
const macros =
  'macro(itk_wrap_module name)\nset(WRAPPER_LIBRARY_LINK_LIBRARIES ${ITK_LIBRARY_NAMESPACE}::${name}Module)\nendmacro()\n' +
  'macro(itk_wrap_class name)\nendmacro()\nmacro(itk_end_wrap_class)\nendmacro()\nmacro(itk_wrap_include name)\nendmacro()\n';

describe('the headers of a .wrap and the dependencies of its module', () => {
  const workspaceOf = async (modules: Record<string, string>): Promise<Workspace> => {
    const workspace = await Workspace.of({ '/w/Wrapping/TypedefMacros.cmake': macros });
    for (const [name, text] of Object.entries(modules)) workspace.add(`/w/${name}/itk-module.cmake`, text);
    workspace.addHeader('/w/Mod/include/itkFoo.h', '#include "itkBase.h"\nnamespace itk { class Foo {}; }');
    workspace.addHeader('/w/Base/include/itkBase.h', 'namespace itk { class Base {}; }');
    workspace.addHeader('/w/Reader/include/itkReader.h', 'namespace itk { class Reader {}; }');
    return workspace;
  };
  const found = (workspace: Workspace, text: string): Diagnostic[] =>
    checkScript(workspace.context(wrap, text)).filter(({ code }) => code === 'header-outside-dependencies');
  const lines = (workspace: Workspace, text: string): string[] =>
    found(workspace, text).map(
      ({ location, message }) => `${location.range.start.line + 1} ${message.split('.', 2).join('.')}`,
    );
  const others = { Base: 'itk_module(Base)', Reader: 'itk_module(Reader)' };
  const foo = 'itk_wrap_class("itk::Foo")\nitk_end_wrap_class()\n';
  const reader = 'itk_wrap_class("itk::Reader")\nitk_end_wrap_class()\n';

  it('reports an automatic include at its class, and adds its module', async () => {
    const workspace = await workspaceOf({ ...others, Mod: 'itk_module(Mod\n  DEPENDS\n    Base\n)' });
    assert.deepEqual(lines(workspace, foo + reader), [
      '3 itkReader.h belongs to Reader, but Mod does not depend on Reader',
    ]);
    const [fix] = found(workspace, reader)[0]!.fixes!;
    const [edit] = (fix as EditFix).edits;
    assert.equal(edit?.file, '/w/Mod/itk-module.cmake');
    assert.equal(edit.newText, '\n    Reader');
    assert.deepEqual(edit.range.start, { line: 2, character: 8 });
  });

  it('reports an itk_wrap_include() at the class that the header is named after, or else at itself', async () => {
    const workspace = await workspaceOf({ ...others, Mod: 'itk_module(Mod DEPENDS Base)' });
    const off = 'set(WRAPPER_AUTO_INCLUDE_HEADERS OFF)\nitk_wrap_include("itkReader.h")\n';
    assert.deepEqual(
      lines(workspace, off + foo).map((one) => one[0]),
      ['2'],
    );
    assert.deepEqual(
      lines(workspace, off + reader).map((one) => one[0]),
      ['3'],
    );
    assert.deepEqual(lines(workspace, `set(WRAPPER_AUTO_INCLUDE_HEADERS OFF)\n${reader}`), []);
    assert.deepEqual(
      lines(workspace, 'itk_wrap_named_class("itk::Reader" "itkReader")\nitk_end_wrap_class()\n'),
      [],
    );
  });

  it('follows the includes of headers, but not those under a condition', async () => {
    const workspace = await workspaceOf({ ...others, Mod: 'itk_module(Mod DEPENDS Base)' });
    assert.deepEqual(lines(workspace, foo), []);
    const guarded = (more: string): string =>
      `#ifndef itkBase_h\n#define itkBase_h\n${more}\nnamespace itk { class Base {}; }\n#endif\n`;
    const set = (more: string): void => workspace.addHeader('/w/Base/include/itkBase.h', guarded(more));
    set('#include "itkReader.h"');
    assert.deepEqual(lines(workspace, foo), [
      '1 itkReader.h belongs to Reader, but Mod does not depend on Reader',
    ]);
    const related = found(workspace, foo)[0]!.related.map(
      ({ location, message }) => `${location.file}:${location.range.start.line + 1} ${message}`,
    );
    assert.deepEqual(related.slice(0, 2), [
      '/w/Mod/include/itkFoo.h:1 #include "itkBase.h"',
      '/w/Base/include/itkBase.h:3 #include "itkReader.h"',
    ]);
    set('#ifndef ITK_MANUAL_INSTANTIATION\n#include "itkReader.h"\n#endif');
    assert.deepEqual(lines(workspace, foo), []);
    set('/*\n#include "itkReader.h"\n*/');
    assert.deepEqual(lines(workspace, foo), []);
  });

  it('tells the kinds of dependencies apart', async () => {
    const depends = async (mod: string, base = 'itk_module(Base)'): Promise<string[]> =>
      lines(await workspaceOf({ ...others, Base: base, Mod: `itk_module(Mod ${mod})` }), foo + reader);
    assert.deepEqual(await depends('COMPILE_DEPENDS Base Reader'), []);
    assert.deepEqual(await depends('DEPENDS Base', 'itk_module(Base COMPILE_DEPENDS Reader)'), []);
    assert.deepEqual(await depends('DEPENDS Base', 'itk_module(Base PRIVATE_DEPENDS Reader)'), [
      '3 itkReader.h belongs to Reader, but Mod does not depend on Reader',
    ]);
    assert.deepEqual(await depends('DEPENDS Base PRIVATE_DEPENDS Reader'), [
      '3 itkReader.h belongs to Reader, which is only in the PRIVATE_DEPENDS of Mod',
    ]);
    assert.deepEqual(await depends('DEPENDS Base TEST_DEPENDS Reader'), [
      '3 itkReader.h belongs to Reader, but Mod does not depend on Reader',
    ]);
  });

  it('takes all values of a variable in the list', async () => {
    const mod = 'set(MORE "")\nif(A)\nset(MORE Reader)\nendif()\nitk_module(Mod DEPENDS Base ${MORE})';
    assert.deepEqual(lines(await workspaceOf({ ...others, Mod: mod }), reader), []);
  });

  it('says nothing if it cannot know', async () => {
    const unknownModule = await workspaceOf({ ...others, Mod: 'itk_module(Mod DEPENDS Base VTKLike)' });
    assert.deepEqual(lines(unknownModule, reader), []);
    const unknownVariable = await workspaceOf({
      ...others,
      Mod: 'itk_module(Mod DEPENDS Base ${FROM_ELSEWHERE})',
    });
    assert.deepEqual(lines(unknownVariable, reader), []);
    const ownFolders = await workspaceOf({ ...others, Mod: 'itk_module(Mod DEPENDS Base)' });
    ownFolders.add(
      '/w/Mod/wrapping/CMakeLists.txt',
      'list(APPEND WRAPPER_LIBRARY_INCLUDE_DIRECTORIES /more)\n',
    );
    assert.deepEqual(lines(ownFolders, reader), []);
    const older = await workspaceOf({ ...others, Mod: 'itk_module(Mod DEPENDS Base)' });
    older.add(
      '/w/Wrapping/TypedefMacros.cmake',
      macros.replace('${ITK_LIBRARY_NAMESPACE}::${name}Module', '${name}'),
    );
    assert.deepEqual(lines(older, reader), []);
  });

  it('adds a DEPENDS to a module that has none', async () => {
    const workspace = await workspaceOf({ ...others, Mod: 'itk_module(Mod COMPILE_DEPENDS Base)' });
    const [fix] = found(workspace, reader)[0]!.fixes!;
    assert.equal((fix as EditFix).edits[0]!.newText, '\n  DEPENDS\n    Reader');
  });
});
