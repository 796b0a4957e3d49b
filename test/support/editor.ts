import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  CodeLensRequest,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DocumentDiagnosticRequest,
  type FileEvent,
  type FullDocumentDiagnosticReport,
  InlayHintRefreshRequest,
  InlayHintRequest,
  type ProtocolConnection,
  type Range,
  SemanticTokensRefreshRequest,
  SemanticTokensRequest,
  DiagnosticRefreshRequest,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { methods } from '../../server/src/shared/protocol';
import { LspClient } from './lsp-client';

export type DiagnosticsMode = 'push' | 'pull';
type Kind = 'tokens' | 'hints' | 'lenses' | 'diagnostics';

interface OpenDocument {
  document: TextDocument;
  /** What the screen shows, and the parts of it that must be requested again. */
  shown: Partial<Record<Kind, unknown>>;
  stale: Set<Kind>;
}

const KINDS: readonly Kind[] = ['tokens', 'hints', 'lenses', 'diagnostics'];

const REFRESHABLE: ClientCapabilities = {
  workspace: {
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    semanticTokens: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
  },
};

/**
 * What an editor keeps from a language server. It requests the data of a document again after an edit, and otherwise only if
 * the server says so. If the server forgets to say so, the data stays wrong here, as on a screen.
 */
export class Editor {
  private readonly documents = new Map<string, OpenDocument>();
  private readonly workspace = new Map<string, FullDocumentDiagnosticReport>();
  /** Grows with every message that changes the screen. */
  private told = 0;
  private ended = false;

  private constructor(
    readonly client: LspClient,
    readonly mode: DiagnosticsMode,
  ) {
    const { connection } = client;
    const again = (kind: Kind) => () => {
      this.told++;
      for (const { stale } of this.documents.values()) stale.add(kind);
      return null;
    };
    connection.onRequest(CodeLensRefreshRequest.type, again('lenses') as () => void);
    connection.onRequest(InlayHintRefreshRequest.type, again('hints') as () => void);
    connection.onRequest(SemanticTokensRefreshRequest.type, again('tokens') as () => void);
    connection.onRequest(DiagnosticRefreshRequest.type, again('diagnostics') as () => void);
    if (mode === 'pull') void this.pullWorkspace();
  }

  static async start(folder: string, mode: DiagnosticsMode, env: NodeJS.ProcessEnv): Promise<Editor> {
    const textDocument = mode === 'pull' ? { diagnostic: {} } : {};
    const client = await LspClient.start(folder, env, {}, { capabilities: { ...REFRESHABLE, textDocument } });
    return new Editor(client, mode);
  }

  get connection(): ProtocolConnection {
    return this.client.connection;
  }

  async open(file: string, text: string): Promise<void> {
    const language = file.endsWith('.wrap') ? 'itk-wrap' : 'cmake';
    const uri = URI.file(file).toString();
    this.documents.set(uri, {
      document: TextDocument.create(uri, language, 1, text),
      shown: {},
      stale: new Set(KINDS),
    });
    await this.client.open(file, language, text);
  }

  async change(file: string, changes: { range: Range; text: string }[]): Promise<void> {
    const uri = URI.file(file).toString();
    const { document, stale } = this.documents.get(uri)!;
    TextDocument.update(document, changes, document.version + 1);
    for (const kind of KINDS) stale.add(kind);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: document.version },
      contentChanges: changes,
    });
  }

  async close(file: string): Promise<void> {
    const uri = URI.file(file).toString();
    this.documents.delete(uri);
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  async filesChanged(changes: FileEvent[]): Promise<void> {
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  /** Requests everything that is outdated. */
  async catchUp(): Promise<void> {
    await Promise.all(
      [...this.documents].flatMap(([uri, open]) =>
        [...open.stale].map(async (kind) => {
          open.stale.delete(kind);
          open.shown[kind] = await this.ask(kind, uri, open.document);
        }),
      ),
    );
  }

  /** Resolves when the server has nothing more to do or to say. */
  async settle(): Promise<void> {
    for (let before = -1; before !== this.told;) {
      before = this.told;
      await this.connection.sendRequest(methods.whenIdle);
      await this.catchUp();
    }
  }

  /** The content of the screen: the data of each open document, and the diagnostics of the workspace by URI. */
  screen(): { documents: Record<string, unknown>; diagnostics: Record<string, unknown> } {
    const documents = [...this.documents].map(
      ([
        uri,
        {
          shown: { tokens, hints, lenses },
        },
      ]) => [uri, { tokens, hints, lenses }],
    );
    return { documents: Object.fromEntries(documents), diagnostics: this.diagnostics() };
  }

  async stop(): Promise<void> {
    this.ended = true;
    await this.client.stop();
  }

  private diagnostics(): Record<string, unknown> {
    const found = new Map<string, Diagnostic[]>();
    if (this.mode === 'push') for (const [uri, items] of this.client.allDiagnostics()) found.set(uri, items);
    else {
      for (const [uri, { items }] of this.workspace) found.set(uri, items);
      for (const [uri, { shown }] of this.documents) found.set(uri, shown.diagnostics as Diagnostic[]);
    }
    const sorted = [...found].map(([uri, items]): [string, string[]] => [
      uri,
      items.map((item) => JSON.stringify(item)).sort(),
    ]);
    return Object.fromEntries(sorted.filter(([, items]) => items.length > 0));
  }

  private async ask(kind: Kind, uri: string, document: TextDocument): Promise<unknown> {
    const textDocument = { uri };
    switch (kind) {
      case 'tokens':
        return (await this.connection.sendRequest(SemanticTokensRequest.type, { textDocument }))?.data;
      case 'hints': {
        const end = document.positionAt(document.getText().length);
        const range = { start: { line: 0, character: 0 }, end };
        return this.connection.sendRequest(InlayHintRequest.type, { textDocument, range });
      }
      case 'lenses':
        return this.connection.sendRequest(CodeLensRequest.type, { textDocument });
      case 'diagnostics': {
        if (this.mode === 'push') return undefined;
        const report = await this.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
        return (report as FullDocumentDiagnosticReport).items;
      }
    }
  }

  /** Like VS Code, requests again as soon as there is an answer. */
  private async pullWorkspace(): Promise<void> {
    while (!this.ended)
      try {
        const previousResultIds = [...this.workspace].map(([uri, { resultId = '' }]) => ({
          uri,
          value: resultId,
        }));
        const { items } = await this.connection.sendRequest(WorkspaceDiagnosticRequest.type, {
          previousResultIds,
        });
        this.told++;
        for (const item of items) if (item.kind === 'full') this.workspace.set(item.uri, item);
      } catch {
        return;
      }
  }
}
