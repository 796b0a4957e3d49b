import { fromByteString } from '../../../../cmake/values/byte-string';
import * as l10n from '@vscode/l10n';
import type { Block } from '../../../../cmake/syntax/ast';
import { comparePositions, visitBlocks } from '../../../../cmake/syntax/visit';
import type { Range } from '../../../../shared/text-range';
import type { Finding, Fix } from '../../diagnostic';
import type { EvaluationContext, Rule } from '../../rule';

export const syntax: Rule = {
  code: 'syntax',
  defaultSeverity: 'error',
  summary: 'CMake cannot parse the file: a block, a quote or a parenthesis is not closed, or closes nothing.',
  documentation:
    'What CMake itself only warns about is a warning here too. After the first error, nothing that only follows from it is reported.',
  repair: 'close the block.',
  graded: true,
  scripts: 'all',
  severalPerLine: true,
  evenInBrokenText: true,
  evenIfNotReached: true,

  onScript({ script, file }) {
    const open = [...visitBlocks(script.statements)].filter(({ close }) => close === null);
    return script.errors.map(({ message, severity, range }) => {
      const block = open.find(({ branches }) => isSame(branches[0]!.open.nameRange, range));
      const fixes = block === undefined ? [] : [closing(block)];
      return { message, severity, location: { file, range }, fixes };
    });
  },

  onEvaluation(context) {
    if (context.record !== null) return errorsIn(context.record.wrap, context);
    return context.evaluation.broken.flatMap((file) =>
      errorsIn(file, context).filter(({ severity }) => severity === 'error'),
    );
  },
};

/**
 * Closes a block before the end of the class around it, or else after its last statement. An open block contains everything
 * up to the end of the file.
 */
function closing({ type, branches, range }: Block): Fix {
  const { open } = branches[0]!;
  const end = branches
    .flatMap(({ body }) => body)
    .find(
      (statement) => statement.kind === 'command' && statement.name.toLowerCase() === 'itk_end_wrap_class',
    );
  const close = `end${type}()`;
  const indent = ' '.repeat(open.range.start.character);
  const at = end ? { line: end.range.start.line, character: 0 } : range.end;
  const newText = end ? `${indent}${close}\n` : `\n${indent}${close}`;
  return { title: l10n.t('Add {0}', close), edits: [{ range: { start: at, end: at }, newText }] };
}

const isSame = (a: Range, b: Range): boolean =>
  comparePositions(a.start, b.start) === 0 && comparePositions(a.end, b.end) === 0;

const errorsIn = (script: string, { programs }: EvaluationContext): Finding[] =>
  programs.errors(script).map(({ message, severity, range }) => ({
    message,
    severity,
    location: { file: fromByteString(script), range },
  }));
