import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  type Connection,
  DefinitionRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  ImplementationRequest,
  type InitializeParams,
  type InitializeResult,
  TextDocuments,
} from 'vscode-languageserver';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CMakeParser } from '../cmake/parse';
import { type GraphView, methods, type RunningWork } from '../protocol';
import { BuildSession } from './buildSession';
import { capabilities } from './capabilities';
import {
  leftoverView,
  moduleView,
  newTypeView,
  setPathAliases,
  toClientPath,
  toOwnPath,
  toPath,
  toUri,
  typeView,
} from './convert';
import { aliasesOf } from './pathAliases';
import { registerEditorRequests } from './editorRequests';
import { DiagnosticsPublisher } from './diagnosticsPublisher';
import { EvaluationService } from './evaluationService';
import { registerFeatures } from './features';
import { Graphs } from './graph';
import { guarded } from './guard';
import { hoverAt } from './hoverRouter';
import { LastRuns, listsOf } from './lastRuns';
import { isScript, Language } from './language';
import { readLanguageSettings } from './languageSettings';
import { chooseEncoding, PositionTranslator } from './positionEncoding';
import { plainHover, runsCommands } from './plainClient';
import { PullDiagnostics } from './pullDiagnostics';
import { Scripts } from './scripts';
import { readSettings } from './settings';
import { DirectoryWatcher } from './watch';

/** The files of source trees whose change the index must see. */
const SOURCE_FILES = ['**/*.wrap', '**/*.cmake', '**/wrapping/**/CMakeLists.txt', '**/include/*.h'];

/** Files that clients are not told to send us, for they belong to other servers: only these features look into them. */
const GENERATED_FILES = [{ scheme: 'file', pattern: '**/Wrapping/Typedefs/*' }];
const HEADERS = [{ scheme: 'file', pattern: '**/include/*.h' }];

/** The index of the scripts waits this long for the states of the types, at most. */
const FIRST_STATES_MS = 3000;

