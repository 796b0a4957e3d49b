import type { Rule } from '../../rule';
import { classCommands } from './class-arguments';

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
          ? `${name}() needs a class and its SWIG name.`
          : `${name}() needs a class, such as "itk::Image".`,
        location: { file: context.file, range: command.range },
      })),
};
