import * as l10n from '@vscode/l10n';
import type { Rule } from '../../rule';
import { classCommands } from '../../findings/class-arguments';

export const missingArguments: Rule = {
  code: 'missing-arguments',
  defaultSeverity: 'error',
  summary: 'The class has no name, or itk_wrap_named_class() has no SWIG name.',
  documentation: '',
  scripts: 'wrap',

  onScript: (context) =>
    classCommands(context)
      .filter(({ command, needed }) => command.args.length < needed)
      .map(({ command, name, named }) => ({
        message: named
          ? l10n.t('{0}() needs a class and its SWIG name.', name)
          : l10n.t('{0}() needs a class, such as "itk::Image".', name),
        location: { file: context.file, range: command.range },
      })),
};
