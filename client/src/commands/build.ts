import * as vscode from 'vscode';
import { type FoundBuild, methods, type ProblemView } from '../../../server/src/shared/protocol';
import type { BuildRow } from '../views/builds-view';
import { revealFolder } from '../reveal-folder';
import { showError, withBusyView } from '../ui/notify';
import { pickOne } from '../ui/pick';
import { type CommandContext, register } from './context';
import { runTask } from './run-task';

/** Registers the commands that choose the active build, check whether it can work here, and set up the cache in it. */
export function registerBuildCommands(all: CommandContext): void {
  register(all, {
    'itkWrapping.rescan': () =>
      withBusyView('itkWrapping.modules', () => all.client.sendRequest(methods.rescan)),
    'itkWrapping.selectBuild': () => selectBuild(all),
    'itkWrapping.useBuild': (row?: BuildRow) =>
      row?.kind === 'build' ? use(all, row.build.dir) : selectBuild(all),
    'itkWrapping.doctor': () => runTask(all, { type: 'itkWrap', action: 'doctor' }),
    'itkWrapping.setup': () => setUp(all),
    'itkWrapping.undoSetup': () => undoSetup(all),
    'itkWrapping.openBuildFolder': (row?: BuildRow) => {
      const dir = row?.kind === 'build' ? row.build.dir : all.model.view.build?.dir;
      return dir && revealFolder(dir);
    },
    'itkWrapping.openCMakeCache': () => {
      const dir = all.model.view.build?.dir;
      return (
        dir && vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.Uri.file(dir), 'CMakeCache.txt'))
      );
    },
    'itkWrapping.showProblem': showProblem,
  });
}

/** Stands for "choose a folder" in the list of builds. It cannot be a build directory. */
const BROWSE = '…';

async function selectBuild(all: CommandContext): Promise<void> {
  const found = vscode.workspace.workspaceFolders
    ? await all.client.sendRequest<FoundBuild[]>(methods.builds)
    : [];
  const shown = all.model.view.build?.dir;
  const folder = all.activeFolder.current;
  const browse = { label: vscode.l10n.t('Another Folder…'), icon: 'folder-opened', value: BROWSE };
  const automatic = {
    label: vscode.l10n.t('Choose Automatically'),
    icon: 'search',
    detail: vscode.l10n.t(
      'The build of the open sources. One in the folder comes before one next to it, then the most recently configured one.',
    ),
    value: '',
  };
  const picked = await pickOne(
    [
      ...found.map((build) => ({
        label: vscode.workspace.asRelativePath(build.dir, true),
        icon: build.dir === shown ? 'check' : build.usable ? 'folder' : 'circle-slash',
        description: [build.project, build.itkVersion].filter(Boolean).join(' '),
        detail: [build.problem, build.offered].filter(Boolean).join(' ') || build.generator,
        value: build.dir,
      })),
      ...(found.length > 0 ? [automatic] : []),
      browse,
    ],
    {
      title: vscode.l10n.t('Build directory'),
      placeHolder: folder
        ? vscode.l10n.t('The build to show for the files of {0}', folder.name)
        : vscode.l10n.t('The build to show'),
    },
  );
  if (picked === undefined) return;
  if (picked !== BROWSE) return use(all, picked);
  const [other] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: vscode.l10n.t('Use This Build'),
      title: vscode.l10n.t('An ITK build directory (it contains CMakeCache.txt)'),
    })) ?? [];
  if (other) await use(all, other.fsPath);
}

/**
 * Saves the choice in the settings of the workspace, or of the active folder if there are several. An empty `dir` removes
 * it.
 */
async function use({ activeFolder }: CommandContext, dir: string): Promise<void> {
  const folder = activeFolder.current;
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const target = folder ? WorkspaceFolder : vscode.workspace.workspaceFolders ? Workspace : Global;
  await vscode.workspace
    .getConfiguration('itkWrapping', folder?.uri)
    .update('buildDirectory', dir || undefined, target);
}

async function setUp(all: CommandContext): Promise<void> {
  const { build } = all.model.view;
  if (!build) return;
  const yes = await confirmed(
    vscode.l10n.t('Set up the CastXML cache in {0}', build.dir),
    vscode.l10n.t('Set Up: run CMake once'),
    vscode.l10n.t('This adds one file to the build directory. The sources are not changed.'),
  );
  if (yes) await runTask(all, { type: 'itkWrap', action: 'setup' });
}

async function undoSetup(all: CommandContext): Promise<void> {
  const { build } = all.model.view;
  if (!build) return;
  const yes = await confirmed(
    vscode.l10n.t('Remove the CastXML cache from {0}', build.dir),
    vscode.l10n.t('Undo the Setup: run CMake once'),
    vscode.l10n.t('The cache keeps its entries.'),
  );
  if (yes) await runTask(all, { type: 'itkWrap', action: 'setup-undo' });
}

/** Asks before a build is changed, and says what will be done. */
async function confirmed(title: string, yes: string, detail: string): Promise<boolean> {
  const picked = await pickOne(
    [
      { label: yes, detail, value: true },
      { label: vscode.l10n.t('Leave Unchanged'), value: false },
    ],
    { title, placeHolder: title },
  );
  return picked === true;
}

async function showProblem(problem: ProblemView): Promise<void> {
  const openCache = vscode.l10n.t('Open CMakeCache.txt');
  const again = vscode.l10n.t('Look Again');
  const choice = await showError(
    `${problem.message.replace(/[^.!?]$/, '$&.')} ${problem.next}`,
    ...(problem.file ? [openCache] : []),
    again,
  );
  if (choice === again) await vscode.commands.executeCommand('itkWrapping.rescan');
  else if (choice === openCache && problem.file)
    await vscode.window.showTextDocument(vscode.Uri.parse(problem.file));
}
