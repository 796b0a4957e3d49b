import assert from 'node:assert/strict';
import { codeActions } from '../../../../server/src/lsp/features/code-action';
import { EvaluatedClasses } from '../../../../server/src/lsp/evaluation/evaluated-classes';
import type { Diagnostic } from '../../../../server/src/wrapping/diagnostics/diagnostic';
import {
  type DiagnosticContext,
  diagnosticsOf,
} from '../../../../server/src/lsp/diagnostics/script-diagnostics';
import { rules } from '../../../../server/src/wrapping/diagnostics/rules';
import { commands } from '../../../../server/src/shared/protocol';
import { evaluationOf, macroFile, macros, Workspace, wrappedType } from '../../../support/language';
import { aModule } from '../../../support/states';

const wrap = '/w/mod/wrapping/itkFoo.wrap';
const lists = '/w/mod/wrapping/CMakeLists.txt';
const module = aModule({ wrappingDir: '/w/mod/wrapping' });
const problem: Diagnostic = {
  code: 'cmake-error',
  message: 'found by the evaluation',
  location: {
    file: wrap,
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } },
  },
  severity: 'warning',
  related: [],
  type: 'itkFoo',
};

type Fixture = {
  text: string;
  file?: string;
  more?: Partial<DiagnosticContext>;
  /** Other scripts of the workspace, by path. */
  others?: Record<string, string>;
  titles: RegExp[];
};

/** Since ITK 6, castxml sees only the headers of the module and its dependencies. */
const linksOneModule = {
  [macroFile]: `${macros}\nset(LINKED \${ITK_LIBRARY_NAMESPACE}::Module)\n`,
  '/w/common/itk-module.cmake': 'itk_module(ITKCommon)',
  '/w/other/itk-module.cmake': 'itk_module(ITKOther)',
};

