import { fromByteString } from '../../../../cmake/values/byte-string';
import type { Finding } from '../../diagnostic';
import type { EvaluationContext, Rule } from '../../rule';

export const syntax: Rule = {
  code: 'syntax',
  defaultSeverity: 'error',
  summary: 'CMake cannot parse the file: a block, a quote or a parenthesis is not closed, or closes nothing.',
  documentation:
    'What CMake itself only warns about is a warning here too. After the first error, nothing that only follows from it is reported.',
  graded: true,
  scripts: 'all',
  severalPerLine: true,
  evenInBrokenText: true,
  evenIfNotReached: true,

  onScript: ({ script, file }) =>
    script.errors.map(({ message, severity, range }) => ({ message, severity, location: { file, range } })),

  onEvaluation(context) {
    if (context.record !== null) return errorsIn(context.record.wrap, context);
    return context.evaluation.broken.flatMap((file) =>
      errorsIn(file, context).filter(({ severity }) => severity === 'error'),
    );
  },
};

const errorsIn = (script: string, { programs }: EvaluationContext): Finding[] =>
  programs.errors(script).map(({ message, severity, range }) => ({
    message,
    severity,
    location: { file: fromByteString(script), range },
  }));
