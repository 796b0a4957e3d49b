import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from '../../../../server/src/lsp/features/code-action';
import {
  type DiagnosticContext,
  diagnosticsOf,
} from '../../../../server/src/lsp/diagnostics/script-diagnostics';
import { toUri } from '../../../../server/src/lsp/translate/to-protocol';
import { EvaluatedClasses } from '../../../../server/src/lsp/evaluation/evaluated-classes';
import type { Diagnostic } from '../../../../server/src/wrapping/diagnostics/diagnostic';
import type { WrappedType } from '../../../../server/src/wrapping/evaluation/enabled-classes';
import { evaluationOf, macroFile, macros, Workspace, wrappedType } from '../../../support/language';

const wrap = '/w/mod/wrapping/itkFoo.wrap';
const lists = '/w/mod/wrapping/CMakeLists.txt';
const moduleFile = '/w/mod/itk-module.cmake';
const moduleText = 'itk_module(ITKMod\n  DEPENDS\n    ITKCommon\n  DESCRIPTION "x")\n';
const listsText = 'itk_wrap_module(ITKMod)\n';

describe('the check of a script against other files', () => {
  let workspace: Workspace;
  let texts: Record<string, string>;
  beforeEach(async () => {
    texts = { [macroFile]: macros, [moduleFile]: moduleText, [lists]: listsText };
    workspace = await Workspace.of(texts);
    workspace.addHeader('/w/mod/include/itkBase.h', 'namespace itk { class Base {}; }');
    workspace.addHeader('/w/mod/include/itkFoo.h', 'namespace itk { class Foo : public Base {}; }');
    workspace.addHeader('/w/mod/include/itkShared.h', 'namespace itk { class Bar {}; class Baz {}; }');
  });

  const found = (text: string, more: Partial<DiagnosticContext> = {}) => {
    texts[wrap] = text;
    return diagnosticsOf({ ...workspace.context(wrap, text), inBuild: false, ...more }, {});
  };
  const codes = (text: string, more?: Partial<DiagnosticContext>): unknown[] =>
    found(text, more).map(({ code }) => code);

  /** The texts that the first fix changes, after the change. */
  function repaired(text: string, more?: Partial<DiagnosticContext>): Record<string, string> {
    const [action] = codeActions(toUri(wrap), found(text, more).slice(0, 1));
    assert.ok(action?.edit?.changes, 'there is a repair');
    const files = Object.keys(texts).filter((file) => action.edit!.changes![toUri(file)]);
    assert.equal(files.length, Object.keys(action.edit.changes).length);
    return Object.fromEntries(
      files.map((file) => [
        file,
        TextDocument.applyEdits(
          TextDocument.create(toUri(file), 'x', 1, texts[file]!),
          action.edit!.changes![toUri(file)]!,
        ),
      ]),
    );
  }

  const enabled = (files: Record<string, { module: string; wrapped: WrappedType[] }>): EvaluatedClasses => {
    const classes = new EvaluatedClasses();
    classes.update(
      Object.entries(files).map(([file, one]) => ({ file, ...one })),
      [
        ['ITKMod', ['ITKCommon']],
        ['ITKOther', []],
      ],
    );
    return classes;
  };

  it('reports a superclass that no .wrap wraps, and wraps it along or in its own .wrap', () => {
    const text = 'itk_wrap_simple_class("itk::Foo" POINTER)\n';
    assert.deepEqual(codes(text), ['superclass-not-wrapped']);
    assert.match(repaired(text)[wrap]!, /POINTER_WITH_SUPERCLASS/);
    const actions = codeActions(toUri(wrap), found(text));
    assert.deepEqual(actions.at(-1)?.command?.arguments, [toUri('/w/mod/include/itkBase.h')]);
    workspace.add('/w/mod/wrapping/itkBase.wrap', 'itk_wrap_simple_class("itk::Base" POINTER)\n');
    assert.deepEqual(codes(text), []);
  });

  it('treats a method from a variable as wrapping the superclass along', () => {
    const byVariable = 'set(opts POINTER_WITH_SUPERCLASS)\nitk_wrap_simple_class("itk::Foo" ${opts})\n';
    assert.deepEqual(codes(byVariable), []);
    workspace.add('/w/mod/wrapping/itkFooToo.wrap', byVariable);
    assert.deepEqual(codes('itk_wrap_simple_class("itk::Foo" POINTER)\n'), []);
  });

  it('reports a superclass whose .wrap the build does not enable, or in a module that is not a dependency', () => {
    const text = 'itk_wrap_simple_class("itk::Foo" POINTER)\n';
    const base = '/w/other/wrapping/itkBase.wrap';
    workspace.add(base, 'itk_wrap_simple_class("itk::Base" POINTER)\n');
    const own = { module: 'ITKMod', wrapped: [wrappedType('itk::Foo')] };
    const under = (files: Parameters<typeof enabled>[0]) => ({
      evaluation: evaluationOf({ enabled: () => enabled({ [wrap]: own, ...files }) }),
    });
    assert.deepEqual(codes(text, under({})), ['superclass-not-wrapped']);
    const other = under({ [base]: { module: 'ITKOther', wrapped: [wrappedType('itk::Base')] } });
    assert.deepEqual(codes(text, other), ['superclass-outside-dependencies']);
    assert.match(repaired(text, other)[moduleFile]!, /DEPENDS\n {4}ITKCommon\n {4}ITKOther\n {2}DESCRIPTION/);
    const needed = under({ [base]: { module: 'ITKCommon', wrapped: [wrappedType('itk::Base')] } });
    assert.deepEqual(codes(text, needed), []);
    const along = under({
      '/w/x.wrap': { module: 'ITKMod', wrapped: [wrappedType('itk::Foo::Superclass')] },
    });
    assert.deepEqual(codes(text, along), []);
  });

  it('considers what the ITK behind the build wraps', () => {
    const text = 'itk_wrap_simple_class("itk::Foo" POINTER)\n';
    const under = (itk: Parameters<EvaluatedClasses['setItk']>[0]): Partial<DiagnosticContext> => {
      const classes = enabled({ [wrap]: { module: 'ITKMod', wrapped: [wrappedType('itk::Foo')] } });
      classes.setItk(itk);
      return { evaluation: evaluationOf({ enabled: () => classes }) };
    };
    const wrappedIn = (module: string) =>
      under({
        types: [{ ...wrappedType('itk::Base'), module }],
        dependencies: [['ITKCommon', ['ITKDeep']]],
      });
    assert.deepEqual(codes(text, under({ types: [], dependencies: [] })), ['superclass-not-wrapped']);
    assert.deepEqual(codes(text, under('unknown')), []);
    for (const module of ['ITKCommon', 'ITKDeep', ''])
      assert.deepEqual(codes(text, wrappedIn(module)), [], module);
    assert.deepEqual(codes(text, wrappedIn('ITKOther')), ['superclass-outside-dependencies']);
    // The result is the same if the sources of ITK are in the workspace.
    workspace.add('/itk/wrapping/itkBase.wrap', 'itk_wrap_simple_class("itk::Base" POINTER)\n');
    assert.deepEqual(codes(text, wrappedIn('ITKCommon')), []);
    assert.deepEqual(codes(text, under('unknown')), []);
  });

  it('treats a superclass as wrapped if the evaluation of its .wrap file did not reach the end', () => {
    const text = 'itk_wrap_simple_class("itk::Foo" POINTER)\n';
    const base = '/w/mod/wrapping/itkBase.wrap';
    workspace.add(base, 'itk_wrap_simple_class("itk::Base" POINTER)\n');
    const classes = enabled({ [wrap]: { module: 'ITKMod', wrapped: [wrappedType('itk::Foo')] } });
    const more = { evaluation: evaluationOf({ enabled: () => classes }) };
    assert.deepEqual(codes(text, more), ['superclass-not-wrapped']);
    classes.update([{ file: base, module: 'ITKMod', wrapped: [], cutShort: true }], null);
    assert.deepEqual(codes(text, more), []);
  });

  it('checks only the headers that are included with the options of the build', () => {
    const text = 'if(MINE_USE_CUDA)\n  itk_wrap_include("itkFo.h")\nendif()\n';
    const including = (...names: string[]) => ({ evaluation: evaluationOf({ includesOf: () => names }) });
    assert.deepEqual(codes(text, including('itkFoo.h')), []);
    assert.deepEqual(codes(text, including('itkFoo.h', 'itkFo.h')), ['include-not-found']);
  });

  it('checks only the classes that are wrapped with the options of the build', () => {
    const wrapping = (...names: string[]) => {
      const classes = enabled({ [wrap]: { module: 'ITKMod', wrapped: names.map(wrappedType) } });
      return { evaluation: evaluationOf({ enabled: () => classes }) };
    };
    const absent = 'if(MINE_USE_CUDA)\n  itk_wrap_simple_class("itk::Fooo" POINTER)\nendif()\n';
    assert.deepEqual(codes(absent, wrapping('itk::Foo')), []);
    assert.deepEqual(codes(absent, wrapping('itk::Fooo')), ['class-not-found']);
  });

  it('leaves a macro of another project alone if the evaluation did not run it', () => {
    const text = 'if(MINE_USE_CUDA)\n  cuda_wrap_everything()\nendif()\n';
    const whole = enabled({ [wrap]: { module: 'ITKMod', wrapped: [] } });
    assert.deepEqual(codes(text), ['unknown-command']);
    assert.deepEqual(codes(text, { evaluation: evaluationOf({ enabled: () => whole }) }), []);
  });

  it('requires no header that is named after a class with its own SWIG name', () => {
    for (const command of ['itk_wrap_named_class', 'itk_wrap_named_simple_class'])
      assert.deepEqual(
        codes(
          `${command}("itk::Bar" "itkMyBar")\nitk_end_wrap_class()\nitk_wrap_simple_class("itk::Foo")\n`,
        ).filter((code) => code === 'include-missing'),
        [],
        command,
      );
  });

  it('reports a class that no header defines, and one whose own header does not exist', () => {
    assert.deepEqual(codes('itk_wrap_simple_class("itk::Bse")\n'), ['class-not-found']);
    assert.match(repaired('itk_wrap_simple_class("itk::Bse")\n')[wrap]!, /"itk::Base"/);
    assert.deepEqual(codes('itk_wrap_simple_class("itk::SomethingElse")\n'), []);
    const text = '# A comment.\nitk_wrap_simple_class("itk::Bar")\n';
    assert.deepEqual(codes(text), ['include-missing']);
    const after = repaired(text)[wrap]!;
    assert.match(
      after,
      /^# A comment\.\nset\(WRAPPER_AUTO_INCLUDE_HEADERS OFF\)\nitk_wrap_include\("itkShared\.h"\)\n/,
    );
    assert.deepEqual(codes(after), []);
  });

  it('reports an include that is similar to a header, or that is in none of the build’s folders', () => {
    assert.deepEqual(codes('itk_wrap_include("itkFo.h")\n'), ['include-not-found']);
    assert.match(repaired('itk_wrap_include("itkFo.h")\n')[wrap]!, /itkFoo\.h/);
    const generated = 'itk_wrap_include("itkGeneratedAtConfigureTime.h")\n';
    assert.deepEqual(codes(generated), []);
    const absentHeaders = new Map([['itkGeneratedAtConfigureTime.h', 12]]);
    assert.match(
      found(generated, { absentHeaders })[0]!.message as string,
      /None of the 12 include directories/,
    );
    assert.deepEqual(codes('itk_wrap_include("vector")\n'), []);
  });

  it('fixes what an evaluation found between files: the order, and the dependencies of a module', () => {
    const problem: Diagnostic = {
      code: 'argument-wrapped-later',
      message: 'itk::Base is wrapped later.',
      location: {
        file: wrap,
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } },
      },
      severity: 'warning',
      related: [],
      type: 'itkFoo',
      data: { dir: '/w/mod/wrapping', first: 'itkZ', second: 'itkFoo' },
    };
    const text = 'itk_wrap_simple_class("itk::Baz")\n';
    const more = { evaluation: evaluationOf({ diagnosticsOf: () => [problem] }) };
    workspace.addHeader('/w/mod/include/itkBaz.h', '');
    const order = (before: string): string => {
      texts[lists] = before;
      workspace.add(lists, before);
      return repaired(text, more)[lists]!;
    };
    assert.equal(order(listsText), `${listsText}set(WRAPPER_SUBMODULE_ORDER itkZ)\n`);
    assert.equal(
      order(`${listsText}set(WRAPPER_SUBMODULE_ORDER itkA itkFoo)\n`),
      `${listsText}set(WRAPPER_SUBMODULE_ORDER itkA itkZ itkFoo)\n`,
    );
    assert.equal(
      order(`${listsText}set(WRAPPER_SUBMODULE_ORDER\n  itkA\n)\n`),
      `${listsText}set(WRAPPER_SUBMODULE_ORDER\n  itkA\n  itkZ\n)\n`,
    );
    problem.code = 'argument-outside-dependencies';
    problem.data = { module: 'ITKMod', needed: 'ITKOther' };
    assert.match(repaired(text, more)[moduleFile]!, /ITKCommon\n {4}ITKOther\n/);
  });
});
