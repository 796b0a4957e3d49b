import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { startOfCommands } from '../../../index/script-facts';
import type { Finding } from '../../diagnostic';
import type { Rule } from '../../rule';
import { classesWithoutOwnHeader } from './classes-without-header';

export const includeMissing: Rule = {
  code: 'include-missing',
  defaultSeverity: 'warning',
  summary: 'ITK includes a header named after the class, but there is no such header.',
  documentation:
    'For `itk::Foo`, `itk_wrap_class` includes `itkFoo.h`; `itk_wrap_named_class` includes nothing. Another header defines the class, and castxml stops with “file not found”.',
  repair: 'include the other header, and switch the automatic include off.',
  scripts: 'wrap',

  onScript: (context) =>
    classesWithoutOwnHeader(context).flatMap(({ className, nameRange, command, header }): Finding[] => {
      const found = context.index.classNamed(className);
      // ITK includes nothing for a class with its own SWIG name. Another class in the file may include the header.
      if (found === undefined || /_named_/i.test(command.name)) return [];
      const actual = path.basename(found.file);
      const start = startOfCommands(context.script);
      const newText = `set(WRAPPER_AUTO_INCLUDE_HEADERS OFF)\nitk_wrap_include("${actual}")\n`;
      const at = { line: found.line, character: found.character };
      return [
        {
          message: l10n.t(
            'There is no {0}, which ITK includes for {1}. castxml will stop with “file not found”. The class is defined in {2}.',
            header,
            className,
            actual,
          ),
          location: { file: context.file, range: nameRange },
          related: [
            {
              location: { file: found.file, range: { start: at, end: at } },
              message: l10n.t('defined here'),
            },
          ],
          fixes: [
            {
              title: l10n.t('Include {0} instead', actual),
              edits: [{ range: { start, end: start }, newText }],
            },
          ],
        },
      ];
    }),
};
