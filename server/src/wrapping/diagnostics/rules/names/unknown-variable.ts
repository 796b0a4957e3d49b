import * as l10n from '@vscode/l10n';
import { contains } from '../../../../cmake/syntax/visit';
import { isListedKind, itkVariables, knowsItk } from '../../../index/itk-names';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import type { Finding } from '../../diagnostic';
import { changeTo } from '../../fixes';
import { didYouMean, nearMisses } from '../../../../shared/near-miss';
import { newNameOfVariable } from '../../old-names';
import type { Rule } from '../../rule';
import { sentences } from '../../../../shared/l10n/sentences';

/** Lists and options of the wrapping. */
const SETTINGS = /^(?:WRAP_ITK_|ITK_WRAP_)\w+$/;

export const unknownVariable: Rule = {
  code: 'unknown-variable',
  defaultSeverity: 'warning',
  summary: 'Nothing sets this list or option of the wrapping, so it is empty.',
  documentation:
    'CMake does not report this: the list is empty and nothing is wrapped. Reported for a name that is similar to one that is set, or that has a new name, such as `WRAP_ITK_DIMS`. Without an ITK, its lists are known by name.',
  repair: 'that name.',

  onScript({ facts, index, file }) {
    const isIndexed = knowsItk(index);
    return facts.occurrences.flatMap(({ kind, name, range, role }): Finding[] => {
      if (kind !== 'variable' || role === 'define' || role === 'write') return [];
      const now = newNameOfVariable(name);
      if ((now === null && !SETTINGS.test(name)) || isSet(index, name)) return [];
      if (!isIndexed && (!isListedKind(name) || itkVariables.includes(name))) return [];
      const near = now === null ? nearMisses(name, isIndexed ? settings(index) : itkVariables) : [now];
      if (near.length === 0) return [];
      const hint = now === null ? didYouMean(near) : '';
      const fixes = near.map((other) => changeTo(other, range));
      return [{ message: sentences(message(name), hint), location: { file, range }, fixes }];
    });
  },

  onEvaluation: ({ observations }) =>
    observations
      .filter(({ kind }) => kind === 'unknown-variable')
      .map(({ subject, location }) => ({
        message: message(subject),
        location,
        unknownName: subject,
        data: { variable: subject },
      })),

  fix({ data, location }, { facts }) {
    const now = newNameOfVariable(data?.variable ?? '');
    const found = facts.occurrences.find(
      ({ kind, name, range }) =>
        kind === 'variable' && name === data?.variable && contains(location.range, range.start),
    );
    return found && now !== null ? [changeTo(now, found.range)] : [];
  },
};

function message(name: string): string {
  const now = newNameOfVariable(name);
  return sentences(
    l10n.t('{0} is not set here and expands to an empty string.', name),
    now === null ? null : l10n.t('It is called {0} now.', now),
  );
}

const settings = (index: WorkspaceIndex): string[] =>
  index
    .namesOf('variable')
    .flatMap(([other]) => (SETTINGS.test(other) && isSet(index, other) ? [other] : []));

const isSet = (index: WorkspaceIndex, name: string): boolean =>
  index.occurrencesOf('variable', name).some(({ occurrence: { role } }) => role === 'write');
