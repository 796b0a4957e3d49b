import * as l10n from '@vscode/l10n';
import type { Rule } from '../../rule';
import { classMistakes } from '../../findings/class-mistakes';

export const templateOutsideClass: Rule = {
  code: 'template-outside-class',
  defaultSeverity: 'warning',
  summary: 'A template outside any class is added to the class before it, even if that is in another file.',
  documentation: 'CMake does not report this.',
  scripts: 'wrap',

  onScript: (context) =>
    classMistakes(context, 'template-outside-class').map(({ command: { nameRange } }) => ({
      message: message(),
      location: { file: context.file, range: nameRange },
    })),

  onEvaluation: ({ observations }) =>
    observations
      .filter(({ kind }) => kind === 'template-outside-class')
      .map(({ location }) => ({ message: message(), location })),
};

const message = (): string =>
  l10n.t(
    'No class is open here. The template is added to the class before it, even if that is in another file. Put it between itk_wrap_class() and itk_end_wrap_class().',
  );