/** For each kind with a fix, a text with the mistake, and the titles that are offered. */
const fixtures: Record<string, Fixture> = {
  'unknown-command': { text: 'itk_wrap_templat("a" "b")', titles: [/^Change to itk_wrap_template$/] },
  'unknown-variable': {
    text: 'unique(a "${WRAP_ITK_SCALR}")',
    titles: [/^Change to WRAP_ITK_SCALAR$/],
  },
  'invalid-method': { text: 'itk_wrap_simple_class("itk::A" POINTR)', titles: [/^Change to POINTER$/] },
  'too-many-arguments': { text: 'itk_wrap_simple_class("itk::A" POINTER ENUM)', titles: [/^Remove ENUM$/] },
  syntax: { text: 'foreach(t 1 2)\n  unique(a b)\n', titles: [/^Add endforeach\(\)$/] },
  'unclosed-class': { text: 'itk_wrap_class("itk::A")', titles: [/^Close the class/] },
  'end-without-class': { text: 'itk_end_wrap_class()', titles: [/^Remove itk_end_wrap_class/] },
  'old-variable': {
    text: 'set(WRAPPER_LIBRARY_GROUPS itkA)\n',
    file: lists,
    titles: [/^Change to WRAPPER_SUBMODULE_ORDER$/],
  },
  'wrapped-twice': {
    text: 'itk_wrap_class("itk::A")\nitk_wrap_template("F" "a")\nitk_wrap_template("F" "a")\nitk_end_wrap_class()',
    titles: [/^Remove the second/],
  },
  'invalid-dimensions': { text: 'itk_wrap_filter_dims(dims "d>2")', titles: [/^Change to 3\+$/] },
  'include-not-found': { text: 'itk_wrap_include("itkBas.h")', titles: [/^Change to itkBase\.h$/] },
  'include-missing': { text: 'itk_wrap_simple_class("itk::Bar")', titles: [/^Include itkShared\.h/] },
  'class-not-found': {
    text: 'itk_wrap_simple_class("itk::Bse")',
    titles: [/^Change to itk::Base$/, /itk::Bar$/, /itk::Baz$/],
  },
  'pointer-missing': {
    text: 'itk_wrap_simple_class("itk::Base" POINTER)',
    more: {
      evaluation: evaluationOf({
        generatedBy: () => [
          {
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 42 } },
            instantiations: [{ name: 'itkBase', cppType: 'itk::Base', className: 'itk::Base', line: 0 }],
          },
        ],
      }),
    },
    titles: [/^Remove POINTER$/],
  },
  'superclass-not-wrapped': {
    text: 'itk_wrap_simple_class("itk::Foo" POINTER)',
    titles: [/POINTER_WITH_SUPERCLASS$/, /^Wrap itk::Base in a \.wrap of its own/],
  },
  'header-outside-dependencies': {
    text: 'itk_wrap_include("itkOther.h")',
    others: linksOneModule,
    titles: [/^Add ITKOther to the DEPENDS of ITKMod$/],
  },
  'python-headers-missing': {
    text: 'itk_wrap_include("itkPy.h")',
    others: linksOneModule,
    titles: [/^Add the folder of Python’s headers$/],
  },
  'argument-not-wrapped': {
    text: 'itk_wrap_simple_class("itk::Foo" POINTER)',
    more: found('argument-not-wrapped', { argument: 'itk::Image<float,4>' }),
    titles: [/^Find what would wrap itk::Image<float,4>…$/],
  },
  'superclass-outside-dependencies': {
    text: 'itk_wrap_simple_class("itk::Foo" POINTER)',
    more: { evaluation: evaluationOf({ enabled: () => enabledElsewhere() }) },
    titles: [/^Add ITKOther to the DEPENDS of ITKMod$/],
  },
  'argument-wrapped-later': {
    text: '',
    more: found('argument-wrapped-later', {
      dir: '/w/mod/wrapping',
      first: 'itkA',
      second: 'itkFoo',
    }),
    titles: [/^Wrap itkA before itkFoo$/],
  },
  'argument-outside-dependencies': {
    text: '',
    more: found('argument-outside-dependencies', { module: 'ITKMod', needed: 'ITKOther' }),
    titles: [/^Add ITKOther to the DEPENDS of ITKMod$/],
  },
  'method-type-not-wrapped': {
    text: 'itk_wrap_simple_class("itk::User" POINTER)',
    more: {
      evaluation: evaluationOf({
        enabled: () => enabledTypes('itk::User'),
        generatedBy: () => [
          {
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 42 } },
            instantiations: [{ name: 'itkUser', cppType: 'itk::User', className: 'itk::User', line: 0 }],
          },
        ],
      }),
    },
    titles: [/^Find what would wrap itk::Base…$/],
  },
  'misspelt-order': {
    text: 'itk_wrap_module(ITKMod)\nset(WRAPPING_SUBMODULE_ORDER itkFoo)',
    file: lists,
    titles: [/^Change to WRAPPER_SUBMODULE_ORDER$/],
  },
  'module-not-wrapped': {
    text: 'itk_wrap_module(ITKMod)\nitk_end_wrap_module()',
    file: lists,
    titles: [/^Add itk_auto_load_submodules\(\)$/],
  },
  'wrong-module-name': {
    text: 'itk_wrap_module(ITKOther)\nitk_auto_load_submodules()\nitk_end_wrap_module()',
    file: lists,
    others: { '/w/itk-module.cmake': 'itk_module(ITKMod)' },
    titles: [/^Change to ITKMod$/],
  },
  'unknown-dependency': {
    text: 'itk_wrap_module(ITKMod)\nitk_auto_load_submodules()\nitk_end_wrap_module()',
    file: lists,
    others: {
      '/w/itk-module.cmake': 'itk_module(ITKMod DEPENDS ITKComon)',
      '/w/common/itk-module.cmake': 'itk_module(ITKCommon)',
    },
    titles: [/^Change to ITKCommon$/],
  },
  'order-before-module': {
    text: 'set(WRAPPER_SUBMODULE_ORDER itkFoo)\nitk_wrap_module(ITKMod)',
    file: lists,
    titles: [/^Move it after/],
  },
  'type-without-file': {
    text: 'itk_wrap_module(ITKMod)\nset(WRAPPER_SUBMODULE_ORDER itkFo)',
    file: lists,
    titles: [/^Change to itkFoo$/, /^Remove itkFo from the order$/],
  },
  'type-listed-twice': {
    text: 'itk_wrap_module(ITKMod)\nset(WRAPPER_SUBMODULE_ORDER itkFoo itkFoo)',
    file: lists,
    titles: [/^Remove/],
  },
  'configure-needed': { text: '', more: { inBuild: true }, titles: [/^Run CMake$/] },
  'pkl-missing': {
    text: '',
    more: {
      module: aModule({ ...module, state: 'pkl-missing', pkl: { missing: ['/b/itk.Foo.itkFoo.pkl'] } }),
    },
    titles: [/^Repair: run igenerator for ITKMod$/],
  },
  'stamp-missing': {
    text: '',
    file: lists,
    more: { module: aModule({ ...module, state: 'stamp-missing', pkl: { stampPresent: false } }) },
    titles: [/^Repair: run igenerator for ITKMod$/],
  },
};

