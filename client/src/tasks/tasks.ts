import * as os from 'node:os';
import * as vscode from 'vscode';
import { oneLine } from '../../../server/src/shared/plain-text';
import { mayRunBuild } from '../build-consent';
import type { PipelineModel } from '../pipeline-model';
import type { RunProblems } from './run-problems';
import { runToEnd } from './run-to-end';
import { targetsOf } from './work-of-run';
import type { Runs } from './runs';
import { commandLine, taskName } from './task-command';
import { type AnyTask, type ItkWrapTask, readDefinition } from './task-definition';
import { TaskTerminal, type TerminalCommand } from './task-terminal';

/**
 * The problem matchers of package.json for the tools of each action. The language server shows the messages of castxml,
 * igenerator and SWIG about a `.wrap`, on the command that caused them.
 */
const matchers: Partial<Record<AnyTask['action'], string[]>> = {
  build: ['itk-castxml', 'itk-igenerator', 'itk-swig'],
  castxml: ['itk-castxml'],
  igenerator: ['itk-igenerator'],
  repair: ['itk-wrap', 'itk-igenerator'],
  swig: ['itk-castxml', 'itk-igenerator', 'itk-swig'],
  pyi: ['itk-wrap', 'itk-pyi'],
  configure: ['itk-wrap', 'itk-cmake'],
  setup: ['itk-cmake'],
  'setup-undo': ['itk-cmake'],
};

/** Turns task definitions into runs of `itk-wrap`, and offers the most common ones. */
export class ItkWrapTaskProvider implements vscode.TaskProvider {
  /** The file in the editor. It is remembered because a task that starts activates its terminal. */
  private openFile = vscode.window.activeTextEditor?.document.uri;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly model: PipelineModel,
    private readonly runs: Runs,
    private readonly problems: RunProblems,
  ) {
    context.subscriptions.push(
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor) this.openFile = editor.document.uri;
      }),
    );
  }

  provideTasks(): vscode.Task[] {
    if (this.model.situation !== 'ready') return [];
    const general: Omit<ItkWrapTask, 'type'>[] = [
      { action: 'build', target: 'stale' },
      { action: 'build', target: 'all' },
      { action: 'castxml', target: 'openFile' },
      { action: 'castxml', target: 'stale' },
      { action: 'castxml', target: 'all' },
      { action: 'igenerator', target: 'stale' },
      { action: 'igenerator', target: 'all' },
      { action: 'repair' },
      { action: 'pyi' },
      { action: 'configure' },
    ];
    const ofModules = this.model.allModules().flatMap(({ name }): Omit<ItkWrapTask, 'type'>[] => [
      { action: 'build', module: name },
      { action: 'castxml', module: name },
      { action: 'igenerator', module: name },
      { action: 'swig', module: name },
    ]);
    return [...general, ...ofModules].map((definition) =>
      this.create({ type: 'itkWrap', ...definition } as ItkWrapTask),
    );
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = readDefinition(task.definition);
    // VS Code requires the same definition object that it passed, because it identifies the task by it.
    return definition ? this.create(definition, task.scope) : undefined;
  }

  /** Runs a task. Resolves with its exit code when it has ended; CANCELLED if its terminal was closed. */
  run(definition: AnyTask): Promise<number> {
    return runToEnd(this.create(definition));
  }

  private create(definition: AnyTask, scope?: vscode.Task['scope']): vscode.Task {
    const name = oneLine(taskName(definition));
    const task: vscode.Task = new vscode.Task(
      definition,
      scope ?? vscode.TaskScope.Workspace,
      name,
      'itk-wrap',
      new vscode.CustomExecution(() => {
        const terminal = new TaskTerminal(this.runs, () => this.commandOf(definition, name));
        return Promise.resolve(terminal);
      }),
      // No matchers: RunProblems reads the output of the run.
      [],
    );
    task.presentationOptions = {
      // The report of the check is what the user asked for.
      reveal: definition.action === 'doctor' ? vscode.TaskRevealKind.Always : vscode.TaskRevealKind.Silent,
      panel: vscode.TaskPanelKind.Shared,
      showReuseMessage: false,
    };
    return task;
  }

  /** The folder that relative paths of the tools start from. CMake names its scripts relative to the source tree. */
  private placeOf({ action }: AnyTask, cwd: string): string {
    const ofCMake = ['configure', 'setup', 'setup-undo'].includes(action);
    return (ofCMake && this.model.view.build?.source) || cwd;
  }

  private async commandOf(
    definition: AnyTask,
    title: string,
  ): Promise<TerminalCommand | { problem: string; cancelled?: boolean }> {
    if (!vscode.workspace.isTrusted)
      return { problem: vscode.l10n.t('This workspace is not trusted, so its build cannot be run.') };
    const line = commandLine(definition, this.model, this.openFile);
    if ('problem' in line) return line;
    const build = this.model.view.build;
    if (build && !(await mayRunBuild(build.dir, this.context.workspaceState)))
      return {
        problem: vscode.l10n.t('{0} is outside this workspace, so it cannot be run.', build.dir),
        cancelled: true,
      };
    const settings = vscode.workspace.getConfiguration('itkWrapping');
    const jobs = settings.get<number>('tasks.jobs', 0);
    const cwd = build?.dir ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? os.homedir();
    const task = readDefinition(definition);
    const open = this.openFile && this.model.typeOfUri(this.openFile)?.name;
    const asked =
      (definition.action === 'castxml' || definition.action === 'build') &&
      jobs > 0 &&
      definition.jobs === undefined;
    return {
      title,
      script: this.context.asAbsolutePath('dist/itk-wrap.js'),
      args: asked
        ? [...line.args, '--jobs', String(Math.min(jobs, 4 * os.availableParallelism()))]
        : line.args,
      cwd,
      targets: () => (task ? targetsOf(task, this.model, open) : []),
      readProblems: () =>
        this.problems.begin(
          definition.action,
          matchers[definition.action] ?? [],
          this.placeOf(definition, cwd),
        ),
      env: build ? { ITK_WRAP_CACHE: build.roots.join(process.platform === 'win32' ? ';' : ':') } : {},
    };
  }
}
