import { randomBytes } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import type {
  GraphAction,
  GraphDelta,
  GraphModel,
  GraphView,
  PageState,
  ToHost,
  ToPage,
} from '../../../media/graph/messages';
import type { GraphHits } from '../../../server/src/graph/graph-view';
import { graphHtml } from './graph-html';
import { setPanelTitle } from '../ui/annotations';
import { showError, showInfo } from '../ui/notify';

/** Where the pictures come from and where the user's actions go: the language server, through the client. */
export interface GraphSource {
  /** The picture of a view. From then on `onDelta` reports its changes, until the view is released. */
  getGraph(view: GraphView, token: vscode.CancellationToken): Promise<GraphModel>;
  /** What a text finds in the whole build. Null if there is no build. */
  find(text: string): Promise<GraphHits | null>;
  /** The panel no longer shows this view. */
  release(view: GraphView): void;
  readonly onDelta: vscode.Event<GraphDelta>;
  /** All pictures are out of date: another build was chosen, or the server was restarted. */
  readonly onReset: vscode.Event<void>;
  run(action: GraphAction, target: GraphTarget): Promise<void>;
}

/** What an action applies to. Both are null for the whole build. */
export interface GraphTarget {
  module: string | null;
  type: string | null;
}

const viewType = 'itkWrapping.graph';
/** The key in the workspace's state under which the page's last state is kept. */
const keptKey = 'graph';

/**
 * Registers the panel, and restores it after the window is reloaded. The returned function shows a view, in the open panel
 * if there is one. `focus` is the id of the node to select.
 */
export function registerGraph(
  context: vscode.ExtensionContext,
  source: GraphSource,
): (view: GraphView, focus?: string) => void {
  let current: GraphPanel | undefined;
  const { workspaceState } = context;
  const keep = (state: PageState): void => void workspaceState.update(keptKey, state);
  const adopt = (panel: vscode.WebviewPanel, view: GraphView, focus?: string, kept?: PageState): void => {
    const opened = new GraphPanel(panel, context.extensionUri, source, { view, focus, kept, keep });
    current = opened;
    panel.onDidDispose(() => {
      if (current === opened) current = undefined;
    });
  };
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel(panel, state: PageState | undefined) {
        // When a browser tab is reloaded, it does not wait for VS Code to save the page's state.
        const kept = workspaceState.get<PageState>(keptKey);
        const last = kept && kept.keptMs > (state?.keptMs ?? 0) ? kept : state;
        adopt(panel, last?.view ?? { kind: 'overview' }, undefined, last);
        return Promise.resolve();
      },
    }),
  );
  return (view, focus) => {
    if (current) current.show(view, focus);
    else
      adopt(
        vscode.window.createWebviewPanel(
          viewType,
          vscode.l10n.t('Pipeline Graph'),
          vscode.ViewColumn.Active,
          webviewOptions(context.extensionUri),
        ),
        view,
        focus,
      );
  };
}

function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist')] };
}

/** What a panel starts with. */
interface PanelStart {
  view: GraphView;
  /** The id of the node to select. */
  focus?: string | undefined;
  kept?: PageState | undefined;
  /** Saves the state that the page restores in another window. */
  keep: (state: PageState) => void;
}

