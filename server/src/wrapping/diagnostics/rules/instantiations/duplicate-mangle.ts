import type { Rule } from '../../rule';
import { repeatedAliases } from './repeated-aliases';
import { repeatedTemplates } from './repeated-templates';

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
        message: `The mangle ${mangle.text} is also used in line ${first.range.start.line + 1}. ${CONSEQUENCE}`,
        location: { file: context.file, range: mangle.range },
        related: [
          {
            location: { file: context.file, range: first.range },
            message: 'the first template with this mangle',
          },
        ],
      })),

  onEvaluation: (context) =>
    repeatedAliases(context, false).map(({ first, second, location, related }) => ({
      message: `${second.name} is wrapped twice, for ${first.cppType} and for ${second.cppType}. ${CONSEQUENCE}`,
      location,
      related,
    })),
};

const CONSEQUENCE =
  'Both make the same alias, and castxml stops with “type alias redefinition with different types”.';
