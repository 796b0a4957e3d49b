import assert from 'node:assert/strict';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from '../../../../server/src/lsp/features/code-action';
import { readSeverities } from '../../../../server/src/lsp/diagnostics/severity-settings';
import { diagnosticsOf } from '../../../../server/src/lsp/diagnostics/script-diagnostics';
import type { FileContext } from '../../../../server/src/lsp/session/file-context';
import { evaluationOf, macroFile, macros, Workspace } from '../../../support/language';

const lists = '/w/mod/wrapping/CMakeLists.txt';
const wrap = '/w/mod/wrapping/itkFoo.wrap';

/** The commands after itk_wrap_module() and the order. */
const rest = 'itk_auto_load_submodules()\nitk_end_wrap_module()\n';

describe('the diagnostics of a script', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.of({ [macroFile]: macros, '/w/mod/itk-module.cmake': 'itk_module(ITKMod)' });
  });

  const found = (text: string, file = wrap, more: Partial<FileContext> = {}, inBuild = false) =>
    diagnosticsOf({ ...workspace.context(file, text, more), inBuild }, {});

  /** `code line` for each diagnostic. Lines count from 1. */
  const check = (text: string, file?: string): string[] =>
    found(text, file).map(({ code, range }) => `${code} ${range.start.line + 1}`);

  /** The text after the preferred fix of the first diagnostic. */
  function repaired(text: string, file = wrap): string {
    const [first] = found(text, file);
    const [action] = codeActions('file:///x', first ? [first] : []);
    assert.ok(action?.edit?.changes, 'there is a repair');
    return TextDocument.applyEdits(
      TextDocument.create('file:///x', 'x', 1, text),
      action.edit.changes['file:///x']!,
    );
  }

  it('are empty for a correct file', () => {
    const text =
      'itk_wrap_class("itk::Foo" POINTER)\nunique(types "${WRAP_ITK_SCALAR};UC")\nforeach(t ${types})\n' +
      '  itk_wrap_template("${ITKM_${t}}" "${ITKT_${t}}")\nendforeach()\nitk_end_wrap_class()\nitk_wrap_simple_class("itk::Bar")\n';
    assert.deepEqual(check(text), []);
  });

  it('report syntax that CMake does not accept', () => {
    assert.deepEqual(check('foreach(d 2)\n  f(')[0]?.slice(0, 6), 'syntax');
  });

  it('report a class that is not closed, and close it', () => {
    const text =
      'itk_wrap_class("itk::A" POINTER)\nitk_wrap_template("a" "b")\nitk_wrap_class("itk::B" POINTER)\nitk_end_wrap_class()\n';
    assert.deepEqual(check(text), ['unclosed-class 1']);
    const after = repaired(text);
    assert.deepEqual(check(after), []);
    assert.match(after, /"b"\)\nitk_end_wrap_class\(\)\nitk_wrap_class/);
  });

  it('report an end without a class, and templates outside of any class', () => {
    assert.deepEqual(check('itk_end_wrap_class()\nitk_wrap_template("a" "b")\n'), [
      'end-without-class 1',
      'template-outside-class 2',
    ]);
    assert.equal(repaired('itk_end_wrap_class()\n'), '');
  });

  it('report an invalid method, and suggest similar ones', () => {
    const text = 'itk_wrap_simple_class("itk::A" POINTR)\n';
    assert.deepEqual(check(text), ['invalid-method 1']);
    assert.equal(repaired(text), 'itk_wrap_simple_class("itk::A" POINTER)\n');
    assert.deepEqual(check('itk_wrap_simple_class("itk::A" POINTER ENUM)'), ['too-many-arguments 1']);
    assert.deepEqual(check('itk_wrap_simple_class()'), ['missing-arguments 1']);
  });

  it('report unknown commands and lists, and suggest similar ones', () => {
    assert.deepEqual(check('itk_wrap_templat("a" "b")'), ['unknown-command 1']);
    assert.equal(repaired('itk_wrap_templat("a" "b")'), 'itk_wrap_template("a" "b")');
    assert.deepEqual(check('unique(a "${WRAP_ITK_SCALR}")'), ['unknown-variable 1']);
    assert.equal(repaired('unique(a "${WRAP_ITK_SCALR}")'), 'unique(a "${WRAP_ITK_SCALAR}")');
    assert.deepEqual(check('macro(own)\nendmacro()\nown()'), []);
  });

  it('report a mangle that is already used, if no variable changes in between', () => {
    const around = (body: string) => `itk_wrap_class("itk::A")\n${body}itk_end_wrap_class()\n`;
    assert.deepEqual(check(around('itk_wrap_template("F" "a")\nitk_wrap_template("F" "b")\n')), [
      'duplicate-mangle 3',
    ]);
    // castxml accepts two equal aliases. Only Python does not.
    const twice = around('itk_wrap_template("F" "a, b")\nitk_wrap_template("F" "a,b")\n');
    assert.deepEqual(
      found(twice).map(({ code, severity }) => [code, severity]),
      [['wrapped-twice', DiagnosticSeverity.Warning]],
    );
    assert.equal(repaired(twice), around('itk_wrap_template("F" "a, b")\n'));
    const composed = 'itk_wrap_template("${x}" "a")\nset(x 2)\nitk_wrap_template("${x}" "b")\n';
    assert.deepEqual(check(around(composed)), []);
  });

  it('report invalid conditions on dimensions', () => {
    const text = 'itk_wrap_filter_dims(dims "d>2")\n';
    assert.deepEqual(check(text), ['invalid-dimensions 1']);
    assert.equal(repaired(text), 'itk_wrap_filter_dims(dims "3+")\n');
    assert.deepEqual(check('itk_wrap_filter_dims(dims "2;3")\nitk_wrap_filter_dims(dims 2+)\n'), []);
  });

  it('report an order with a wrong name, in a wrong place, or with types that have no file', () => {
    workspace.add('/w/mod/wrapping/itkBar.wrap', '');
    assert.deepEqual(check(`itk_wrap_module(ITKMod)\nset(WRAPPING_SUBMODULE_ORDER itkBar)\n${rest}`, lists), [
      'misspelt-order 2',
    ]);
    const early = `set(WRAPPER_SUBMODULE_ORDER itkBar)\nitk_wrap_module(ITKMod)\n${rest}`;
    assert.deepEqual(check(early, lists), ['order-before-module 1']);
    assert.deepEqual(check(repaired(early, lists), lists), []);
    const wrong = `itk_wrap_module(ITKMod)\nset(WRAPPER_SUBMODULE_ORDER itkBr itkBar itkBar)\n${rest}`;
    assert.deepEqual(check(wrong, lists), ['type-without-file 2', 'type-listed-twice 2']);
    assert.match(repaired(wrong, lists), /ORDER itkBar itkBar itkBar/);
  });

  it('report types of two modules with the same name, and a name that CMake truncates', () => {
    workspace.add('/w/other/itk-module.cmake', 'itk_module(ITKOther)');
    workspace.add('/w/other/wrapping/itkFoo.wrap', '');
    assert.deepEqual(check(''), ['duplicate-type 1']);
    assert.deepEqual(check('', '/w/mod/wrapping/itkA.b.wrap'), ['type-name-cut 1']);
  });

  it('say that CMake must run if the build has the module but not the file', () => {
    assert.deepEqual(
      found('', wrap, {}, true).map(({ code, severity }) => [code, severity]),
      [['configure-needed', DiagnosticSeverity.Information]],
    );
    const [action] = codeActions('file:///x', found('', wrap, {}, true));
    assert.deepEqual([action?.title, action?.command?.command], ['Run CMake', 'itkWrapping.configure']);
  });

  it('show what an evaluation found, once if reading found it too', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
    const problem = {
      message: 'From the evaluation.',
      location: { file: wrap, range },
      severity: 'error' as const,
      related: [],
      type: null,
    };
    const evaluation = evaluationOf({
      diagnosticsOf: () => [
        { ...problem, code: 'invalid-method' },
        { ...problem, code: 'undefined-type' },
      ],
    });
    assert.deepEqual(
      found('itk_wrap_simple_class("itk::A" POINTR)', wrap, { evaluation }).map(({ code }) => code),
      ['invalid-method', 'undefined-type'],
    );
  });

  it('trust an evaluation that two templates with one mangle have equal types', () => {
    const text =
      'itk_wrap_class("itk::A")\nitk_wrap_template("F" "${a}")\nitk_wrap_template("F"\n "${b}")\nitk_end_wrap_class()\n';
    assert.deepEqual(check(text), ['duplicate-mangle 3']);
    const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 7 } };
    const location = { file: wrap, range };
    const problem = { message: 'x', location, severity: 'warning' as const, related: [], type: null };
    const evaluation = evaluationOf({ diagnosticsOf: () => [{ ...problem, code: 'wrapped-twice' }] });
    assert.deepEqual(
      found(text, wrap, { evaluation }).map(({ code }) => code),
      ['wrapped-twice'],
    );
  });

  it('show once what CMake cannot parse, without what is missing because of that', () => {
    const text = 'itk_wrap_class("itk::A")\nforeach(d 2)\n  itk_wrap_template("a${d}" "b")\n';
    const script = found(text);
    assert.deepEqual(
      script.map(({ code, range }) => `${code} ${range.start.line + 1}`),
      ['syntax 2'],
    );
    const [{ message, range }] = script as [(typeof script)[0]];
    const problem = {
      message: message as string,
      location: { file: wrap, range },
      severity: 'error' as const,
      related: [],
      type: null,
    };
    const evaluation = evaluationOf({ diagnosticsOf: () => [{ ...problem, code: 'syntax' }] });
    assert.equal(found(text, wrap, { evaluation }).length, 1);
  });

  describe('for older versions of the wrapping', () => {
    beforeEach(() => {
      const now = [
        'itk_wrap_module library_name',
        'itk_end_wrap_module',
        'itk_auto_load_submodules',
        'itk_wrap_named_class class name',
      ];
      workspace.add('/w/Wrapping/more.cmake', now.map((head) => `macro(${head})\nendmacro()\n`).join(''));
      workspace.add('/w/mod/wrapping/itkFoo.wrap', '');
    });

    it('suggest the current macros', () => {
      const pairs: Record<string, string> = {
        WRAP_CLASS: 'itk_wrap_class',
        END_WRAP_CLASS: 'itk_end_wrap_class',
        WRAP_NAMED_CLASS: 'itk_wrap_named_class',
        WRAP_NON_TEMPLATE_CLASS: 'itk_wrap_simple_class',
        WRAP_TEMPLATE: 'itk_wrap_template',
        WRAP_INCLUDE: 'itk_wrap_include',
        WRAP_IMAGE_FILTER: 'itk_wrap_image_filter',
        FILTER_DIMS: 'itk_wrap_filter_dims',
        WRAP_ITK_LIBRARY: 'itk_wrap_module',
        BEGIN_WRAPPER_LIBRARY: 'itk_wrap_module',
        END_WRAP_LIBRARY: 'itk_end_wrap_module',
        AUTO_INCLUDE_MODULES: 'itk_auto_load_submodules',
      };
      for (const [old, now] of Object.entries(pairs)) {
        const text = `${old}("itk::A" POINTER)\n`;
        for (const file of [wrap, lists]) {
          const diagnostics = found(text, file).filter(({ code }) => code === 'unknown-command');
          assert.equal(diagnostics.length, 1, `${old} in ${file}`);
          const [action] = codeActions('file:///x', diagnostics);
          assert.equal(action?.title, `Change to ${now}`);
        }
      }
    });

    it('do not report their classes as unclosed, nor their templates as outside of a class', () => {
      assert.deepEqual(check('WRAP_CLASS("itk::A")\n  itk_wrap_template("a" "b")\nEND_WRAP_CLASS()\n'), [
        'unknown-command 1',
        'unknown-command 3',
      ]);
    });

    it('suggest the current variables, unless the macros still read the old one', () => {
      const text = `itk_wrap_module(ITKMod)\nset(WRAPPER_LIBRARY_GROUPS itkFoo)\n${rest}`;
      assert.deepEqual(check(text, lists), ['old-variable 2']);
      const [action] = codeActions('file:///x', found(text, lists));
      assert.equal(action?.title, 'Change to WRAPPER_SUBMODULE_ORDER');
      assert.deepEqual(check('unique(a "${WRAP_ITK_DIMS}")\nunique(b "${WRAP_float}")\n'), [
        'unknown-variable 1',
        'unknown-variable 2',
      ]);
      assert.equal(repaired('unique(a "${WRAP_ITK_DIMS}")\n'), 'unique(a "${ITK_WRAP_IMAGE_DIMS}")\n');
      workspace.add('/w/Wrapping/old.cmake', 'set(order ${WRAPPER_LIBRARY_GROUPS})\n');
      assert.deepEqual(check(text, lists), []);
    });

    it('have a fix if only the evaluation finds them', () => {
      workspace.add('/w/Wrapping/old.cmake', 'set(ITK_WRAP_DIMS 2)\n');
      const text = 'foreach(d ${ITK_WRAP_DIMS})\nendforeach()\n';
      assert.deepEqual(check(text), []);
      const range = { start: { line: 0, character: 10 }, end: { line: 0, character: 26 } };
      const problem = {
        code: 'unknown-variable' as const,
        message: 'x',
        location: { file: wrap, range },
        severity: 'warning' as const,
        related: [],
        type: null,
        data: { variable: 'ITK_WRAP_DIMS' },
      };
      const evaluation = evaluationOf({ diagnosticsOf: () => [problem] });
      const [action] = codeActions('file:///x', found(text, wrap, { evaluation }));
      assert.equal(action?.edit?.changes?.['file:///x']?.[0]?.newText, 'ITK_WRAP_IMAGE_DIMS');
    });
  });

  it('have the severity from the settings, and omit what is off', () => {
    const context = { ...workspace.context(wrap, 'itk_end_wrap_class()'), inBuild: false };
    const severities = readSeverities({ 'end-without-class': 'hint', syntax: 'loud', other: 7 });
    assert.equal(diagnosticsOf(context, severities)[0]?.severity, DiagnosticSeverity.Hint);
    assert.deepEqual(diagnosticsOf(context, { 'end-without-class': 'off' }), []);
    assert.deepEqual(readSeverities(null), {});
  });
});