function found(code: string, data: NonNullable<Diagnostic['data']>): Partial<DiagnosticContext> {
  return { evaluation: evaluationOf({ diagnosticsOf: () => [{ ...problem, code, data }] }) };
}

function enabledTypes(...types: string[]): EvaluatedClasses {
  const classes = new EvaluatedClasses();
  classes.update([{ file: wrap, module: 'ITKMod', wrapped: types.map(wrappedType) }], [['ITKMod', []]]);
  return classes;
}

function enabledElsewhere(): EvaluatedClasses {
  const classes = new EvaluatedClasses();
  const own = { file: wrap, module: 'ITKMod', wrapped: [wrappedType('itk::Foo')] };
  const base = {
    file: '/w/other/wrapping/itkBase.wrap',
    module: 'ITKOther',
    wrapped: [wrappedType('itk::Base')],
  };
  classes.update([own, base], [['ITKMod', []]]);
  return classes;
}

describe('fixes', () => {
  it('are offered by every rule whose documentation names one', () => {
    const named = rules.filter(({ repair }) => repair !== undefined).map(({ code }) => code);
    assert.deepEqual(named.sort(), Object.keys(fixtures).sort());
  });

  for (const [code, { text, file = wrap, more, others, titles }] of Object.entries(fixtures))
    it(`are offered for ${code}`, async () => {
      const workspace = await Workspace.of({
        [macroFile]: macros,
        '/w/mod/itk-module.cmake': 'itk_module(ITKMod\n  DEPENDS\n    ITKCommon\n)\n',
        [lists]: 'itk_wrap_module(ITKMod)\n',
        [wrap]: '',
        // A superclass counts as wrapped if any .wrap names it. Only its module is then the question.
        ...(code === 'superclass-outside-dependencies' && {
          '/w/other/wrapping/itkBase.wrap': 'itk_wrap_simple_class("itk::Base" POINTER)\n',
        }),
        ...others,
      });
      workspace.addHeader('/w/other/include/itkOther.h', 'namespace itk { class Other {}; }');
      workspace.addHeader('/w/mod/include/itkPy.h', '#include <Python.h>');
      workspace.addHeader(
        '/w/mod/include/itkUser.h',
        'namespace itk { class User { public: Base * Get(); }; }',
      );
      workspace.addHeader('/w/mod/include/itkBase.h', 'namespace itk { class Base {}; }');
      workspace.addHeader('/w/mod/include/itkFoo.h', 'namespace itk { class Foo : public Base {}; }');
      workspace.addHeader('/w/mod/include/itkShared.h', 'namespace itk { class Bar {}; class Baz {}; }');
      const context = { ...workspace.context(file, text), inBuild: false, ...more };
      const diagnostics = diagnosticsOf(context, {}).filter((one) => one.code === code);
      assert.equal(diagnostics.length, 1, code);
      const actions = codeActions('file:///x', diagnostics);
      assert.equal(actions.length, titles.length, JSON.stringify(actions.map(({ title }) => title)));
      for (const [n, title] of titles.entries()) assert.match(actions[n]!.title, title);
      assert.ok(actions[0]!.isPreferred);
      const runs = new Set<string>(Object.values(commands));
      for (const { edit, command } of actions) assert.ok(edit ?? (command && runs.has(command.command)));
    });
});
