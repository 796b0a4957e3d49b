import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { completion, resolveCompletion } from '../../../../server/src/lsp/features/completion';
import { signatureHelp } from '../../../../server/src/lsp/features/signature-help';
import { macroFile, macros, Workspace } from '../../../support/language';

describe('completion', () => {
  let workspace: Workspace;
  let dir: string;
  let wrap: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'itk-wrapping-completion-'));
    const files = {
      'mod/itk-module.cmake': 'itk_module(ITKMod DEPENDS ITKCommon)',
      'common/itk-module.cmake': 'itk_module(ITKCommon)',
      'far/itk-module.cmake': 'itk_module(ITKFar)',
      'mod/include/itkFoo.h':
        'namespace itk\n{\n/** \\class Foo\n * \\brief Does foo.\n */\ntemplate <typename T>\nclass ITK_TEMPLATE_EXPORT Foo : public Object\n{\n};\n}\n',
      'common/include/itkObject.h': 'namespace itk { class ITKCommon_EXPORT Object { }; class Forward; }',
      'far/include/itkFar.h': 'namespace itk { class Far { }; }',
      'mod/wrapping/itkFoo.wrap': '',
      'mod/wrapping/itkBar.wrap': '',
    };
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
      await writeFile(path.join(dir, file), text);
    }
    workspace = await Workspace.scan(dir);
    workspace.add(macroFile, macros);
    wrap = path.join(dir, 'mod/wrapping/itkFoo.wrap');
  });
  after(() => rm(dir, { recursive: true, force: true }));

  /** The labels that are offered at the mark. */
  function check(fixture: string, file = wrap): string[] {
    const { context, position } = workspace.at(fixture, file);
    return completion(context, position, { snippets: true }).items.map(({ label }) => label);
  }

  /** The text after one of them was accepted. */
  function take(fixture: string, label: string, snippets = false): string {
    const { context, position } = workspace.at(fixture, wrap);
    const item = completion(context, position, { snippets }).items.find((one) => one.label === label);
    assert.ok(item, `${label} is offered`);
    const document = TextDocument.create('file:///x', 'itk-wrap', 1, context.text);
    return TextDocument.applyEdits(document, [item.textEdit as TextEdit]);
  }

  it('offers a composed name last, unless the file has the variable in it', () => {
    workspace.add(
      '/w/other/wrapping/itkOther.wrap',
      'foreach(t2 F D)\n  itk_wrap_template("${ITKM_${t2}}" "a")\nendforeach()\n',
    );
    const rank = (fixture: string): number => {
      const { context, position } = workspace.at(fixture, wrap);
      const { items } = completion(context, position, { snippets: true });
      const sorted = items.sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).map(({ label }) => label);
      assert.ok(sorted.includes('ITKM_${t2}'), sorted.join());
      return sorted.indexOf('ITKM_${t2}') - sorted.indexOf('ITKM_F');
    };
    assert.ok(rank('itk_wrap_template("${‸")') > 0);
    assert.ok(rank('foreach(t2 F)\n  itk_wrap_template("${‸")\nendforeach()') < 0);
  });

  it('first offers the most likely variables and values for an argument of a macro', () => {
    const first = (fixture: string): string => {
      const { context, position } = workspace.at(fixture, wrap);
      const { items } = completion(context, position, { snippets: true });
      return items.sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1))[0]!.label;
    };
    assert.equal(first('itk_wrap_template("${‸")'), 'ITKM_F');
    assert.equal(first('itk_wrap_template("${ITKM_F}" "${‸")'), 'ITKT_F');
    assert.equal(first('itk_wrap_image_filter("${‸")'), 'WRAP_ITK_SCALAR');
    assert.equal(
      take('itk_wrap_image_filter(‸)', 'WRAP_ITK_SCALAR'),
      'itk_wrap_image_filter("${WRAP_ITK_SCALAR}")',
    );
    assert.deepEqual(check('itk_wrap_filter_dims(dims ‸)'), ['2', '3', '2+', '3+']);
    assert.deepEqual(check('foreach(d IN ‸)'), ['LISTS', 'ITEMS']);
  });

  it('does not offer the word that is being typed', () => {
    assert.ok(!check('set(WRAP_ITK_HAL‸)').includes('WRAP_ITK_HAL'));
    assert.ok(!check('f(${WRAP_ITK_HAL‸})').includes('WRAP_ITK_HAL'));
    assert.ok(check('f(${WRAP_ITK_SCALAR‸})').includes('WRAP_ITK_SCALAR'));
  });

  it('sends shared properties once, if the client supports that', () => {
    const { context, position } = workspace.at('itk_wrap_class(itk::F‸)', wrap);
    const list = completion(context, position, { snippets: true, itemDefaults: true });
    assert.deepEqual(list.itemDefaults?.editRange, {
      start: { line: 0, character: 15 },
      end: { line: 0, character: 21 },
    });
    const item = list.items.find(({ label }) => label === 'itk::Foo');
    assert.deepEqual([item?.textEdit, item?.textEditText], [undefined, '"itk::Foo"']);
  });

  it('offers macros and commands at the place of a command', () => {
    const labels = check('itk_wrap_class("itk::Foo")\n  itk_wr‸\n');
    for (const name of ['itk_wrap_template', 'itk_wrap_class', 'foreach', 'unique'])
      assert.ok(labels.includes(name), name);
    assert.match(
      take('‸', 'itk_wrap_template', true),
      /^itk_wrap_template\("\$\{1:mangle\}" "\$\{2:types\}"\)$/,
    );
    assert.equal(take('  itk_wr‸', 'itk_wrap_template'), '  itk_wrap_template');
  });

  it('offers the methods of a class after its name', () => {
    assert.deepEqual(check('itk_wrap_class("itk::Foo" PO‸)').slice(0, 3), [
      'POINTER',
      'POINTER_WITH_CONST_POINTER',
      'POINTER_WITH_SUPERCLASS',
    ]);
    assert.deepEqual(check('itk_wrap_class("itk::Foo" POINTER ‸)'), []);
  });

  it('offers classes of the module and its dependencies only', () => {
    const labels = check('itk_wrap_class("itk::‸" POINTER)');
    assert.ok(labels.includes('itk::Foo') && labels.includes('itk::Object'), labels.join());
    assert.ok(!labels.includes('itk::Far'), 'a module that is not a dependency');
    assert.ok(!labels.includes('itk::Forward'), 'a forward declaration');
    assert.equal(take('itk_wrap_class("it‸")', 'itk::Foo'), 'itk_wrap_class("itk::Foo")');
    assert.equal(take('itk_wrap_class(it‸)', 'itk::Foo'), 'itk_wrap_class("itk::Foo")');
  });

  it('offers headers to include', () => {
    assert.deepEqual(check('itk_wrap_include("‸")').sort(), ['itkFoo.h', 'itkObject.h']);
  });

  it('offers variables inside a reference, even a nested one, and those of the file first', () => {
    const labels = check('foreach(t a)\n  itk_wrap_template("${‸" "x")');
    assert.equal(labels[0], 't');
    assert.ok(labels.includes('WRAP_ITK_SCALAR') && labels.includes('ITKT_F'));
    assert.equal(take('f("${ITKT_I${WRAP_ITK‸}2}")', 'WRAP_ITK_SCALAR'), 'f("${ITKT_I${WRAP_ITK_SCALAR}2}")');
  });

  it('offers types of the folder that the order does not list yet', () => {
    const lists = path.join(dir, 'mod/wrapping/CMakeLists.txt');
    assert.deepEqual(check('set(\n  WRAPPER_SUBMODULE_ORDER\n  itkBar\n  ‸\n)', lists), ['itkFoo']);
    assert.deepEqual(check('itk_wrap_module(‸)', lists).sort(), ['ITKCommon', 'ITKFar', 'ITKMod']);
  });

  it('sends the best of many items, and the others as the word grows', async () => {
    const large = await Workspace.of({
      [macroFile]: Array.from({ length: 900 }, (_, n) => `set(WRAP_ITK_LIST${n} x)`).join('\n'),
    });
    const at = (fixture: string) => {
      const { context, position } = large.at(fixture);
      return completion(context, position, { snippets: false });
    };
    const some = at('f(${‸})');
    assert.ok(some.isIncomplete && some.items.length < 300);
    assert.ok(at('f(${LIST899‸})').items.some(({ label }) => label === 'WRAP_ITK_LIST899'));
  });

  it('offers nothing in comments', () => {
    assert.deepEqual(check('# itk_wr‸'), []);
    assert.deepEqual(check('f() # itk_wr‸'), []);
    assert.deepEqual(check('#[[ a\n itk_‸ ]]'), []);
  });

  it('documents an item only when asked', () => {
    const { context, position } = workspace.at('itk_wrap_class("itk::‸")', wrap);
    const item = completion(context, position, { snippets: false }).items.find(
      ({ label }) => label === 'itk::Foo',
    )!;
    assert.equal(item.documentation, undefined);
    const { documentation } = resolveCompletion(item, workspace.index, true);
    assert.match((documentation as { value: string }).value, /template <typename T>[\s\S]*Does foo\./);
  });

  it('shows the signature of a macro, its comments, and the argument that is being typed', () => {
    const at = (fixture: string) => {
      const { context, position } = workspace.at(fixture, wrap);
      return signatureHelp(context.script, workspace.index, position, true);
    };
    const help = at('itk_wrap_template("a" ‸)');
    assert.equal(help?.signatures[0]?.label, 'itk_wrap_template(name types)');
    assert.equal(help?.activeParameter, 1);
    assert.match((help?.signatures[0]?.documentation as { value: string }).value, /Adds a template/);
    assert.equal(at('itk_wrap_class(‸')?.activeParameter, 0);
    assert.equal(at('itk_wrap_image_filter("a" 2 ‸)')?.activeParameter, 2);
    assert.equal(at('foreach(a ‸b c)')?.activeParameter, 1);
    assert.equal(at('itk_wrap_template("a" "b")‸'), null);
    assert.equal(at('itk_wrap‸_template("a")'), null);
  });
});
