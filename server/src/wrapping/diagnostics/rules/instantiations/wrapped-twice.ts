import * as l10n from '@vscode/l10n';
import type { Rewrapping } from '../../../index/unknown-arguments';
import type { Finding } from '../../diagnostic';
import { remove, wholeLine } from '../../fixes';
import type { Rule } from '../../rule';
import { repeatedAliases } from '../../findings/repeated-aliases';
import { repeatedTemplates } from '../../findings/repeated-templates';
import { sentences } from '../../../../shared/l10n/sentences';

export const wrappedTwice: Rule = {
  code: 'wrapped-twice',
  defaultSeverity: 'warning',
  summary: 'The same instantiation is wrapped twice.',
  documentation:
    'castxml accepts two equal aliases, but Python defines the template twice: it warns “template already defined” at import, and the last definition counts. The evaluation also finds instantiations that another file, another module or the ITK behind `ITK_DIR` wraps already.',
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

  onEvaluation: (context) => [
    ...repeatedAliases(context, true).map(({ second, location, related }) => ({
      message: sentences(l10n.t('{0} is wrapped twice.', second.cppType), consequence()),
      location,
      related,
    })),
    // Only a template has instantiations. Wrapping another class again is harmless, and ITK does it with enumerations.
    ...context.rewrapped.filter(({ cppType }) => cppType.includes('<')).map(rewrapped),
  ],

  fix: ({ location: { range }, data }) =>
    data?.isAll === 'yes' ? [{ ...remove('', wholeLine(range)), title: l10n.t('Remove this command') }] : [],
};

function rewrapped({ cppType, location, module, first, isAll }: Rewrapping): Finding {
  return {
    message: sentences(
      module === null
        ? l10n.t('ITK wraps {0} already.', cppType)
        : l10n.t('{0} wraps {1} already.', module, cppType),
      consequence(),
    ),
    location,
    related: first === null ? [] : [{ message: l10n.t('wrapped here first'), location: first }],
    ...(isAll && { data: { isAll: 'yes' } }),
  };
}

const consequence = (): string =>
  l10n.t(
    'castxml accepts that, but Python then defines the template twice and warns “template already defined” when it is imported. The last definition counts.',
  );
