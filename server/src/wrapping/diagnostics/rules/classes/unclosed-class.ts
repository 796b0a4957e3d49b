import * as l10n from '@vscode/l10n';
import type { Rule } from '../../rule';
import { classMistakes } from '../../findings/class-mistakes';
import { sentences } from '../../../../shared/l10n/sentences';

export const unclosedClass: Rule = {
  code: 'unclosed-class',
  defaultSeverity: 'warning',
  summary: 'itk_end_wrap_class() is missing before the next class or the end of the file.',
  documentation:
    'CMake does not report this, and adds the templates that follow to this class. Not reported in a file that CMake cannot parse or does not run to its end.',
  repair: 'close it.',
  scripts: 'wrap',

  onScript: (context) =>
    classMistakes(context, 'unclosed-class').map(({ command, last }) => {
      const { end } = last.range;
      const indent = ' '.repeat(command.range.start.character);
      return {
        message: message(command.args[0]?.text ?? ''),
        location: { file: context.file, range: command.nameRange },
        fixes: [
          {
            title: l10n.t('Close the class with itk_end_wrap_class()'),
            edits: [{ range: { start: end, end }, newText: `\n${indent}itk_end_wrap_class()` }],
          },
        ],
      };
    }),

  onEvaluation: ({ observations }) =>
    observations
      .filter(({ kind }) => kind === 'unclosed-class')
      .map(({ subject, location, related }) => ({
        message: message(subject),
        location,
        related:
          related === null ? [] : [{ message: l10n.t('the next class begins here'), location: related }],
      })),
};

const message = (className: string): string =>
  sentences(
    className === ''
      ? l10n.t('The class is not closed: itk_end_wrap_class() is missing.')
      : l10n.t('{0} is not closed: itk_end_wrap_class() is missing.', className),
    l10n.t('CMake does not report this, and adds the templates that follow to this class.'),
  );
