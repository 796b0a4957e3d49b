import * as l10n from '@vscode/l10n';
import { typeNameOfWrap } from '../../../index/script-facts';
import type { Rule } from '../../rule';
import { sentences } from '../../../../shared/l10n/sentences';
import { plural } from '../../../../shared/l10n/localized-plural';

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

export const duplicateType: Rule = {
  code: 'duplicate-type',
  defaultSeverity: 'warning',
  summary: 'Two modules have a .wrap file of the same name.',
  documentation: 'In one build, they overwrite each other’s files.',
  scripts: 'wrap',

  onScript({ file, index }) {
    const name = typeNameOfWrap(file);
    const module = index.moduleOf(file);
    const others = index.wrapsOf(name).filter((other) => other !== file && index.moduleOf(other) !== module);
    if (others.length === 0) return [];
    const related = others.map((other) => ({
      location: { file: other, range: START },
      message: index.moduleOf(other) ?? other,
    }));
    return [{ message: message(name, others.length), location: { file, range: START }, related }];
  },

  onEvaluation: ({ observations }) =>
    observations
      .filter(({ kind }) => kind === 'duplicate-type')
      .map(({ subject, location, related }) => ({
        message: message(subject, 1),
        location,
        related: related === null ? [] : [{ message: l10n.t('the other one'), location: related }],
      })),
};

const message = (name: string, others: number): string =>
  sentences(
    plural(
      others,
      l10n.t('Another module also has {0}.wrap.', name),
      l10n.t('{0} other modules also have {1}.wrap.', others, name),
    ),
    l10n.t('In one build, they overwrite each other’s files.'),
  );
