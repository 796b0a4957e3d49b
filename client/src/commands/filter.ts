import * as vscode from 'vscode';
import { noFilter, passes, stateConditions } from '../views/modules-filter';
import { askLive, pickMany } from '../ui/pick';
import { plural } from '../../../server/src/shared/l10n/localized-plural';
import { type CommandContext, register } from './context';

/** Registers the commands that change what *Modules* shows. */
export function registerFilterCommands(all: CommandContext): void {
  const view = all.modulesView;
  const setGroup = (group: 'module' | 'state'): void => {
    view.filter = { ...view.filter, group };
  };
  register(all, {
    'itkWrapping.filterText': () => filterText(all),
    'itkWrapping.filterStates': () => filterStates(all),
    'itkWrapping.clearFilter': () => {
      view.filter = { ...noFilter, group: view.filter.group };
    },
    'itkWrapping.groupByState': () => setGroup('state'),
    'itkWrapping.groupByModule': () => setGroup('module'),
  });
}

/** Shows a box that filters as the user types. Escape restores the previous filter. */
async function filterText({ modulesView: view }: CommandContext): Promise<void> {
  const before = view.filter;
  const accepted = await askLive({
    title: vscode.l10n.t('Filter modules and types'),
    placeHolder: vscode.l10n.t('Words of a type’s or module’s name'),
    value: before.text,
    onChange: (text) => {
      view.filter = { ...view.filter, text };
    },
  });
  if (!accepted) view.filter = before;
}

async function filterStates({ modulesView: view, model }: CommandContext): Promise<void> {
  const types = model.allTypes();
  const count = (state: (typeof conditions)[number]['state']): number =>
    types.filter((type) => passes({ ...noFilter, states: [state] }, type, model.module(type.module))).length;
  const conditions = stateConditions();
  const picked = await pickMany(
    conditions.map(({ state, label }) => ({
      label,
      value: state,
      description: plural(count(state), vscode.l10n.t('1 type'), vscode.l10n.t('{0} types', count(state))),
      picked: view.filter.states.includes(state),
    })),
    {
      title: vscode.l10n.t('Filter by state'),
      placeHolder: vscode.l10n.t('Types in one of these states'),
    },
  );
  if (picked) view.filter = { ...view.filter, states: picked };
}
