import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { commands } from '../../../../shared/protocol';
import type { Rule } from '../../rule';

export const configureNeeded: Rule = {
  code: 'configure-needed',
  defaultSeverity: 'information',
  summary: 'The build does not have this .wrap file yet.',
  documentation: 'The build has its module, and CMake finds new files when it runs again.',
  repair: 'run CMake.',
  scripts: 'wrap',

  onBuild: ({ file, inBuild, hasType }) =>
    inBuild && !hasType
      ? [
          {
            message: l10n.t(
              'The active build does not have {0} yet. Run CMake to add it.',
              path.basename(file),
            ),
            location: {
              file,
              range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
            },
            fixes: [{ title: l10n.t('Run CMake'), command: commands.configure, args: [] }],
          },
        ]
      : [],
};
