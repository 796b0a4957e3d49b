import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CMakeParser } from '../cmake/parse';
import { type GraphView, methods, type RunningWork } from '../protocol';
import { BuildSession } from './buildSession';
import { codeActions } from './codeAction';
import { moduleView, toPath, typeView } from './convert';
import { DiagnosticsPublisher } from './diagnosticsPublisher';
import { Graphs } from './graph';
import { hoverInCxx, hoverInWrap } from './hover';
import { Scripts } from './scripts';
import { readSettings } from './settings';
import { DirectoryWatcher } from './watch';

/** Wires a connection to the engines. The connection is used nowhere else. */
export function startServer(connection: Connection, parser: CMakeParser): void {
  const documents = new TextDocuments(TextDocument);
  const scripts = new Scripts(parser, (uri) => documents.get(uri));
  const watcher = new DirectoryWatcher(connection);
  let folders: string[] = [];
  let canConfigure = false;
  let canWatch = false;
  let canChangeFolders = false;

  const session = new BuildSession(folders, readSettings({}, []), {
    reset() {
      void connection.sendNotification(methods.pipelineReset, session.view());
      graphs.reset();
      void publisher.refreshAll();
    },
    changed(change) {
      void connection.sendNotification(methods.pipelineChanged, {
        types: change.types.map(typeView),
        modules: change.modules.map(moduleView),
      });
      graphs.changed(change);
      void publisher.modulesChanged(change.modules.map(({ name }) => name));
    },
    watch(directories) {
      if (canWatch) void watcher.watch(directories);
    },
  });
  const graphs = new Graphs(
    () => session.pipeline,
    (delta) => void connection.sendNotification(methods.graphDelta, delta),
  );
  const publisher = new DiagnosticsPublisher(
    scripts,
    () => session.pipeline,
    () => documents.keys().filter((uri) => uri.endsWith('.wrap')),
    (uri, diagnostics) => void connection.sendDiagnostics({ uri, diagnostics }),
  );

  const configure = async (): Promise<void> => {
    const raw: unknown = canConfigure ? await connection.workspace.getConfiguration('itkWrapping') : {};
    await session.configure(folders, readSettings(raw, folders));
  };
  /** What a feature needs to know of the file it is asked about. */
  const contextOf = (uri: string) => {
    const type = session.pipeline?.typeOfFile(toPath(uri));
    return { type, module: type && session.pipeline?.module(type.module) };
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    folders = (params.workspaceFolders ?? []).map(({ uri }) => toPath(uri));
    const workspace = params.capabilities.workspace;
    canConfigure = workspace?.configuration ?? false;
    canChangeFolders = workspace?.workspaceFolders ?? false;
    const watching = workspace?.didChangeWatchedFiles;
    canWatch = (watching?.dynamicRegistration && watching.relativePatternSupport) ?? false;
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix'] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      serverInfo: { name: 'itk-wrap' },
    };
  });

  connection.onInitialized(() => {
    if (canConfigure)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'itkWrapping' });
    if (canChangeFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => toPath(uri)));
        folders = [...folders.filter((folder) => !gone.has(folder)), ...added.map(({ uri }) => toPath(uri))];
        void configure();
      });
    void configure();
  });

  connection.onDidChangeConfiguration(() => void configure());
  connection.onDidChangeWatchedFiles(({ changes }) =>
    session.filesChanged(changes.map(({ uri }) => toPath(uri))),
  );
  connection.onShutdown(() => session.dispose());

  connection.onHover(async ({ textDocument: { uri }, position }) => {
    if (!uri.endsWith('.wrap')) return hoverInCxx(position.line, contextOf(uri));
    const script = await scripts.get(uri);
    return script && hoverInWrap(script, position, contextOf(uri));
  });
  connection.onCodeAction(({ context }) => codeActions(context.diagnostics));

  connection.onRequest(methods.pipeline, () => session.view());
  connection.onRequest(methods.rescan, () => session.scan());
  connection.onRequest(methods.graph, (view: GraphView) => graphs.open(view));
  connection.onNotification(methods.running, (running: RunningWork[]) => graphs.setRunning(running));
  connection.onNotification(methods.graphRelease, (view: GraphView) => graphs.release(view));

  documents.onDidChangeContent(({ document }) => void publisher.refresh(document.uri));
  documents.onDidClose(({ document }) => {
    scripts.close(document.uri);
    void publisher.refresh(document.uri);
  });
  documents.listen(connection);
  connection.listen();
}
