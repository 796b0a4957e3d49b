import { knowsItk } from '../../../index/itk-names';
import * as l10n from '@vscode/l10n';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import type { Finding } from '../../diagnostic';
import { changeTo } from '../../fixes';
import { newNameOfVariable } from '../../old-names';
import type { Rule } from '../../rule';
import { sentences } from '../../../../shared/l10n/sentences';

export const oldVariable: Rule = {
  code: 'old-variable',
  defaultSeverity: 'warning',
  summary: 'Older versions of ITK read this variable, but the current one does not.',
  documentation:
    'For example, `WRAPPER_LIBRARY_GROUPS` is now called `WRAPPER_SUBMODULE_ORDER`. Not reported if the macros of this ITK still read the old variable.',
  repair: 'its current name.',

  onScript({ facts, index, file }) {
    // The macros of an ITK that is not indexed yet may read it.
    if (!knowsItk(index) && !index.hasScanned(file)) return [];
    return facts.occurrences.flatMap(({ kind, name, range, role }): Finding[] => {
      const now = newNameOfVariable(name);
      if (kind !== 'variable' || role !== 'write' || now === null || isReadElsewhere(index, name)) return [];
      return [{ message: message(name), location: { file, range }, fixes: [changeTo(now, range)] }];
    });
  },

  onEvaluation: ({ observations }) =>
    observations
      .filter(({ kind }) => kind === 'old-variable')
      .map(({ subject, location }) => ({ message: message(subject), location })),
};

function message(name: string): string {
  const now = newNameOfVariable(name);
  return sentences(
    l10n.t('{0} has no effect: it is a variable of older ITK versions.', name),
    now === null ? null : l10n.t('Set {0} instead.', now),
  );
}

/** Whether a macro file reads a variable. The macros of ITK up to 5.2 still read some old names. */
const isReadElsewhere = (index: WorkspaceIndex, name: string): boolean =>
  index
    .occurrencesOf('variable', name)
    .some(({ file, occurrence: { role } }) => role === 'read' && file.endsWith('.cmake'));
