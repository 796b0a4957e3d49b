import * as vscode from 'vscode';
import type { PipelineModel } from './pipelineModel';

/** What stands in tasks.json: `{ "type": "itkWrap", "action": "castxml", "wrapType": "itkFoo" }`. */
export interface ItkWrapTask extends vscode.TaskDefinition {
  type: 'itkWrap';
  action: 'castxml' | 'igenerator';
  /** A wrapped type; for `castxml`. */
  wrapType?: string;
  /** A module; for `igenerator`, and for `castxml` all of its types. */
  module?: string;
}

/** Turns definitions into runs of `itk-wrap`, and offers one per module. */
export class ItkWrapTaskProvider implements vscode.TaskProvider {
  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly model: PipelineModel,
  ) {}

  provideTasks(): vscode.Task[] {
    return this.model
      .allModules()
      .flatMap(({ name }) => [
        this.create({ type: 'itkWrap', action: 'castxml', module: name }),
        this.create({ type: 'itkWrap', action: 'igenerator', module: name }),
      ]);
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = task.definition as Partial<ItkWrapTask>;
    if (definition.action !== 'castxml' && definition.action !== 'igenerator') return undefined;
    if (!definition.wrapType && !definition.module) return undefined;
    return this.create(definition as ItkWrapTask, task.scope);
  }

  /** Runs it, and resolves with the exit code once it has ended. */
  async run(definition: ItkWrapTask): Promise<number | undefined> {
    const execution = await vscode.tasks.executeTask(this.create(definition));
    return new Promise((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess((event) => {
        if (event.execution !== execution) return;
        subscription.dispose();
        resolve(event.exitCode);
      });
    });
  }

  private create(definition: ItkWrapTask, scope?: vscode.Task['scope']): vscode.Task {
    const { action, wrapType, module } = definition;
    const target = wrapType ? ['--type', wrapType] : ['--module', module ?? ''];
    const build = this.model.view.build;
    const args = [
      this.context.asAbsolutePath('dist/itk-wrap.js'),
      action,
      ...target,
      ...(build ? ['--build', build.dir] : []),
    ];
    const task = new vscode.Task(
      definition,
      scope ?? vscode.TaskScope.Workspace,
      `${action} ${wrapType ?? module}`,
      'itk-wrap',
      // The editor's own Node: there may be no other on the machine.
      new vscode.ProcessExecution(process.execPath, args, {
        env: {
          ELECTRON_RUN_AS_NODE: '1',
          ...(build ? { ITK_WRAP_CACHE: build.roots.join(process.platform === 'win32' ? ';' : ':') } : {}),
        },
      }),
    );
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent, panel: vscode.TaskPanelKind.Shared };
    return task;
  }
}