/** Wires a connection to the engines. The connection is used nowhere else. */
export function startServer(connection: Connection, parser: CMakeParser): void {
  const positions = new PositionTranslator('utf-16', (uri) => documents.get(uri));
  const documents: TextDocuments<TextDocument> = new TextDocuments({
    create: (uri, languageId, version, text) =>
      positions.opened(TextDocument.create(uri, languageId, version, text)),
    update: (document, changes, version) => positions.update(document, changes, version),
  });
  const scripts = new Scripts(parser, (uri) => documents.get(uri));
  const watcher = new DirectoryWatcher(connection);
  const log = {
    error: (message: string) => connection.console.error(message),
    trace: (message: string) => connection.tracer.log(message),
  };
  let folders: string[] = [];
  let client: ClientCapabilities = {};
  let pull = false;
  let ownClient = true;
  let settings = readLanguageSettings({});

  const session = new BuildSession(folders, readSettings({}, []), {
    reset() {
      nameFolders();
      void connection.sendNotification(methods.pipelineReset, session.view());
      graphs.reset();
      void lastRuns.refresh();
      void language.setFolders(folders.map(toOwnPath), firstStates()).then(evaluate);
      diagnosticsChanged();
    },
    changed(change) {
      void connection.sendNotification(methods.pipelineChanged, {
        types: change.types.map(typeView),
        modules: change.modules.map(moduleView),
        newTypes: change.newTypes?.map(newTypeView) ?? null,
        leftovers: change.leftovers?.map(leftoverView) ?? null,
      });
      graphs.changed(change);
      if (lastRuns.concerns(change.types)) void runsChanged();
      refreshShown();
      if (pull) diagnosticsChanged();
      else void publisher.modulesChanged(change.modules.map(({ name }) => name));
    },
    openFiles: () => documents.keys().map(toPath),
    watch(directories) {
      buildDirectories = directories;
      watch();
    },
  });
  let buildDirectories: readonly string[] = [];
  const watch = (): void => {
    const watching = client.workspace?.didChangeWatchedFiles;
    if (watching?.dynamicRegistration && watching.relativePatternSupport)
      void watcher.watch([...buildDirectories, ...graphs.directories()]);
  };
  const lastRuns = new LastRuns(
    () => session.pipeline,
    () => session.engine?.roots[0],
  );
  /** What the tools said may be another now. */
  const runsChanged = async (): Promise<void> => {
    const { types, modules } = await lastRuns.refresh();
    if (types.length + modules.length === 0) return;
    if (pull) return diagnosticsChanged();
    const files = [
      ...types.map((name) => session.pipeline?.type(name)?.wrap),
      ...modules.map((name) => listsOf(session.pipeline?.module(name))),
    ];
    for (const file of files) if (file) await publisher.refresh(toUri(file));
  };
  const graphs = new Graphs(
    () => session.pipeline,
    (delta) => void connection.sendNotification(methods.graphDelta, delta),
    watch,
  );
  const language = new Language({
    parser,
    scripts,
    document: (uri) => documents.get(uri),
    pipeline: () => session.pipeline,
    evaluation: () => (settings.evaluation ? evaluation : null),
    indexed: () => {
      refreshShown();
      diagnosticsChanged();
    },
    progress: async (title, work) => {
      if (!client.window?.workDoneProgress) return work(() => undefined);
      const progress = await connection.window.createWorkDoneProgress();
      progress.begin(title, 0);
      await work((done) => progress.report(Math.round(done * 100))).finally(() => progress.done());
    },
  });
  const evaluation = new EvaluationService(
    () => documents.all().map((document) => [toPath(document.uri), document.getText()]),
    (files) => {
      refreshShown();
      if (pull) diagnosticsChanged();
      else for (const file of files) publisher.documentChanged(toUri(file));
    },
    (prediction, build) => {
      if (session.pipeline?.build.dir === build) session.pipeline.evaluated(prediction);
    },
    (message) => connection.console.warn(message),
  );
  /** States are what an editor shows first; but a build that is running may not let them rest for hours. */
  const firstStates = (): Promise<unknown> =>
    Promise.race([session.pipeline?.whenIdle(), delay(FIRST_STATES_MS, undefined, { ref: false })]);
  /** Evaluation begins when all else is there: it takes a processor for seconds. */
  const evaluate = async (): Promise<void> => {
    await language.ready;
    await session.pipeline?.whenIdle();
    const build = session.pipeline?.build;
    if (settings.evaluation && build) evaluation.open(build.source, build.dir);
  };
  const publisher = new DiagnosticsPublisher(
    language,
    () => session.pipeline,
    lastRuns,
    () => documents.keys().filter(isScript),
    (uri, diagnostics) =>
      void connection.sendDiagnostics({ uri, diagnostics: positions.outgoing(diagnostics, uri) }),
  );
  const pulled = new PullDiagnostics(connection, language, publisher, (uri, found) =>
    positions.outgoing(found, uri),
  );

  /** A folder may be open by another name than the build has for it. */
  const nameFolders = (): void => {
    const build = session.pipeline?.build;
    const before = documents.keys().map(toPath);
    setPathAliases(build ? aliasesOf(folders, [build.source, build.dir]) : []);
    const now = new Set(documents.keys().map(toPath));
    language.forget(before.filter((file) => !now.has(file)));
  };
  /** What lenses and hints say has changed, though no text has. */
  const refreshShown = (): void => {
    if (client.workspace?.codeLens?.refreshSupport)
      void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    if (client.workspace?.inlayHint?.refreshSupport) void connection.languages.inlayHint.refresh();
  };
  const diagnosticsChanged = (): void => {
    if (!pull) return void publisher.refreshAll();
    pulled.changed();
    if (client.workspace?.diagnostics?.refreshSupport) void connection.languages.diagnostics.refresh();
  };
  const configure = async (): Promise<void> => {
    const own = folders.length > 1 ? folders : [];
    const [raw = {}, ...ofFolders] = client.workspace?.configuration
      ? ((await connection.workspace.getConfiguration([
          { section: 'itkWrapping' },
          ...own.map((folder) => ({ section: 'itkWrapping', scopeUri: toUri(folder) })),
        ])) as unknown[])
      : [];
    settings = readLanguageSettings(raw);
    publisher.severities = settings.diagnostics;
    refreshShown();
    const chosen = ofFolders.flatMap((folderRaw, n): [string, string][] => {
      const { buildDirectory } = readSettings(folderRaw, [folders[n]!]);
      return buildDirectory ? [[folders[n]!, buildDirectory]] : [];
    });
    await session.configure(folders, readSettings(raw, folders), new Map(chosen));
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    folders = (params.workspaceFolders ?? []).map(({ uri }) => toClientPath(uri));
    client = params.capabilities;
    ownClient = runsCommands(params);
    // A client that is told to be sent diagnostics sees changes of files that it has not opened without asking.
    const options = (params.initializationOptions ?? {}) as { diagnosticMode?: unknown };
    pull = client.textDocument?.diagnostic !== undefined && options.diagnosticMode !== 'push';
    positions.encoding = chooseEncoding(client.general?.positionEncodings);
    return { capabilities: capabilities(positions.encoding, pull), serverInfo: { name: 'itk-wrap' } };
  });

  connection.onInitialized(() => {
    if (client.workspace?.configuration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'itkWrapping' });
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration)
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: SOURCE_FILES.map((globPattern) => ({ globPattern })),
      });
    const { definition, implementation } = client.textDocument ?? {};
    if (definition?.dynamicRegistration)
      void connection.client.register(DefinitionRequest.type, { documentSelector: GENERATED_FILES });
    if (implementation?.dynamicRegistration)
      void connection.client.register(ImplementationRequest.type, { documentSelector: HEADERS });
    if (client.workspace?.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => toClientPath(uri)));
        folders = folders.filter((folder) => !gone.has(folder));
        folders.push(...added.map(({ uri }) => toClientPath(uri)));
        void configure();
      });
    void configure();
  });

  connection.onDidChangeConfiguration(() => void configure());
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const files = changes.map(({ uri }) => toPath(uri));
    session.filesChanged(files);
    graphs.filesChanged(files);
    const messages = lastRuns.folder();
    if (files.some((file) => path.dirname(file) === messages)) void runsChanged();
    const everywhere = language.filesChanged(files);
    const created = changes.some(({ uri, type }) => uri.endsWith('.wrap') && type !== FileChangeType.Changed);
    if (created || (everywhere && files.some((file) => !file.endsWith('.h')))) evaluation.reopen();
    for (const file of files) if (!documents.get(toUri(file))) evaluation.update(file, null);
    if (everywhere || pull) diagnosticsChanged();
    else for (const { uri } of changes) void publisher.refresh(uri);
  });
  connection.onShutdown(() => {
    publisher.dispose();
    evaluation.dispose();
    language.dispose();
    session.dispose();
  });

  registerFeatures(connection, {
    language,
    pipeline: () => session.pipeline,
    parser,
    positions,
    log,
    settings: () => settings,
    runsCommands: () => ownClient,
    completion: () => {
      const { completionItem, completionList } = client.textDocument?.completion ?? {};
      return {
        snippets: completionItem?.snippetSupport ?? false,
        itemDefaults: completionList?.itemDefaults?.includes('editRange') ?? false,
      };
    },
  });
  connection.onHover(
    guarded('hover', null, log, async ({ textDocument: { uri }, position }) => {
      const at = positions.incoming({ position }, uri).position;
      const found = await hoverAt(uri, at, language, session.pipeline);
      return positions.outgoing(ownClient ? found : plainHover(found), uri);
    }),
  );

  connection.onRequest(methods.pipeline, () => session.view());
  connection.onRequest(methods.rescan, () => session.scan());
  connection.onNotification(methods.toolBuilds, (directories: string[]) =>
    session.setToolDirectories(directories),
  );
  connection.onNotification(methods.activeFolder, (folder: string) =>
    session.setActiveFolder(toPath(folder)),
  );
  connection.onRequest(methods.graph, (view: GraphView) => graphs.open(view));
  registerEditorRequests(connection, session);
  connection.onNotification(methods.running, (running: RunningWork[]) => {
    graphs.setRunning(running);
    // Its last words: not every client watches the folder that they are kept in.
    void runsChanged();
  });
  connection.onNotification(methods.graphRelease, (view: GraphView) => graphs.release(view));

  documents.onDidOpen(({ document }) => session.pipeline?.lookAtFirst([toPath(document.uri)]));
  documents.onDidChangeContent(({ document }) => {
    evaluation.update(toPath(document.uri), document.getText());
    if (pull) pulled.changed();
    else publisher.documentChanged(document.uri);
  });
  documents.onDidClose(({ document }) => {
    scripts.close(document.uri);
    positions.closed(document.uri);
    evaluation.update(toPath(document.uri), null);
    if (!pull) void publisher.refresh(document.uri);
  });
  documents.listen(connection);
  connection.listen();
}
