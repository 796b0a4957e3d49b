import * as l10n from '@vscode/l10n';
import { remove } from '../../fixes';
import type { Rule } from '../../rule';
import { classCommands } from '../../findings/class-arguments';

export const tooManyArguments: Rule = {
  code: 'too-many-arguments',
  defaultSeverity: 'error',
  summary: 'A class takes its name and one wrap method, but there are more arguments.',
  documentation: '`itk_wrap_named_class` also takes the SWIG name.',
  repair: 'remove the rest.',
  scripts: 'wrap',

  onScript: (context) =>
    classCommands(context).flatMap(({ name, named, extra }) =>
      extra === undefined
        ? []
        : [
            {
              message: named
                ? l10n.t(
                    'Too many arguments. {0}() takes a class, its SWIG name and at most one wrap method, so CMake stops here.',
                    name,
                  )
                : l10n.t(
                    'Too many arguments. {0}() takes a class and at most one wrap method, so CMake stops here.',
                    name,
                  ),
              location: { file: context.file, range: extra.range },
              fixes: [remove(extra.text, extra.range)],
            },
          ],
    ),
};
