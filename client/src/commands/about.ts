import * as os from 'node:os';
import * as vscode from 'vscode';
import { progressText } from '../runs';
import { type CommandContext, register } from './context';

/** Commands about the extension itself, and the menu behind the status bar. */
export function registerAboutCommands(all: CommandContext): void {
  register(all, {
    'itkWrapping.showLog': () => all.log.show(),
    'itkWrapping.restartServer': async () => {
      await all.client.restart();
      await all.reload();
    },
    'itkWrapping.report': async () => {
      await vscode.env.clipboard.writeText(report(all));
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'Versions and state are on the clipboard. They hold no paths, names of files or settings.',
        ),
      );
    },
    'itkWrapping.openWalkthrough': () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${all.extension.extension.id}#itkWrapping.start`,
        false,
      ),
    'itkWrapping.menu': () => menu(all),
  });
}

/** What a person pastes into a bug report: versions and counts, nothing that says whose machine it is. */
function report({ extension, model }: CommandContext): string {
  const { situation } = model;
  const { build, problems } = model.view;
  const count = (state: string): number => model.allTypes().filter((type) => type.state === state).length;
  const { version } = extension.extension.packageJSON as { version: string };
  const lines = [
    `ITK Wrapping ${version}, ${vscode.env.appName} ${vscode.version}${vscode.env.remoteName ? ` (${vscode.env.remoteName})` : ''}`,
    `${os.platform()} ${os.release()} ${os.arch()}, Node ${process.versions.node}`,
    `situation: ${situation}, trusted: ${vscode.workspace.isTrusted}, folders: ${vscode.workspace.workspaceFolders?.length ?? 0}`,
  ];
  if (build)
    lines.push(
      `build: ${build.project} ${build.itkVersion ?? '?'}, ${build.generator}, scheme ${build.scheme}, stamps ${build.stamps}, cache ${build.cacheSetup}, ${build.roots.length} roots`,
      `types: ${model.allTypes().length}, ${['hit', 'hit-l2', 'miss', 'unverified', 'unknown'].map((state) => `${state} ${count(state)}`).join(', ')}`,
      `modules: ${model.allModules().length}, not complete: ${model.allModules().filter(({ state }) => state !== 'complete').length}`,
    );
  lines.push(`problems: ${problems.length}`);
  return `${lines.join('\n')}\n`;
}

interface MenuItem extends vscode.QuickPickItem {
  command?: string;
}

/** What can be done now, the most likely first. */
async function menu({ model, runs }: CommandContext): Promise<void> {
  const { situation } = model;
  const { message, build } = model.view;
  const items: MenuItem[] = [];
  const separator = (label: string): void => {
    items.push({ label, kind: vscode.QuickPickItemKind.Separator });
  };
  if (runs.busy) {
    separator(vscode.l10n.t('running'));
    items.push({
      label: `$(stop-circle) ${vscode.l10n.t('Cancel')}`,
      description: runs.all
        .map((run) => [run.title, progressText(run)].filter(Boolean).join(' · '))
        .join(', '),
      command: 'itkWrapping.cancelRuns',
    });
  }
  if (situation === 'ready') {
    const changed = model
      .allTypes()
      .filter(
        ({ state, xmlState }) => state === 'miss' || xmlState === 'stale' || xmlState === 'missing',
      ).length;
    const lacking = model
      .allModules()
      .filter(({ state }) => state === 'pkl-missing' || state === 'stamp-missing').length;
    separator(vscode.l10n.t('run'));
    if (lacking > 0)
      items.push({
        label: `$(wrench) ${vscode.l10n.t('Repair stamps')}`,
        description: vscode.l10n.t('{0} modules', lacking),
        command: 'itkWrapping.repairStamps',
      });
    items.push(
      {
        label: `$(debug-rerun) ${vscode.l10n.t('Rebuild what changed')}`,
        description: vscode.l10n.t('{0} types', changed),
        command: 'itkWrapping.rebuildChanged',
      },
      {
        label: `$(run-all) ${vscode.l10n.t('Rebuild everything')}`,
        command: 'itkWrapping.rebuildAll',
      },
    );
    separator(vscode.l10n.t('show'));
    items.push(
      { label: `$(list-tree) ${vscode.l10n.t('Modules')}`, command: 'itkWrapping.modules.focus' },
      { label: `$(symbol-class) ${vscode.l10n.t('Go to type …')}`, command: 'itkWrapping.goToType' },
      { label: `$(type-hierarchy) ${vscode.l10n.t('Pipeline graph')}`, command: 'itkWrapping.showGraph' },
      { label: `$(database) ${vscode.l10n.t('Cache')}`, command: 'itkWrapping.cache.focus' },
    );
  }
  separator(vscode.l10n.t('build'));
  items.push(
    {
      label: `$(folder-opened) ${vscode.l10n.t('Choose a build directory …')}`,
      description: build ? vscode.workspace.asRelativePath(build.dir, true) : message,
      command: 'itkWrapping.selectBuild',
    },
    { label: `$(refresh) ${vscode.l10n.t('Look for builds again')}`, command: 'itkWrapping.rescan' },
    { label: `$(output) ${vscode.l10n.t('Show log')}`, command: 'itkWrapping.showLog' },
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: 'ITK Wrapping',
    placeHolder: message || vscode.l10n.t('What to do'),
  });
  if (picked?.command) await vscode.commands.executeCommand(picked.command);
}
