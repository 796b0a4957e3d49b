import { remove, wholeLine } from '../../fixes';
import type { Rule } from '../../rule';
import { repeatedAliases } from './repeated-aliases';
import { repeatedTemplates } from './repeated-templates';

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
        message: message(`The instantiation of line ${first.range.start.line + 1}`),
        location: { file: context.file, range: mangle.range },
        related: [
          {
            location: { file: context.file, range: first.range },
            message: 'the first template with this mangle',
          },
        ],
        fixes: [remove('the second itk_wrap_template()', wholeLine(second.range))],
      })),

  onEvaluation: (context) =>
    repeatedAliases(context, true).map(({ second, location, related }) => ({
      message: message(second.cppType),
      location,
      related,
    })),
};

const message = (what: string): string =>
  `${what} is wrapped twice. castxml accepts that, but Python then defines the template twice and warns “template already defined” when it is imported.`;
