import assert from 'node:assert/strict';
import type { AnnotatedTextEdit, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { toPath } from '../../../../server/src/lsp/translate/to-protocol';
import {
  editsForRenamedFile,
  prepareRename,
  rename,
  type RenameEnvironment,
} from '../../../../server/src/lsp/features/rename';
import { macroFile, macros, Workspace } from '../../../support/language';

const lists = '/w/mod/wrapping/CMakeLists.txt';
const own = '/w/mod/wrapping/itkFoo.wrap';

/** What can be known about a rename by reading only. No build is evaluated here. */
describe('rename without a build', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.of({
      [macroFile]: macros,
      [lists]: 'itk_wrap_module(ITKMod)\nset(WRAPPER_SUBMODULE_ORDER itkFoo itkBar)\n',
      '/w/mod/itk-module.cmake': 'itk_module(ITKMod DEPENDS ITKCommon)',
      '/w/mod/wrapping/itkBar.wrap':
        'foreach(t ${WRAP_ITK_SCALAR})\n  itk_wrap_template("${t}" "${t}")\nendforeach()\n',
    });
  });

  const ask = (fixture: string, newName: string, file = own, more: Partial<RenameEnvironment> = {}) => {
    const { context, position } = workspace.at(fixture, file);
    return rename(context, position, newName, workspace.renaming(more.client, more));
  };
  /** `file:line:character` of each edit, counted from 1. */
  const placesOf = ({ documentChanges }: WorkspaceEdit): string[] =>
    ((documentChanges ?? []) as TextDocumentEdit[]).flatMap(({ textDocument, edits }) =>
      (edits as AnnotatedTextEdit[]).map(
        ({ range: { start } }) => `${toPath(textDocument.uri)}:${start.line + 1}:${start.character + 1}`,
      ),
    );
  const inFile = (places: readonly string[]): string[] => places.map((place) => place.replace(/^.*\//, ''));
  const check = async (fixture: string, expected: readonly string[], file = own): Promise<void> =>
    assert.deepEqual(inFile(placesOf(await ask(fixture, 'other_name', file))), expected);
  const refuses = (fixture: string, expected: RegExp, newName = 'other_name', file = own): Promise<void> =>
    assert.rejects(() => ask(fixture, newName, file), { message: expected });

  it('changes a variable in its file, including nested references', () =>
    check('foreach(t‸ 1)\n  f("${ITKT_I${t}2}" ${t})\nendforeach()', [
      'itkFoo.wrap:1:9',
      'itkFoo.wrap:2:16',
      'itkFoo.wrap:2:24',
    ]));

  it('changes a variable that a macro of the same or another file sets through its name', async () => {
    await check('macro(into var)\n  set(${var} 1)\nendmacro()\ninto(dims)\nf(${dims‸})', [
      'itkFoo.wrap:4:6',
      'itkFoo.wrap:5:5',
    ]);
    await check(
      'macro(deep var)\n  into(${var})\nendmacro()\nmacro(into var)\n  set(${var} 1)\nendmacro()\ndeep(dims)\nf(${dims‸})',
      ['itkFoo.wrap:7:6', 'itkFoo.wrap:8:5'],
    );
    await check('unique(types "x")\nf(${typ‸es})', ['itkFoo.wrap:1:8', 'itkFoo.wrap:2:5']);
  });

  it('changes a parameter of a function, even if it is named like a variable, and of a macro, even within definitions', async () => {
    await check(
      'function(f count)\n  if(count‸ GREATER 5)\n    g(${count})\n  endif()\nendfunction()\ng(${count})',
      ['itkFoo.wrap:1:12', 'itkFoo.wrap:2:6', 'itkFoo.wrap:3:9'],
    );
    await check(
      'macro(m p‸)\n  if(p)\n  endif()\n  function(f x)\n    g(${p} ${x})\n  endfunction()\nendmacro()',
      ['itkFoo.wrap:1:9', 'itkFoo.wrap:5:9'],
    );
  });

  it('changes variables in templates, or is refused with the template that may name them', async () => {
    workspace.add('/w/Wrapping/a.in', '@SHARED_NAME@ ${OTHER}\n');
    const text = 'set(SHARED_NAME‸ 1)\nstring(CONFIGURE "@SHARED_NAME@" x)\n';
    await refuses(
      text,
      /^This template names SHARED_NAME.* \(\/w\/Wrapping\/a\.in:1\) There is no evaluated build/,
    );
    workspace.forget('/w/Wrapping/a.in');
    await check(text, ['itkFoo.wrap:1:5', 'itkFoo.wrap:2:20']);
  });

  it('is refused for what is read through a composed name, with the place', async () => {
    await refuses(
      'set(ITKM‸_XY 1)\nf(${ITKM_${t}})',
      /^A composed name here \(ITKM_\$\{t\}\).*itkFoo\.wrap:2\)/,
    );
    await refuses('set(a_x‸ 1)\nset(name "a_${y}")\nf(${${name}})', /composed name here.*itkFoo\.wrap:2\)/);
    await refuses(
      'set(x 1)\nset(${prefix}_x 2)\nf(${x‸})',
      /composed name here \(\$\{prefix\}_x\) may be a_x/,
      'a_x',
    );
  });

  it('is refused for a name that may be a text, or that is passed to unknown code', async () => {
    await refuses('set(name‸ 1)\nif(x STREQUAL name)\nendif()', /^This compares with name.*itkFoo\.wrap:2\)/);
    await refuses(
      'set(name‸ 1)\nunknown_thing(name)',
      /^unknown_thing\(\) gets “name” here.*itkFoo\.wrap:2\)/,
    );
    await refuses('set(name‸ 1)\ncmake_parse_arguments(x "" name "")', /cmake_parse_arguments\(\) may use/);
    await refuses(
      'macro(mine‸)\nendmacro()\nset(x "mine")\ncmake_language(CALL ${x})',
      /“mine” is part of a text here/,
    );
  });

  it('is refused for a local name that another file reads without setting it', async () => {
    workspace.add('/w/Wrapping/more.cmake', 'if(a)\n  f(${mine})\nendif()\n');
    await refuses('set(mine‸ 1)', /^mine is read here but not set.*more\.cmake:2\)/);
    workspace.add('/w/Wrapping/more.cmake', 'foreach(mine 1)\n  f(${mine})\nendforeach()\n');
    await check('set(mine‸ 1)', ['itkFoo.wrap:1:5']);
  });

  it('is refused for a local name that a function of the same file sees, and one that is kept in the cache', async () => {
    const text =
      'macro(outer)\n  set(_mine‸ 1)\n  inner()\nendmacro()\nfunction(inner)\n  f(${_mine})\nendfunction()';
    await refuses(text, /^_mine is read here but not set.*itkFoo\.wrap:6\)/);
    await refuses('set(Mixed_Name‸ 1 CACHE INTERNAL "")', /kept in CMakeCache\.txt/);
  });

  it('changes a command that is tested for and called by its name', () =>
    check('macro(mine‸)\nendmacro()\nif(COMMAND mine)\n  cmake_language(CALL mine)\nendif()\nMine()', [
      'itkFoo.wrap:1:7',
      'itkFoo.wrap:3:12',
      'itkFoo.wrap:4:23',
      'itkFoo.wrap:6:1',
    ]));

  it('is refused for what must keep its name, before a new name is requested', () => {
    const refusal = (fixture: string, expected: RegExp, file = own): void => {
      const { context, position } = workspace.at(fixture, file);
      assert.throws(() => prepareRename(context, position, workspace.renaming()), { message: expected });
    };
    refusal('itk_wrap_class("itk::F‸oo")', /C\+\+ header/);
    refusal('f(${CMAKE_SOURCE‸_DIR})', /belongs to CMake/);
    for (const name of ['ARGV', 'ARGV3', 'ARGN', 'ARGC', '_CMAKE_X', 'WIN32', 'PROJECT_NAME'])
      refusal(`macro(m)\n  f(\${${name}‸})\nendmacro()`, /belongs to CMake/);
    refusal('unknown_thing‸()', /not defined in any file of the workspace/);
    refusal('# a comm‸ent', /nothing to rename here/);
    refusal('f(${nobody‸})', /^No script of the workspace sets nobody/);
    refusal('set(OF_CACHE‸ 1 CACHE STRING "x")', /kept in CMakeCache\.txt.*itkFoo\.wrap:1\)/);
    refusal('option(OF_CACHE‸ "x" ON)', /kept in CMakeCache\.txt/);
    refusal('itk_wrap_cl‸ass("itk::Foo")', /part of ITK’s wrapping.*TypedefMacros\.cmake:1\)/);
    refusal('f("${ITKM_F‸}")', /part of ITK’s wrapping.*TypedefMacros\.cmake:\d+\)/);
    refusal('set(x‸ 1)', /outside the workspace/, '/elsewhere/a.wrap');
    const { context, position } = workspace.at('set(IN_CACHE‸ 1)');
    const build = { source: '/w', dir: '/b', cache: new Map([['IN_CACHE', '1']]) };
    assert.throws(() => prepareRename(context, position, workspace.renaming({}, { build: () => build })), {
      message:
        'IN_CACHE is an entry of /b/CMakeCache.txt: builds, presets and command lines set it by this name.',
    });
  });

  it('is refused for a new name that is already used, or that CMake reads differently', async () => {
    await refuses('set(x‸ 1)', /cannot be a name/, 'a b');
    await refuses('set(x‸ 1)\nset(z 2)', /^z is already used.*itkFoo\.wrap:2\)/, 'z');
    await refuses('macro(m z)\n  set(x‸ 1)\nendmacro()', /^z is already used/, 'z');
    await refuses('macro(m x‸)\n  f(${x} ${z})\nendmacro()', /^z is already used/, 'z');
    await refuses('set(x‸ 1)', /belongs to CMake/, 'ARGV1');
    for (const word of ['MATCHES', 'y', 'Off']) await refuses('set(x‸ 1)', /conditions/, word);
    await refuses('set(x‸ 1)', /number/, '1');
    await refuses('set(x‸ 1)', /is already used.*TypedefMacros/, 'ITKM_F');
    await refuses('set(x‸ 1)\nf(${a_${t}})', /composed name here.*a_y/, 'a_y');
    await refuses('macro(mine‸)\nendmacro()', /command of CMake/, 'Set');
    await refuses('macro(mine‸)\nendmacro()', /^unique is already used/, 'unique');
  });

  it('changes nothing outside of the workspace or in another worktree', async () => {
    workspace.add('/else/CMakeLists.txt', 'f(${SHARED_NAME})\n');
    await refuses('set(SHARED_NAME‸ 1)', /outside the workspace.*\/else\/CMakeLists\.txt:1\)/);
    workspace.forget('/else/CMakeLists.txt');
    for (const [file, text] of [
      ['/w/copy/Wrapping/TypedefMacros.cmake', macros],
      ['/w/copy/mod/wrapping/itkBar.wrap', 'unique(a "x")\n'],
    ] as const)
      workspace.add(file, text);
    const places = placesOf(await ask(macros.replace('macro(unique', 'macro(uni‸que'), 'other', macroFile));
    assert.deepEqual(places, ['/w/Wrapping/TypedefMacros.cmake:23:7']);
  });

  it('is shown to the user first if it changes other files', async () => {
    const fixture = macros.replace('macro(itk_wrap_template', 'macro(itk_wrap_tem‸plate');
    const edit = await ask(fixture, 'other', macroFile);
    assert.equal(edit.changeAnnotations?.rename?.needsConfirmation, true);
    for (const { edits } of edit.documentChanges as TextDocumentEdit[])
      for (const one of edits) assert.equal((one as AnnotatedTextEdit).annotationId, 'rename');
    assert.equal((edit.documentChanges ?? []).length, 2);
    const local = await ask('set(x‸ 1)', 'z');
    assert.equal(local.changeAnnotations, undefined);
    const questions: string[] = [];
    const plain = { documentChanges: true, renameFiles: true, changeAnnotations: false };
    const answers = (yes: boolean) => ({
      client: plain,
      confirm: (question: string) => Promise.resolve(questions.push(question) > 0 && yes),
    });
    const asked = await ask(fixture, 'other', macroFile, answers(true));
    assert.equal(asked.changeAnnotations, undefined);
    assert.deepEqual(questions, ['Rename itk_wrap_template to other in 2 files?']);
    await assert.rejects(() => ask(fixture, 'other', macroFile, answers(false)), /was not confirmed/);
    await ask('set(x‸ 1)', 'z', own, answers(false));
    assert.equal(questions.length, 2);
  });

  it('respects the client’s capabilities: no `documentChanges`, and no renamed files', async () => {
    const old = { documentChanges: false, renameFiles: false, changeAnnotations: false };
    const { changes, documentChanges } = await ask('foreach(t‸ 1)\n  f(${t})\nendforeach()', 'pixel', own, {
      client: old,
    });
    assert.equal(documentChanges, undefined);
    assert.equal(Object.values(changes ?? {})[0]?.length, 2);
    for (const client of [old, { ...old, documentChanges: true }])
      await assert.rejects(
        () => ask('set(WRAPPER_SUBMODULE_ORDER itkFoo itk‸Bar)\n', 'itkBaz', lists, { client }),
        /Rename itkBar\.wrap yourself/,
      );
  });

  it('renames a type with its file and the order that lists it, unless something else names it', async () => {
    const fixture = 'set(WRAPPER_SUBMODULE_ORDER itkFoo itk‸Bar)\n';
    const { documentChanges, changeAnnotations } = await ask(fixture, 'itkBaz', lists);
    assert.deepEqual(documentChanges!.at(-1), {
      kind: 'rename',
      oldUri: 'file:///w/mod/wrapping/itkBar.wrap',
      newUri: 'file:///w/mod/wrapping/itkBaz.wrap',
      options: { overwrite: false },
      annotationId: 'rename',
    });
    assert.equal(changeAnnotations?.rename?.needsConfirmation, true);
    const after = editsForRenamedFile(
      workspace.at(fixture, lists).context,
      '/w/mod/wrapping/itkBar.wrap',
      '/w/mod/wrapping/itkBaz.wrap',
    );
    assert.equal(after.changes?.[`file://${lists}`]?.[0]?.newText, 'itkBaz');
    workspace.add('/w/Wrapping/more.cmake', 'if(type STREQUAL "itkBar")\nendif()\n');
    await refuses(fixture, /^This names itkBar too.*more\.cmake:1\)/, 'itkBaz', lists);
  });

  it('renames a type only in its own folder, because another checkout may have one with the same name', async () => {
    workspace.add('/copy/mod/wrapping/itkBar.wrap', '');
    workspace.add('/copy/mod/wrapping/CMakeLists.txt', 'set(WRAPPER_SUBMODULE_ORDER itkBar)\n');
    const fixture = 'set(WRAPPER_SUBMODULE_ORDER itkFoo itk‸Bar)\n';
    const { context } = workspace.at(fixture, lists);
    assert.doesNotMatch(JSON.stringify(await ask(fixture, 'itkBaz', lists)), /\/copy\//);
    const after = editsForRenamedFile(context, '/w/mod/wrapping/itkBar.wrap', '/w/mod/wrapping/itkBaz.wrap');
    assert.doesNotMatch(JSON.stringify(after), /\/copy\//);
    workspace.add('/w/mod/wrapping/itkTaken.wrap', '');
    await refuses(fixture, /This folder already has/, 'itkTaken', lists);
    await refuses(fixture, /first dot/, 'itkBar.x', lists);
  });
});
