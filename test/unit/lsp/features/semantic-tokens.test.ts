import assert from 'node:assert/strict';
import { semanticTokens, semanticTokensLegend } from '../../../../server/src/lsp/features/semantic-tokens';
import { macroFile, macros, Workspace } from '../../../support/language';

describe('semantic tokens', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.of({ [macroFile]: macros });
  });

  it('distinguish names by kind, and the parts of composed names', () => {
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
});
