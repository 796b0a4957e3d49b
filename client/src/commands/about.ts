import * as os from 'node:os';
import * as vscode from 'vscode';
import { needsCastxml, needsRepair } from '../../../server/src/shared/states/counts';
import { progressText } from '../tasks/runs';
import { showInfo } from '../ui/notify';
import { type Choice, type Heading, pickOne } from '../ui/pick';
import { plural } from '../../../server/src/shared/l10n/localized-plural';
import { type CommandContext, register } from './context';

/** Registers the commands about the extension itself, and the menu behind the status bar item. */
export function registerAboutCommands(all: CommandContext): void {
  register(all, {
    'itkWrapping.showLog': () => all.log.show(),
    'itkWrapping.restartServer': async () => {
      await all.client.restart();
      await all.reload();
    },
    'itkWrapping.report': async () => {
      await vscode.env.clipboard.writeText(report(all));
      void showInfo(
        vscode.l10n.t(
          'Copied versions and state to the clipboard. They contain no paths, file names or settings.',
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

/** The text that a user pastes into a bug report. It has versions and counts, and nothing that identifies the machine. */
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
      `build: ${build.project} ${build.itkVersion ?? '?'}, ${build.generator}, scheme ${build.scheme}, stamps ${build.stamps}, cache ${build.cacheSetup}, roots: ${build.roots.length}`,
      `types: ${model.allTypes().length}, ${['hit', 'hit-l2', 'miss', 'unverified', 'unknown'].map((state) => `${state} ${count(state)}`).join(', ')}`,
      `modules: ${model.allModules().length}, not complete: ${model.allModules().filter(({ state }) => state !== 'complete').length}`,
    );
  lines.push(`problems: ${problems.length}`);
  return `${lines.join('\n')}\n`;
}

/** Shows the actions that are possible now, the most likely ones first. */
async function menu({ model, runs }: CommandContext): Promise<void> {
  const { situation } = model;
  const { message, build } = model.view;
  const items: (Choice<string> | Heading)[] = [];
  const separator = (heading: string): void => void items.push({ heading });
  if (runs.busy) {
    separator(vscode.l10n.t('running'));
    items.push({
      icon: 'stop-circle',
      label: vscode.l10n.t('Cancel'),
      description: runs.all
        .map((run) => [run.title, progressText(run)].filter(Boolean).join(' · '))
        .join(', '),
      value: 'itkWrapping.cancelRuns',
    });
  }
  if (situation === 'ready') {
    const changed = model.allTypes().filter(needsCastxml).length;
    const lacking = model.allModules().filter(needsRepair).length;
    separator(vscode.l10n.t('run'));
    if (lacking > 0)
      items.push({
        icon: 'wrench',
        label: vscode.l10n.t('Repair stamps'),
        description: plural(lacking, vscode.l10n.t('1 module'), vscode.l10n.t('{0} modules', lacking)),
        value: 'itkWrapping.repairStamps',
      });
    items.push(
      {
        icon: 'debug-rerun',
        label: vscode.l10n.t('Rebuild what changed'),
        description: plural(changed, vscode.l10n.t('1 type'), vscode.l10n.t('{0} types', changed)),
        value: 'itkWrapping.rebuildChanged',
      },
      {
        icon: 'run-all',
        label: vscode.l10n.t('Rebuild everything'),
        value: 'itkWrapping.rebuildAll',
      },
    );
    separator(vscode.l10n.t('show'));
    items.push(
      { icon: 'list-tree', label: vscode.l10n.t('Modules'), value: 'itkWrapping.modules.focus' },
      { icon: 'symbol-class', label: vscode.l10n.t('Go to Type…'), value: 'itkWrapping.goToType' },
      {
        icon: 'search',
        label: vscode.l10n.t('Go to Instantiation…'),
        value: 'itkWrapping.goToInstantiation',
      },
      { icon: 'question', label: vscode.l10n.t('Why is this not wrapped?'), value: 'itkWrapping.why' },
      { icon: 'type-hierarchy', label: vscode.l10n.t('Pipeline graph'), value: 'itkWrapping.showGraph' },
      { icon: 'database', label: vscode.l10n.t('Cache'), value: 'itkWrapping.cache.focus' },
    );
  }
  separator(vscode.l10n.t('build'));
  items.push(
    {
      icon: 'folder-opened',
      label: vscode.l10n.t('Choose a build directory…'),
      description: build ? vscode.workspace.asRelativePath(build.dir, true) : message,
      value: 'itkWrapping.selectBuild',
    },
    { icon: 'refresh', label: vscode.l10n.t('Look for builds again'), value: 'itkWrapping.rescan' },
    { icon: 'pulse', label: vscode.l10n.t('Check this machine'), value: 'itkWrapping.doctor' },
    { icon: 'output', label: vscode.l10n.t('Show log'), value: 'itkWrapping.showLog' },
  );
  const picked = await pickOne(items, {
    title: 'ITK Wrapping',
    placeHolder: message || vscode.l10n.t('Choose an action'),
  });
  if (picked !== undefined) await vscode.commands.executeCommand(picked);
}
