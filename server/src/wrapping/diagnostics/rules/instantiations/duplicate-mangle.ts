import * as l10n from '@vscode/l10n';
import type { Rule } from '../../rule';
import { repeatedAliases } from '../../findings/repeated-aliases';
import { repeatedTemplates } from '../../findings/repeated-templates';
import { sentences } from '../../../../shared/l10n/sentences';

export const duplicateMangle: Rule = {
  code: 'duplicate-mangle',
  defaultSeverity: 'error',
  summary: 'Two different C++ types get the same name, because their mangles are the same.',
  documentation:
    'castxml stops with “type alias redefinition with different types”. Reading alone finds this if no command between the two can have changed a variable in the mangle; an evaluation always finds it.',
  scripts: 'wrap',
  alternatives: ['wrapped-twice'],
  explainedBy: ['undefined-type', 'unknown-variable'],

  onScript: (context) =>
    repeatedTemplates(context)
      .filter(({ sameType }) => !sameType)
      .map(({ first, mangle }) => ({
        message: sentences(
          l10n.t('The mangle {0} is also used in line {1}.', mangle.text, first.range.start.line + 1),
          consequence(),
        ),
        location: { file: context.file, range: mangle.range },
        related: [
          {
            location: { file: context.file, range: first.range },
            message: l10n.t('the first template with this mangle'),
          },
        ],
      })),

  onEvaluation: (context) =>
    repeatedAliases(context, false).map(({ first, second, location, related }) => ({
      message: sentences(
        l10n.t('{0} is wrapped twice, for {1} and for {2}.', second.name, first.cppType, second.cppType),
        consequence(),
      ),
      location,
      related,
    })),
};

const consequence = (): string =>
  l10n.t('Both make the same alias, and castxml stops with “type alias redefinition with different types”.');
