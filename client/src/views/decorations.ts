import * as vscode from 'vscode';
import { isHit } from '../../../server/src/shared/states/counts';
import { outputsOf, outputsOfModule } from '../../../server/src/shared/states/type-outputs';
import type { PipelineModel } from '../pipeline-model';
import { decoration } from '../ui/annotations';

/**
 * Shows `✓` (hit), `○` (miss) or `!` (outputs missing) beside `.wrap` files in the explorer and on tabs: the state of their
 * CastXML run. A missing stamp is marked at the module's `CMakeLists.txt`.
 */
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
    const isLists = uri.path.endsWith('/wrapping/CMakeLists.txt');
    if (!isLists && !uri.path.endsWith('.wrap')) return undefined;
    if (!vscode.workspace.getConfiguration('itkWrapping').get('decorations.enabled', true)) return undefined;
    if (isLists) return this.ofModule(uri);
    const type = this.model.typeOfUri(uri);
    const module = type && this.model.module(type.module);
    if (!type || !module) return undefined;
    if (outputsOf(type.name, module.missing).length > 0)
      return decoration('!', `${module.name}: ${module.stateLabel}`, 'list.warningForeground');
    const why = [type.stateLabel, type.reason].filter(Boolean).join(': ');
    if (isHit(type) && type.swigState === 'stale') return decoration('○', type.swig, 'charts.orange');
    if (isHit(type)) return decoration('✓', `CastXML: ${why}`);
    if (type.state === 'miss')
      return decoration('○', `CastXML: ${why}`, type.neverCached ? undefined : 'charts.orange');
    return undefined;
  }

  /** Marks the CMakeLists.txt of a module that lacks a file which belongs to none of its types, such as its stamp. */
  private ofModule(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const module = this.model.allModules().find(({ lists }) => lists === uri.toString());
    if (module?.state !== 'pkl-missing' && module?.state !== 'stamp-missing') return undefined;
    if (outputsOfModule(module.types, module.missing).length + module.damaged.length === 0) return undefined;
    return decoration('!', `${module.name}: ${module.stateLabel}`, 'list.warningForeground');
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private urisOf(change: { types: string[]; modules: string[] }): vscode.Uri[] {
    const names = new Set([
      ...change.types,
      ...change.modules.flatMap((name) => this.model.module(name)?.types ?? []),
    ]);
    const uris = [
      ...[...names].map((name) => this.model.type(name)?.wrap),
      ...change.modules.map((name) => this.model.module(name)?.lists),
    ];
    return uris.flatMap((uri) => (uri ? [vscode.Uri.parse(uri)] : []));
  }
}
