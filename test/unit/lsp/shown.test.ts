import assert from 'node:assert/strict';
import { codeLenses } from '../../../server/src/lsp/features/code-lens';
import { inlayHints } from '../../../server/src/lsp/features/inlay-hints';
import { readLanguageSettings } from '../../../server/src/lsp/server/language-settings';
import { semanticTokens, semanticTokensLegend } from '../../../server/src/lsp/features/semantic-tokens';
import type { TypeState } from '../../../server/src/shared/type-state';
import { evaluationOf, macroFile, macros, Workspace } from '../../support/language';

const all = { counts: true, loopValues: true, parameterNames: true };
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

describe('tokens, hints and lenses', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.of({ [macroFile]: macros });
  });

  it('colours names by what they are, and the parts of composed ones apart', () => {
    const text = 'itk_wrap_class("itk::Foo" POINTER)\nforeach(t 1)\n  f("${ITKT_${t}2}")\nendforeach()\n';
    const { facts } = workspace.context('/w/a.wrap', text);
    const data = semanticTokens(facts, workspace.index);
    const lines = text.split('\n');
    const tokens: string[] = [];
    for (let n = 0, line = 0, character = 0; n < data.length; n += 5) {
      if (data[n]! > 0) character = 0;
      line += data[n]!;
      character += data[n + 1]!;
      tokens.push(
        `${semanticTokensLegend.tokenTypes[data[n + 3]!]} ${lines[line]!.slice(character, character + data[n + 2]!)}`,
      );
    }
    assert.deepEqual(tokens, [
      'macro itk_wrap_class',
      'class itk::Foo',
      'enumMember POINTER',
      'variable t',
      'variable ITKT_${',
      'variable t',
      'variable }2',
    ]);
  });

  it('hints parameter names, counts and loop values, each by its setting', () => {
    const line = (n: number) => ({ start: { line: n, character: 0 }, end: { line: n, character: 20 } });
    const evaluation = evaluationOf({
      generatedBy: () => [
        {
          range: line(1),
          instantiations: [
            { name: 'itkFooF2', cppType: 'itk::Foo<float,2>', className: 'itk::Foo', line: 0 },
          ],
        },
      ],
      loopsOf: () => [{ range: line(0), variable: 'd', values: ['2', '3'] }],
    });
    const context = workspace.context(
      '/w/a.wrap',
      'foreach(d ${DIMS})   \n  itk_wrap_template("F${d}" "${types}")\nendforeach()',
      { evaluation },
    );
    const labels = (settings: typeof all) => inlayHints(context, whole, settings).map(({ label }) => label);
    assert.deepEqual(labels(all), ['name:', '1 ×', '= 2 3']);
    assert.deepEqual(labels({ ...all, parameterNames: false, loopValues: false }), ['1 ×']);
    assert.deepEqual(inlayHints(context, line(9), all), []);
  });

  it('shows state, instantiations and what can be run above a class, only where a build has the type', () => {
    const type = {
      name: 'itkFoo',
      module: 'ITKMod',
      cxx: '/b/itkFoo.cxx',
      state: 'miss',
      reason: { kind: 'never-cached' },
      instantiations: [{ name: 'itkFooF2', cppType: '', className: 'itk::Foo', line: 1 }],
    } as unknown as TypeState;
    const { facts } = workspace.context('/w/a.wrap', 'itk_wrap_class("itk::Foo")\nitk_end_wrap_class()');
    const titles = codeLenses(facts, type, undefined, true).map(({ command }) => command?.title);
    assert.deepEqual(titles, [
      'MISS: never cached',
      '1 instantiation',
      '$(play) castxml',
      '$(gear) igenerator',
      '$(question) explain',
    ]);
    assert.deepEqual(codeLenses(facts, undefined, undefined, true), []);
    assert.deepEqual(
      codeLenses(facts, type, undefined, false).map(({ command }) => command),
      [
        { title: 'MISS: never cached', command: '' },
        { title: '1 instantiation', command: '' },
      ],
      'a client without our commands sees the words alone',
    );
  });

  it('reads its settings from whatever a client sends', () => {
    assert.deepEqual(readLanguageSettings(null), {
      inlayHints: all,
      codeLens: true,
      evaluation: true,
      diagnostics: {},
    });
    const read = readLanguageSettings({
      inlayHints: { counts: false, loopValues: 'x' },
      codeLens: { enabled: false },
    });
    assert.deepEqual(read, {
      inlayHints: { ...all, counts: false },
      codeLens: false,
      evaluation: true,
      diagnostics: {},
    });
  });
});
