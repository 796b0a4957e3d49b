import * as l10n from '@vscode/l10n';
import { remove, wholeLine } from '../../fixes';
import type { Rule } from '../../rule';
import { repeatedAliases } from './repeated-aliases';
import { repeatedTemplates } from './repeated-templates';
import { sentences } from '../../../../shared/l10n/sentences';

export const wrappedTwice: Rule = {
  code: 'wrapped-twice',
  defaultSeverity: 'warning',
  summary: 'The same instantiation is wrapped twice.',
  documentation:
    'castxml accepts two equal aliases, but Python defines the template twice: it warns “template already defined” at import.',
  repair: 'remove the second.',
  scripts: 'wrap',
  alternatives: ['duplicate-mangle'],
  explainedBy: ['undefined-type', 'unknown-variable'],

  onScript: (context) =>
    repeatedTemplates(context)
      .filter(({ sameType }) => sameType)
      .map(({ first, second, mangle }) => ({
        message: sentences(
          l10n.t('The instantiation of line {0} is wrapped twice.', first.range.start.line + 1),
          consequence(),
        ),
        location: { file: context.file, range: mangle.range },
        related: [
          {
            location: { file: context.file, range: first.range },
            message: l10n.t('the first template with this mangle'),
          },
        ],
        fixes: [
          { ...remove('', wholeLine(second.range)), title: l10n.t('Remove the second itk_wrap_template()') },
        ],
      })),

  onEvaluation: (context) =>
    repeatedAliases(context, true).map(({ second, location, related }) => ({
      message: sentences(l10n.t('{0} is wrapped twice.', second.cppType), consequence()),
      location,
      related,
    })),
};

const consequence = (): string =>
  l10n.t(
    'castxml accepts that, but Python then defines the template twice and warns “template already defined” when it is imported.',
  );
