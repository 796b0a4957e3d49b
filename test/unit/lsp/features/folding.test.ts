import assert from 'node:assert/strict';
import { foldingRanges } from '../../../../server/src/lsp/features/folding';
import { selectionRange } from '../../../../server/src/lsp/features/selection';
import { Workspace } from '../../../support/language';

describe('folding and selection', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.of();
  });

  /** Folding ranges as `first-last`. Lines count from 1. */
  function checkFolds(text: string): string[] {
    const { script, facts } = workspace.context('/w/a.wrap', text);
    return foldingRanges(script, facts).map(({ startLine, endLine }) => `${startLine + 1}-${endLine + 1}`);
  }

  /** The texts that expanding the selection goes through. */
  function checkSelection(fixture: string): string[] {
    const { context, position } = workspace.at(fixture);
    const texts: string[] = [];
    const lines = context.text.split('\n');
    const offset = ({ line, character }: { line: number; character: number }) =>
      lines.slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
    for (
      let range = selectionRange(context.script, context.facts, context.text, position);
      range;
      range = range.parent!
    )
      texts.push(context.text.slice(offset(range.range.start), offset(range.range.end)));
    return texts;
  }

  it('folds classes, blocks with their branches, long commands and comments', () => {
    assert.deepEqual(
      checkFolds(
        '# a\n# b\nitk_wrap_class("itk::A")\nif(x)\n  a()\nelse()\n  b()\nendif()\nset(\n  v\n  w\n)\nitk_end_wrap_class()\n',
      ),
      ['1-2', '3-13', '4-5', '6-7', '9-12'],
    );
  });

  it('expands from a name to its reference, argument, command, block, class and file', () => {
    assert.deepEqual(
      checkSelection(
        'itk_wrap_class("A")\nforeach(d 2)\n  t("x${d‸}" y)\nendforeach()\nitk_end_wrap_class()',
      ),
      [
        '${d}',
        'x${d}',
        '"x${d}"',
        '"x${d}" y',
        't("x${d}" y)',
        'foreach(d 2)\n  t("x${d}" y)\nendforeach()',
        'itk_wrap_class("A")\nforeach(d 2)\n  t("x${d}" y)\nendforeach()\nitk_end_wrap_class()',
      ],
    );
  });
});
