import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { PrepareRenameRequest, RenameRequest } from 'vscode-languageserver-protocol/node';
import { EvaluationService } from '../../../server/src/lsp/evaluation/evaluation-service';
import { backgroundWork } from '../../../server/src/lsp/server/background';
import { toPath } from '../../../server/src/lsp/translate/to-protocol';
import type { RenameClaim } from '../../../server/src/wrapping/rename/rename-claim';
import { eventually } from '../../support/eventually';
import { LspClient } from '../../support/lsp-client';
import { configured, differing, otherName, RenamedTree } from '../../support/renames';
import { type SampleCopy, sampleCopy } from '../../support/sample';

interface SourceFile {
  file: string;
  text: string;
}

/** Names whose rename once changed what CMake generates. Each is now renamed in every place, or refused with the place. */
describe('a rename in a configured project', () => {
  let sample: SampleCopy;
  let tree: RenamedTree;
  let generated: Map<string, string>;
  before(async function () {
    this.timeout(120_000);
    sample = await sampleCopy({ configureOnly: true });
    tree = await RenamedTree.open(sample.source, sample.build);
    generated = configured(sample.source, sample.build);
  });
  after(() => sample?.remove());

  /** `n`: which occurrence of the text in the file. `files`: the files that change. */
  async function renames(file: string, name: string, files: readonly string[], n = 1): Promise<void> {
    const edit = await tree.renameAt(file, name, otherName(name.replace(/[} ]/, '')), n);
    assert.ok(typeof edit !== 'string', `${name}: ${JSON.stringify(edit)}`);
    const changed = (edit.documentChanges as TextDocumentEdit[]).map(({ textDocument }) =>
      path.basename(toPath(textDocument.uri)),
    );
    assert.deepEqual(changed.sort(), [...files].sort());
    const undo = tree.apply(edit);
    const different = differing(generated, configured(sample.source, sample.build));
    undo();
    assert.deepEqual(different, []);
  }
  const refuses = async (file: string, name: string, expected: RegExp, n = 1): Promise<void> =>
    assert.match(JSON.stringify(await tree.renameAt(file, name, otherName(name), n)), expected);
  const macros = 'Wrapping/TypedefMacros.cmake';
  const types = 'Wrapping/WrapBasicTypes.cmake';
  const load = 'Wrapping/macro_files/itk_auto_load_submodules.cmake';

  it('is refused for names that macros compose, with the place', async () => {
    const place = /is read here through a name that is composed.*\(Wrapping\/\w+\.cmake:\d+\)"$/;
    for (const name of ['ITKM_F', 'ITKM_UC', 'ITKT_D', 'ITKT_SS']) await refuses(types, name, place);
  });

  it('is refused for CMake’s own names', async () => {
    for (const name of ['ARGV3', 'ARGN', 'ARGC']) await refuses(macros, `${name}}`, /belongs to CMake/);
  });

  it('reaches a variable that is set through its name in an argument of a macro or function', async () => {
    await renames(macros, '_dims}', ['TypedefMacros.cmake']);
    await renames(macros, '_combinations}', ['TypedefMacros.cmake']);
    await renames(types, 'WRAP_ITK_USIGN_INT', ['WrapBasicTypes.cmake']);
    await renames(types, 'WRAP_ITK_SIGN_INT', ['WrapBasicTypes.cmake', 'itkAbsImageFilter.wrap']);
  });

  it('reaches a variable that one macro sets and another reads', () =>
    renames('Wrapping/WrapITKTypes.cmake', 'itk_Wrap_Class', ['WrapITKTypes.cmake']));

  it('reaches the functions that see a variable of their caller', () =>
    renames(load, '_each_submodule_this_module', ['itk_auto_load_submodules.cmake']));

  it('reaches the templates that CMake configures', async () => {
    const edit = (await tree.renameAt(
      macros,
      'CASTXML_TYPEDEFS "',
      'CASTXML_TYPEDEFS_RENAMED',
    )) as WorkspaceEdit;
    const files = (edit.documentChanges as TextDocumentEdit[]).map(({ textDocument }) => textDocument.uri);
    assert.ok(files.some((file) => file.endsWith('.in')));
    for (const name of [
      'WRAPPER_LIBRARY_NAME "',
      'CASTXML_TYPEDEFS "',
      'CASTXML_FORCE_INSTANTIATE "',
      'SWIG_INTERFACE_TYPEDEFS "',
    ]) {
      const answer = await tree.renameAt(macros, name, `${name.slice(0, -2)}_RENAMED`);
      assert.ok(typeof answer !== 'string', `${name}: ${JSON.stringify(answer)}`);
      const undo = tree.apply(answer);
      const different = differing(generated, configured(sample.source, sample.build));
      undo();
      assert.deepEqual(different, [], name);
    }
  }).timeout(60_000);

  it('still works for names that were always safe', async () => {
    await renames('Wrapping/CMakeUtilityFunctions.cmake', 'unique', [
      'CMakeUtilityFunctions.cmake',
      'WrapITKTypes.cmake',
      'WrappingOptions.cmake',
      'itkImageToImageFilter.wrap',
    ]);
  });

  it('is settled by one file alone if its effects end there', async () => {
    const folder = 'Modules/Filtering/ImageIntensity/wrapping';
    const alone = async (file: string, name: string): Promise<boolean> => {
      const before = tree.checkedWithinType.length;
      await renames(`${folder}/${file}`, name, [file]);
      return tree.checkedWithinType.length > before;
    };
    assert.equal(await alone('itkCastImageFilter.wrap', 'from '), true);
    // The next file of the module sees what this one sets.
    assert.equal(await alone('itkCastImageFilter.wrap', 'targets '), false);
  });

  it('is never settled by one file alone if another one reads what it sets', async () => {
    const folder = path.join(sample.source, 'Modules/Filtering/ImageIntensity/wrapping');
    const [first, second] = ['itkAbsImageFilter.wrap', 'itkMaskImageFilter.wrap'].map((name) => {
      const file = path.join(folder, name);
      return { file, text: readFileSync(file, 'utf8') };
    }) as [SourceFile, SourceFile];
    writeFileSync(
      first.file,
      `foreach(kept 1 2)\n  set(left_\${kept} \${kept})\nendforeach()\n${first.text}`,
    );
    writeFileSync(second.file, `if(left_1)\n  message(STATUS left)\nendif()\n${second.text}`);
    try {
      const changed = await RenamedTree.open(sample.source, sample.build);
      const ask = (name: string) =>
        changed.renameAt(path.relative(sample.source, first.file), name, 'renamed');
      assert.equal(typeof (await ask('kept ')), 'object');
      assert.equal(changed.checkedWithinType.length, 1);
      assert.match(JSON.stringify(await ask('left_')), /composed/);
      assert.equal(changed.checkedWithinType.length, 1);
    } finally {
      for (const { file, text } of [first, second]) writeFileSync(file, text);
    }
  });

  it('is settled so by the thread that follows the edits', async () => {
    const { source, build } = sample;
    const log = (message: string) => assert.fail(message);
    const service = new EvaluationService(
      () => [],
      () => undefined,
      () => undefined,
      log,
      backgroundWork(log),
      { script: path.resolve('dist', 'evaluation-worker.js'), answerMs: 60_000 },
    );
    try {
      service.open(source, build);
      await eventually(() => !service.isBusy, { timeoutMs: 60_000, everyMs: 25 });
      const file = path.join(source, 'Modules/Filtering/ImageIntensity/wrapping/itkCastImageFilter.wrap');
      const text = readFileSync(file, 'utf8');
      const claim = (newText: string): RenameClaim => ({
        source,
        build,
        kind: 'variable',
        from: 'from',
        to: 'renamed',
        open: [],
        attempts: [[[file, newText]]],
        doubts: [],
      });
      const renamed = text.replaceAll(/\bfrom\b/g, 'renamed');
      assert.deepEqual(await service.checkRenameInType(claim(renamed)), { attempt: 0 });
      assert.equal(await service.checkRenameInType(claim(text.replace('from', 'renamed'))), null);
      assert.deepEqual(await service.checkRenameInType(claim(renamed)), { attempt: 0 });
    } finally {
      service.dispose();
    }
  });

  it('is checked by the server in a thread, and shown before it is applied', async () => {
    const workspaceEdit = { documentChanges: true, changeAnnotationSupport: {} };
    const client = await LspClient.start(
      sample.source,
      {},
      {},
      { capabilities: { workspace: { workspaceEdit } } },
    );
    try {
      await client.until('the build is read', () => client.view?.types.length);
      const file = path.join(sample.source, types);
      const text = readFileSync(file, 'utf8');
      const uri = await client.open(file, 'cmake', text);
      const at = (name: string) => {
        const lines = text.slice(0, text.indexOf(name)).split('\n');
        const position = { line: lines.length - 1, character: lines.at(-1)!.length };
        return { textDocument: { uri }, position };
      };
      const ask = (name: string) =>
        client.connection.sendRequest(RenameRequest.type, { ...at(name), newName: `${name}_RENAMED` });
      await assert.rejects(ask('ITKM_F'), /composed.*\(Wrapping\/\w+\.cmake:\d+\)/);
      const edit = await ask('WRAP_ITK_SIGN_INT');
      assert.equal(edit?.documentChanges?.length, 2);
      assert.equal(edit?.changeAnnotations?.rename?.needsConfirmation, true);
      const wrap = path.join(
        sample.source,
        'Modules/Filtering/ImageIntensity/wrapping/itkAbsImageFilter.wrap',
      );
      const own = await client.open(wrap, 'itk-wrap', readFileSync(wrap, 'utf8'));
      await assert.rejects(
        client.connection.sendRequest(PrepareRenameRequest.type, {
          textDocument: { uri: own },
          position: { line: 0, character: 3 },
        }),
        /part of ITK’s wrapping.*TypedefMacros\.cmake:\d+\)/,
      );
    } finally {
      await client.stop();
    }
  }).timeout(60_000);
});
