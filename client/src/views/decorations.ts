import * as vscode from 'vscode';
import { isHit } from '../../../server/src/shared/counts';
import type { PipelineModel } from '../pipeline-model';
import { decoration } from '../ui/annotations';

/** Shows `✓` (hit), `○` (miss) or `!` (outputs missing) beside `.wrap` files in the explorer and on tabs: the state of their CastXML run. */
export class WrapDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<vscode.Uri[] | undefined>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChangeFileDecorations = this.emitter.event;

  constructor(private readonly model: PipelineModel) {
    this.subscriptions = [
      this.emitter,
      vscode.window.registerFileDecorationProvider(this),
      model.onDidChange((change) => this.emitter.fire(change === null ? undefined : this.urisOf(change))),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('itkWrapping.decorations')) this.emitter.fire(undefined);
      }),
    ];
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (!uri.path.endsWith('.wrap')) return undefined;
    if (!vscode.workspace.getConfiguration('itkWrapping').get('decorations.enabled', true)) return undefined;
    const type = this.model.typeOfUri(uri);
    const module = type && this.model.module(type.module);
    if (!type || !module) return undefined;
    if (module.state === 'pkl-missing' || module.state === 'stamp-missing')
      return decoration('!', `${module.name}: ${module.stateLabel}`, 'list.warningForeground');
    const why = [type.stateLabel, type.reason].filter(Boolean).join(': ');
    if (isHit(type)) return decoration('✓', `CastXML: ${why}`);
    if (type.state === 'miss') return decoration('○', `CastXML: ${why}`, 'charts.orange');
    return undefined;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private urisOf(change: { types: string[]; modules: string[] }): vscode.Uri[] {
    const names = new Set([
      ...change.types,
      ...change.modules.flatMap((name) => this.model.module(name)?.types ?? []),
    ]);
    return [...names].flatMap((name) => {
      const wrap = this.model.type(name)?.wrap;
      return wrap ? [vscode.Uri.parse(wrap)] : [];
    });
  }
}
