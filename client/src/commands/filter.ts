import * as vscode from 'vscode';
import { noFilter, passes, stateConditions } from '../modulesFilter';
import { type CommandContext, register } from './context';

/** Commands that change what *Modules* shows. */
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

/** A box whose text filters as it is typed; Escape puts back what was. */
async function filterText({ modulesView: view }: CommandContext): Promise<void> {
  const before = view.filter;
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Filter modules and types');
  input.placeholder = vscode.l10n.t('Words of a type’s or module’s name');
  input.value = before.text;
  let accepted = false;
  input.onDidChangeValue((text) => {
    view.filter = { ...view.filter, text };
  });
  input.onDidAccept(() => {
    accepted = true;
    input.hide();
  });
  await new Promise<void>((resolve) => {
    input.onDidHide(() => resolve());
    input.show();
  });
  if (!accepted) view.filter = before;
  input.dispose();
}

async function filterStates({ modulesView: view, model }: CommandContext): Promise<void> {
  const types = model.allTypes();
  const count = (state: (typeof conditions)[number]['state']): number =>
    types.filter((type) => passes({ ...noFilter, states: [state] }, type, model.module(type.module))).length;
  const conditions = stateConditions();
  const picked = await vscode.window.showQuickPick(
    conditions.map(({ state, label }) => ({
      label,
      description: vscode.l10n.t('{0} types', count(state)),
      state,
      picked: view.filter.states.includes(state),
    })),
    {
      canPickMany: true,
      title: vscode.l10n.t('Filter by state'),
      placeHolder: vscode.l10n.t('Types in one of these states'),
    },
  );
  if (picked) view.filter = { ...view.filter, states: picked.map(({ state }) => state) };
}
