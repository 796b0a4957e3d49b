import {
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
import { methods } from '../protocol';
import { printable } from '../util/plain-text';
import { backgroundWork } from './background';
import { BuildSession } from './buildSession';
import { capabilities } from './capabilities';
import { clientSupport, openFolders } from './client-support';
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
import { checked, isGraphView, isRunning, isString, isStrings, type Shape } from './parameters';
import { plainTextHover } from './without-markdown';
import { chooseEncoding, PositionTranslator } from './positionEncoding';
import { plainHover, runsCommands } from './plainClient';
import { PullDiagnostics } from './pullDiagnostics';
import type { FileGuard } from './quarantine';
import { checkInThread } from './rename-checker';
import { Scripts } from './scripts';
import { readSettings } from './settings';
import { DirectoryWatcher } from './watch';

/** The files of source trees whose change the index must see. */
const SOURCE_FILES = ['**/*.wrap', '**/*.cmake', '**/wrapping/**/CMakeLists.txt', '**/include/*.h'];

/** Files that clients are not told to send us, for they belong to other servers: only these features look into them. */
const GENERATED_FILES = [{ scheme: 'file', pattern: '**/Wrapping/Typedefs/*' }];
const HEADERS = [{ scheme: 'file', pattern: '**/include/*.h' }];

/** The answer that lets a rename go on, in clients that cannot show it first. */
const RENAME = 'Rename';

/** The index of the scripts waits this long for the states of the types, at most. */
const FIRST_STATES_MS = 3000;

/** Wires a connection to the engines. The connection is used nowhere else. */
export function startServer(connection: Connection, parser: CMakeParser, guard: FileGuard): void {
  const positions = new PositionTranslator('utf-16', (uri) => documents.get(uri));
  const documents: TextDocuments<TextDocument> = new TextDocuments({
    create: (uri, languageId, version, text) =>
      positions.opened(TextDocument.create(uri, languageId, version, text)),
    update: (document, changes, version) => positions.update(document, changes, version),
  });
  const scripts = new Scripts(parser, (uri) => documents.get(uri));
  const background = backgroundWork((message) => connection.console.warn(message));
  const notify = (method: string, params: unknown): void =>
    background(`Sending ${method}`, () => connection.sendNotification(method, params));
  const watcher = new DirectoryWatcher(connection);
  const log = {
    error: (message: string) => connection.console.error(printable(message)),
    trace: (message: string) => connection.tracer.log(message),
  };
  let folders: string[] = [];
  let client = clientSupport(undefined);
  let pull = false;
  let ownClient = true;
  let settings = readLanguageSettings({});

  const session = new BuildSession(folders, readSettings({}, []), {
    reset() {
      nameFolders();
      notify(methods.pipelineReset, session.view());
      graphs.reset();
      background('Reading the messages of the last runs', () => lastRuns.refresh());
      background('Reading the sources', () =>
        language.setFolders(folders.map(toOwnPath), firstStates()).then(evaluate),
      );
      diagnosticsChanged();
    },
    changed(change) {
      notify(methods.pipelineChanged, {
        types: change.types.map(typeView),
        modules: change.modules.map(moduleView),
        newTypes: change.newTypes?.map(newTypeView) ?? null,
        leftovers: change.leftovers?.map(leftoverView) ?? null,
      });
      graphs.changed(change);
      if (lastRuns.concerns(change.types)) runsChanged();
      refreshShown();
      if (pull) diagnosticsChanged();
      else
        background('Checking the modules that changed', () =>
          publisher.modulesChanged(change.modules.map(({ name }) => name)),
        );
    },
    stirred: () => background('Looking for builds', () => session.scan()),
    openFiles: () => documents.keys().map(toPath),
    watch(directories) {
      buildDirectories = directories;
      watch();
    },
  });
  let buildDirectories: readonly string[] = [];
  const watch = (): void => {
    if (client.watchesFolders)
      background('Watching the folders of the build', () =>
        watcher.watch([...buildDirectories, ...graphs.directories()]),
      );
  };
  const lastRuns = new LastRuns(
    () => session.pipeline,
    () => session.engine?.rootsNow()[0],
  );
  /** What the tools said may be another now. */
  const readRuns = async (): Promise<void> => {
    const { types, modules } = await lastRuns.refresh();
    if (types.length + modules.length === 0) return;
    if (pull) return diagnosticsChanged();
    const files = [
      ...types.map((name) => session.pipeline?.type(name)?.wrap),
      ...modules.map((name) => listsOf(session.pipeline?.module(name))),
    ];
    for (const file of files) if (file) await publisher.refresh(toUri(file));
  };
  const runsChanged = (): void => background('Reading the messages of the last runs', readRuns);
  const graphs = new Graphs(
    () => session.pipeline,
    (delta) => notify(methods.graphDelta, delta),
    watch,
    background,
  );
  const language = new Language({
    parser,
    scripts,
    guard,
    document: (uri) => documents.get(uri),
    pipeline: () => session.pipeline,
    build: () => session.evaluated,
    evaluation: () => (settings.evaluation ? evaluation : null),
    indexed: () => {
      refreshShown();
      diagnosticsChanged();
    },
    progress: async (title, work) => {
      const progress = client.progress ? await connection.window.createWorkDoneProgress() : null;
      if (!progress) return work(() => undefined);
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
    (message) => connection.console.warn(printable(message)),
    background,
  );
  /** States are what an editor shows first; but a build that is running may not let them rest for hours. */
  const firstStates = (): Promise<unknown> =>
    Promise.race([session.pipeline?.whenIdle(), delay(FIRST_STATES_MS, undefined, { ref: false })]);
  /** Evaluation begins when all else is there: it takes a processor for seconds. */
  const evaluate = async (): Promise<void> => {
    await language.ready;
    await session.pipeline?.whenIdle();
    const build = session.evaluated;
    if (settings.evaluation && build) evaluation.open(build.source, build.dir);
  };
  const publisher = new DiagnosticsPublisher(
    language,
    () => session.pipeline,
    lastRuns,
    () => documents.keys().filter(isScript),
    (uri, diagnostics) =>
      background('Sending diagnostics', () =>
        connection.sendDiagnostics({ uri, diagnostics: positions.outgoing(diagnostics, uri) }),
      ),
    background,
  );
  const refresh = (uri: string): void => background('Checking a file', () => publisher.refresh(uri));
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
    if (client.refreshesCodeLenses)
      background('Asking for new code lenses', () => connection.sendRequest(CodeLensRefreshRequest.type));
    if (client.refreshesInlayHints)
      background('Asking for new inlay hints', () => connection.languages.inlayHint.refresh());
  };
  const diagnosticsChanged = (): void => {
    if (!pull) return background('Checking all files', () => publisher.refreshAll());
    pulled.changed();
    if (client.refreshesDiagnostics)
      background('Asking for new diagnostics', () => connection.languages.diagnostics.refresh());
  };
  /** The settings of the window, then those of each folder. A client that has none to give uses the defaults. */
  const askForSettings = async (): Promise<unknown[]> => {
    if (!client.configuration) return [];
    const own = folders.length > 1 ? folders : [];
    const sections = own.map((folder) => ({ section: 'itkWrapping', scopeUri: toUri(folder) }));
    try {
      const answer: unknown = await connection.workspace.getConfiguration([
        { section: 'itkWrapping' },
        ...sections,
      ]);
      return Array.isArray(answer) ? (answer as unknown[]) : [];
    } catch (error) {
      connection.console.warn(`The client gives no settings, so the defaults hold: ${String(error)}`);
      return [];
    }
  };
  const readConfiguration = async (): Promise<void> => {
    const [raw = {}, ...ofFolders] = await askForSettings();
    settings = readLanguageSettings(raw);
    publisher.severities = settings.diagnostics;
    refreshShown();
    const chosen = ofFolders.flatMap((folderRaw, n): [string, string][] => {
      const { buildDirectory } = readSettings(folderRaw, [folders[n]!]);
      return buildDirectory ? [[folders[n]!, buildDirectory]] : [];
    });
    await session.configure(folders, readSettings(raw, folders), new Map(chosen));
  };
  const configure = (): void => background('Reading the settings and the build', readConfiguration);

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    folders = openFolders(params);
    client = clientSupport(params.capabilities);
    ownClient = runsCommands(params);
    // A client that is told to be sent diagnostics sees changes of files that it has not opened without asking.
    const options = (params.initializationOptions ?? {}) as { diagnosticMode?: unknown };
    pull = client.pullDiagnostics && options.diagnosticMode !== 'push';
    positions.encoding = chooseEncoding(params.capabilities.general?.positionEncodings);
    return { capabilities: capabilities(positions.encoding, pull), serverInfo: { name: 'itk-wrap' } };
  });

  connection.onInitialized(() => {
    if (client.registersConfiguration)
      background('Asking to be told of settings', () =>
        connection.client.register(DidChangeConfigurationNotification.type, { section: 'itkWrapping' }),
      );
    if (client.watchesFiles)
      background('Asking to be told of source files', () =>
        connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: SOURCE_FILES.map((globPattern) => ({ globPattern })),
        }),
      );
    if (client.registersDefinition)
      background('Offering definitions in generated files', () =>
        connection.client.register(DefinitionRequest.type, { documentSelector: GENERATED_FILES }),
      );
    if (client.registersImplementation)
      background('Offering implementations in headers', () =>
        connection.client.register(ImplementationRequest.type, { documentSelector: HEADERS }),
      );
    if (client.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => toClientPath(uri)));
        folders = folders.filter((folder) => !gone.has(folder));
        folders.push(...added.map(({ uri }) => toClientPath(uri)));
        configure();
      });
    configure();
  });

  connection.onDidChangeConfiguration(configure);
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const files = changes.map(({ uri }) => toPath(uri));
    session.filesChanged(files);
    graphs.filesChanged(files);
    const messages = lastRuns.path();
    if (files.some((file) => path.dirname(file) === messages)) runsChanged();
    const everywhere = language.filesChanged(files);
    const created = changes.some(({ uri, type }) => uri.endsWith('.wrap') && type !== FileChangeType.Changed);
    if (created || (everywhere && files.some((file) => !file.endsWith('.h')))) evaluation.reopen();
    for (const file of files) if (!documents.get(toUri(file))) evaluation.update(file, null);
    if (everywhere || pull) diagnosticsChanged();
    else for (const { uri } of changes) refresh(uri);
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
    client: () => client,
    diagnosticsOf: (uri) => publisher.of(uri),
    renaming: (token) => ({
      sources: () => language.renameSources(),
      isEditable: (file) => language.isEditable(file),
      parse: (text) => parser.parseScript(text),
      build: () => session.evaluated,
      openTexts: () => documents.all().map((document) => [toPath(document.uri), document.getText()]),
      check: async (claim) => (settings.evaluation ? checkInThread(claim, token) : null),
      confirm: async (question) => {
        const answer = await connection.window
          .showInformationMessage(question, { title: RENAME })
          .catch(() => undefined);
        return answer?.title === RENAME;
      },
      client,
    }),
  });
  connection.onHover(
    guarded('hover', null, log, async ({ textDocument: { uri }, position }) => {
      const at = positions.incoming({ position }, uri).position;
      const found = await hoverAt(uri, at, language, session.pipeline);
      const shown = ownClient ? found : plainHover(found);
      return positions.outgoing(client.hoverMarkdown ? shown : plainTextHover(shown), uri);
    }),
  );

  connection.onRequest(methods.pipeline, () => session.view());
  connection.onRequest(methods.rescan, () => session.scan());
  /** One of our own notifications; what is not of its shape is told and left. */
  const onNotification = <T>(
    method: string,
    shape: Shape<T>,
    handler: (params: T) => void | Promise<void>,
  ): void => {
    connection.onNotification(method, (params: unknown) => {
      if (!shape(params)) return connection.console.warn(`The parameters of ${method} are not of its kind.`);
      background(`Handling ${method}`, async () => handler(params));
    });
  };
  onNotification(methods.toolBuilds, isStrings, (directories) => session.setToolDirectories(directories));
  onNotification(methods.activeFolder, isString, (folder) => session.setActiveFolder(toPath(folder)));
  connection.onRequest(
    methods.graph,
    checked(methods.graph, isGraphView, (view) => graphs.open(view)),
  );
  registerEditorRequests(connection, session);
  onNotification(methods.running, isRunning, (running) => {
    graphs.setRunning(running);
    // Its last words: not every client watches the folder that they are kept in.
    runsChanged();
  });
  onNotification(methods.graphRelease, isGraphView, (view) => graphs.release(view));

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
    if (!pull) refresh(document.uri);
  });
  documents.listen(connection);
  connection.listen();
}