/** One webview panel. It passes pictures to the page, and the page's requests to VS Code. */
export class GraphPanel {
  private readonly disposables: vscode.Disposable[] = [];
  private loading: vscode.CancellationTokenSource | undefined;
  /** Deltas that arrived while their picture was being loaded, in order. */
  private early: GraphDelta[] = [];
  private shown = false;
  private pageReady = false;
  private view: GraphView;
  private focus: string | undefined;
  private readonly keep: (state: PageState) => void;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    private readonly source: GraphSource,
    { view, focus, kept, keep }: PanelStart,
  ) {
    const { webview } = panel;
    this.view = view;
    this.focus = focus;
    this.keep = keep;
    const file = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
    webview.options = webviewOptions(extension);
    this.disposables.push(
      webview.onDidReceiveMessage((message: ToHost) => void this.receive(message)),
      source.onDelta((delta) => this.passOn(delta)),
      source.onReset(() => void this.load()),
      panel.onDidDispose(() => this.dispose()),
    );
    webview.html = graphHtml({
      nonce: randomBytes(16).toString('hex'),
      cspSource: webview.cspSource,
      script: file('graph.js'),
      style: file('graph-style.css'),
      language: vscode.env.language,
      title: vscode.l10n.t('Pipeline Graph'),
      kept: kept && JSON.stringify(kept),
      translations: vscode.l10n.bundle && JSON.stringify(vscode.l10n.bundle),
    });
  }

  /** Switches to another view and brings the panel to the front. */
  show(view: GraphView, focus?: string): void {
    this.panel.reveal();
    this.go(view, focus);
  }

  private go(view: GraphView, focus?: string): void {
    if (!sameView(view, this.view)) this.source.release(this.view);
    this.view = view;
    this.focus = focus;
    void this.load();
  }

  private async load(): Promise<void> {
    this.loading?.cancel();
    if (!this.pageReady) return;
    const loading = new vscode.CancellationTokenSource();
    const { token } = loading;
    this.loading = loading;
    this.early = [];
    this.shown = false;
    const { view, focus } = this;
    try {
      const model = await this.source.getGraph(view, token);
      if (token.isCancellationRequested) return;
      this.focus = undefined;
      this.shown = true;
      setPanelTitle(this.panel, `${model.title} – ${vscode.l10n.t('Pipeline Graph')}`);
      this.post({ kind: 'show', model, focus });
      for (const delta of this.early) this.post({ kind: 'delta', delta });
    } catch (error) {
      if (token.isCancellationRequested) return;
      this.post({
        kind: 'problem',
        message: vscode.l10n.t('Cannot create the graph: {0}. See the ITK Wrapping log.', messageOf(error)),
      });
    } finally {
      if (this.loading === loading) this.loading = undefined;
      loading.dispose();
    }
  }

  private passOn(delta: GraphDelta): void {
    if (!sameView(delta.view, this.view)) return;
    if (this.shown) this.post({ kind: 'delta', delta });
    else this.early.push(delta);
  }

  private post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  private async receive(message: ToHost): Promise<void> {
    switch (message.kind) {
      case 'ready':
        // This message comes again after the panel was hidden. The page then starts over and restores its own place.
        this.pageReady = true;
        await this.load();
        break;
      case 'navigate':
        this.go(message.view, message.focus);
        break;
      case 'find': {
        const found = await this.source.find(message.text);
        if (found) this.post({ kind: 'found', found });
        break;
      }
      case 'kept':
        this.keep(message.state);
        break;
      case 'open':
        await this.open(message.path, message.line);
        break;
      case 'run':
        await reportErrors(this.source.run(message.action, { module: message.module, type: message.type }));
        break;
      case 'export':
        await reportErrors(save(message));
        break;
    }
  }

  /** Opens the file beside the graph, so that the graph stays visible. */
  private async open(file: string, line: number | null): Promise<void> {
    const { One, Two } = vscode.ViewColumn;
    const options: vscode.TextDocumentShowOptions = {
      viewColumn: this.panel.viewColumn === One ? Two : One,
      preview: true,
      ...(line === null ? {} : { selection: new vscode.Range(line, 0, line, 0) }),
    };
    await reportErrors(vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), options));
  }

  private dispose(): void {
    this.loading?.cancel();
    this.source.release(this.view);
    for (const disposable of this.disposables) disposable.dispose();
  }
}

async function save({ format, name, data }: Extract<ToHost, { kind: 'export' }>): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const fileName = `${path.basename(name) || 'graph'}.${format}`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the graph'),
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, fileName) } : {}),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(data, format === 'png' ? 'base64' : 'utf8'));
  const open = vscode.l10n.t('Open');
  const saved = vscode.l10n.t('Saved {0}.', path.basename(target.fsPath));
  if ((await showInfo(saved, open)) === open) await vscode.commands.executeCommand('vscode.open', target);
}

async function reportErrors(work: Thenable<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    void showError(messageOf(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sameView(a: GraphView, b: GraphView): boolean {
  const key = (view: GraphView): string => JSON.stringify(Object.entries(view).sort());
  return key(a) === key(b);
}
