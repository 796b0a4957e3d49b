import assert from 'node:assert/strict';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from '../../../server/src/lsp/codeAction';
import { readSeverities } from '../../../server/src/lsp/diagnostic-severity';
import { diagnosticsOf } from '../../../server/src/lsp/diagnostics';
import type { FileContext } from '../../../server/src/lsp/fileContext';
import { evaluationOf, macroFile, macros, Workspace } from '../../support/language';

const lists = '/w/mod/wrapping/CMakeLists.txt';
const wrap = '/w/mod/wrapping/itkFoo.wrap';

describe('diagnostics', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.of({ [macroFile]: macros, '/w/mod/itk-module.cmake': 'itk_module(ITKMod)' });
  });

  const found = (text: string, file = wrap, more: Partial<FileContext> = {}, inBuild = false) =>
    diagnosticsOf({ ...workspace.context(file, text, more), inBuild }, {});

  /** `code line` of each, lines from 1. */
  const check = (text: string, file?: string): string[] =>
    found(text, file).map(({ code, range }) => `${code} ${range.start.line + 1}`);

  /** The text after the preferred repair of the first diagnostic. */
  function repaired(text: string, file = wrap): string {
    const [first] = found(text, file);
    const [action] = codeActions('file:///x', first ? [first] : []);
    assert.ok(action?.edit?.changes, 'there is a repair');
    return TextDocument.applyEdits(
      TextDocument.create('file:///x', 'x', 1, text),
      action.edit.changes['file:///x']!,
    );
  }

  it('finds nothing in a file that is right', () => {
    const text =
      'itk_wrap_class("itk::Foo" POINTER)\nunique(types "${WRAP_ITK_SCALAR};UC")\nforeach(t ${types})\n' +
      '  itk_wrap_template("${ITKM_${t}}" "${ITKT_${t}}")\nendforeach()\nitk_end_wrap_class()\nitk_wrap_simple_class("itk::Bar")\n';
    assert.deepEqual(check(text), []);
  });

  it('finds syntax that CMake does not take', () => {
    assert.deepEqual(check('foreach(d 2)\n  f(')[0]?.slice(0, 6), 'syntax');
  });

  it('finds a class that is not closed, and closes it', () => {
    const text =
      'itk_wrap_class("itk::A" POINTER)\nitk_wrap_template("a" "b")\nitk_wrap_class("itk::B" POINTER)\nitk_end_wrap_class()\n';
    assert.deepEqual(check(text), ['unclosed-class 1']);
    const after = repaired(text);
    assert.deepEqual(check(after), []);
    assert.match(after, /"b"\)\nitk_end_wrap_class\(\)\nitk_wrap_class/);
  });

  it('finds an end without a class, and templates outside of any', () => {
    assert.deepEqual(check('itk_end_wrap_class()\nitk_wrap_template("a" "b")\n'), [
      'end-without-class 1',
      'template-outside-class 2',
    ]);
    assert.equal(repaired('itk_end_wrap_class()\n'), '');
  });

  it('finds an invalid method and offers the near ones', () => {
    const text = 'itk_wrap_simple_class("itk::A" POINTR)\n';
    assert.deepEqual(check(text), ['invalid-method 1']);
    assert.equal(repaired(text), 'itk_wrap_simple_class("itk::A" POINTER)\n');
    assert.deepEqual(check('itk_wrap_simple_class("itk::A" POINTER ENUM)'), ['too-many-arguments 1']);
    assert.deepEqual(check('itk_wrap_simple_class()'), ['missing-arguments 1']);
  });

  it('finds unknown commands and lists, and their near misses', () => {
    assert.deepEqual(check('itk_wrap_templat("a" "b")'), ['unknown-command 1']);
    assert.equal(repaired('itk_wrap_templat("a" "b")'), 'itk_wrap_template("a" "b")');
    assert.deepEqual(check('unique(a "${WRAP_ITK_SCALR}")'), ['unknown-variable 1']);
    assert.equal(repaired('unique(a "${WRAP_ITK_SCALR}")'), 'unique(a "${WRAP_ITK_SCALAR}")');
    assert.deepEqual(check('macro(own)\nendmacro()\nown()'), []);
  });

  it('finds a mangle that is taken, where no variable changes between the two', () => {
    const around = (body: string) => `itk_wrap_class("itk::A")\n${body}itk_end_wrap_class()\n`;
    assert.deepEqual(check(around('itk_wrap_template("F" "a")\nitk_wrap_template("F" "b")\n')), [
      'duplicate-mangle 3',
    ]);
    const composed = 'itk_wrap_template("${x}" "a")\nset(x 2)\nitk_wrap_template("${x}" "b")\n';
    assert.deepEqual(check(around(composed)), []);
  });

  it('finds conditions on dimensions that are none', () => {
    const text = 'itk_wrap_filter_dims(dims "d>2")\n';
    assert.deepEqual(check(text), ['invalid-dimensions 1']);
    assert.equal(repaired(text), 'itk_wrap_filter_dims(dims "3+")\n');
    assert.deepEqual(check('itk_wrap_filter_dims(dims "2;3")\nitk_wrap_filter_dims(dims 2+)\n'), []);
  });

  it('finds an order of the wrong name, in the wrong place, or with types that have no file', () => {
    workspace.add('/w/mod/wrapping/itkBar.wrap', '');
    assert.deepEqual(check('itk_wrap_module(M)\nset(WRAPPING_SUBMODULE_ORDER itkBar)\n', lists), [
      'misspelt-order 2',
    ]);
    const early = 'set(WRAPPER_SUBMODULE_ORDER itkBar)\nitk_wrap_module(M)\n';
    assert.deepEqual(check(early, lists), ['order-before-module 1']);
    assert.deepEqual(check(repaired(early, lists), lists), []);
    const wrong = 'itk_wrap_module(M)\nset(WRAPPER_SUBMODULE_ORDER itkBr itkBar itkBar)\n';
    assert.deepEqual(check(wrong, lists), ['type-without-file 2', 'type-listed-twice 2']);
    assert.match(repaired(wrong, lists), /ORDER itkBar itkBar itkBar/);
  });

  it('finds one name for types of two modules, and a name that CMake cuts', () => {
    workspace.add('/w/other/itk-module.cmake', 'itk_module(ITKOther)');
    workspace.add('/w/other/wrapping/itkFoo.wrap', '');
    assert.deepEqual(check(''), ['duplicate-type 1']);
    assert.deepEqual(check('', '/w/mod/wrapping/itkA.b.wrap'), ['type-name-cut 1']);
  });

  it('says that CMake must run where a build has the module but not the file', () => {
    assert.deepEqual(
      found('', wrap, {}, true).map(({ code, severity }) => [code, severity]),
      [['configure-needed', DiagnosticSeverity.Information]],
    );
    const [action] = codeActions('file:///x', found('', wrap, {}, true));
    assert.deepEqual([action?.title, action?.command?.command], ['Run CMake', 'itkWrapping.configure']);
  });

  it('shows what an evaluation found, once where reading found the same', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
    const problem = {
      message: 'From the evaluation.',
      range,
      severity: 'error' as const,
      related: [],
      repair: null,
    };
    const evaluation = evaluationOf({
      problemsOf: () => [
        { ...problem, code: 'invalid-method' },
        { ...problem, code: 'undefined-type' },
      ],
    });
    assert.deepEqual(
      found('itk_wrap_simple_class("itk::A" POINTR)', wrap, { evaluation }).map(({ code }) => code),
      ['invalid-method', 'undefined-type'],
    );
  });

  it('has the severity that the settings give, and leaves out what is off', () => {
    const context = { ...workspace.context(wrap, 'itk_end_wrap_class()'), inBuild: false };
    const severities = readSeverities({ 'end-without-class': 'hint', syntax: 'loud', other: 7 });
    assert.equal(diagnosticsOf(context, severities)[0]?.severity, DiagnosticSeverity.Hint);
    assert.deepEqual(diagnosticsOf(context, { 'end-without-class': 'off' }), []);
    assert.deepEqual(readSeverities(null), {});
  });
});
