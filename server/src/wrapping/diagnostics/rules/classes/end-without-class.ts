import * as l10n from '@vscode/l10n';
import { remove, wholeLine } from '../../fixes';
import type { Rule } from '../../rule';
import { classMistakes } from '../../findings/class-mistakes';

export const endWithoutClass: Rule = {
  code: 'end-without-class',
  defaultSeverity: 'warning',
  summary: 'itk_end_wrap_class() closes nothing: no class is open.',
  documentation: 'CMake does not report this.',
  repair: 'remove it.',
  scripts: 'wrap',

  onScript: (context) =>
    classMistakes(context, 'end-without-class').map(({ command: { range } }) => ({
      message: message(),
      location: { file: context.file, range },
      fixes: [remove('itk_end_wrap_class()', wholeLine(range))],
    })),

  onEvaluation: ({ observations }) =>
    observations
      .filter(({ kind }) => kind === 'end-without-class')
      .map(({ location }) => ({ message: message(), location })),
};

const message = (): string => l10n.t('No class is open here. CMake does not report this.');
