import * as l10n from '@vscode/l10n';
import { findWhatWraps } from '../../fixes';
import type { Rule } from '../../rule';
import { unknownParameter } from '../../findings/unknown-parameter';
import { sentences } from '../../../../shared/l10n/sentences';

export const argumentNotWrapped: Rule = {
  code: 'argument-not-wrapped',
  defaultSeverity: 'warning',
  summary: 'No enabled .wrap file wraps this template argument.',
  documentation:
    'For example, `itk::Image< float,4 >`. Python warns “Unknown parameter” when the class is imported, and the class has no key for that argument. For a module outside of ITK, what the ITK behind `ITK_DIR` wraps counts too; if that ITK does not say what it wraps, nothing is reported. Found by the evaluation.',

  repair: 'find what would wrap it: options, or a line in a `.wrap` file.',

  /** castxml stops before. */
  isSaidBy: (one, { code, location }) =>
    (code === 'wrong-template-arguments' || code === 'class-not-found') &&
    location.range.start.line === one.location.range.start.line,

  onEvaluation: ({ unknownArguments }) =>
    unknownArguments
      .filter(({ reason }) => reason === 'not-wrapped')
      .map(({ argument, className, location }) => ({
        message: sentences(l10n.t('No enabled .wrap file wraps {0}.', argument), unknownParameter(className)),
        location,
        data: { argument },
      })),

  fix: ({ data }) => (data?.argument === undefined ? [] : [findWhatWraps(data.argument)]),
};
