import path from 'node:path';
import * as vscode from 'vscode';
import { canBeRevision, type NamedRevision } from '../../../server/src/shared/diff/revision';
import type { Comparison } from '../changes/comparison';
import { showBriefly } from '../ui/brief-message';
import { showError, showWarning, whileWorking } from '../ui/notify';
import { ask, type Choice, type Heading, pickOne } from '../ui/pick';
import { type CommandContext, register } from './context';

/** Registers the commands that compare the wrapping with that of another revision. */
export function registerCompareCommands(all: CommandContext): void {
  const { comparison } = all;
  register(all, {
    'itkWrapping.compareWithBase': () => run(comparison, () => comparison.compare()),
    'itkWrapping.compareWith': async () => {
      const revision = await pickRevision(comparison);
      if (revision !== undefined) await run(comparison, () => comparison.compareWith(revision));
    },
    'itkWrapping.cancelComparison': () => comparison.cancel(),
    'itkWrapping.clearComparison': () => comparison.clear(),
  });
}

/** Shows the view, because it has the progress, the button that cancels, and the result. */
async function run(comparison: Comparison, work: () => Promise<string | null>): Promise<void> {
  await vscode.commands.executeCommand('itkWrapping.changes.focus');
  const summary = await work();
  if (summary !== null) return showBriefly(summary);
  if (comparison.problem === '') return;
  const other = vscode.l10n.t('Choose a Revision');
  if ((await showWarning(comparison.problem, other)) === other)
    await vscode.commands.executeCommand('itkWrapping.compareWith');
}

/** What a row of the list stands for: a revision, or the wish to type one. */
type Picked = { revision: string } | { type: true };

/** Asks for a branch, a tag, or any revision. Empty: the base of the branch. Undefined if the user cancels. */
async function pickRevision(comparison: Comparison): Promise<string | undefined> {
  const revisions = await whileWorking(vscode.l10n.t('Reading branches and tags'), (token) =>
    comparison.revisions(token),
  ).then(undefined, (error: Error) => void showError(error.message));
  if (!revisions) return undefined;
  const title = vscode.l10n.t('Compare the wrapping with');
  const picked = await pickOne<Picked>(rowsOf(revisions), {
    title,
    placeHolder: vscode.l10n.t('A branch or a tag'),
  });
  if (!picked || 'revision' in picked) return picked?.revision;
  return ask({
    title,
    prompt: vscode.l10n.t('A commit, such as HEAD~2, v5.4.0 or an id'),
    value: '',
    problem: (text) =>
      canBeRevision(text.trim())
        ? undefined
        : vscode.l10n.t('Enter a revision of git. It does not begin with a dash.'),
  }).then((text) => text?.trim());
}

function rowsOf(revisions: readonly NamedRevision[]): (Choice<Picked> | Heading)[] {
  const base = revisions.find(({ isBase }) => isBase);
  const ofKind = (
    kind: NamedRevision['kind'],
    heading: string,
    icon: string,
  ): (Choice<Picked> | Heading)[] => {
    const rows = revisions.filter((one) => one.kind === kind);
    if (rows.length === 0) return [];
    return [
      { heading },
      ...rows.map(({ name, ref, seconds }) => ({
        label: name,
        icon,
        description: seconds > 0 ? new Date(seconds * 1000).toLocaleDateString() : '',
        value: { revision: ref },
      })),
    ];
  };
  return [
    ...(base
      ? [
          {
            label: vscode.l10n.t('Base of the branch'),
            icon: 'git-merge',
            description: base.name,
            value: { revision: '' },
          },
        ]
      : []),
    { label: vscode.l10n.t('Type a revision…'), icon: 'edit', value: { type: true } },
    ...ofKind('branch', vscode.l10n.t('branches'), 'git-branch'),
    ...ofKind('remote-branch', vscode.l10n.t('remote branches'), 'cloud'),
    ...ofKind('tag', vscode.l10n.t('tags'), 'tag'),
  ];
}

/** The sources that commands compare: those of the shown build with its options, or else the folder that the user works in. */
export function compareSource({
  model,
  activeFolder,
}: Pick<CommandContext, 'model' | 'activeFolder'>): { folder: string; build: string | null } | null {
  const { build } = model.view;
  if (model.situation === 'ready' && build?.source) return { folder: build.source, build: build.dir };
  const folder = activeFolder.current ?? vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? { folder: path.resolve(folder.uri.fsPath), build: null } : null;
}
