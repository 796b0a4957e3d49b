import { Disk } from '../../host/disk';
import {
  type CancellationToken,
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
import type { CMakeParser } from '../../cmake/syntax/parse';
import type { PipelineChange } from '../../pipeline/pipeline';
import { methods } from '../../shared/protocol';
import { printable } from '../../shared/plain-text';
import { backgroundWork, tracked } from './background';
import { BuildSession } from '../session/build-session';
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
} from '../translate/to-protocol';
import { aliasesOf } from '../translate/path-aliases';
import { registerEditorRequests } from './editor-requests';
import { Changes, type Shown } from './changes';
import { Checker } from '../diagnostics/checker';
import type { DiagnosticsChannel } from '../diagnostics/diagnostics-channel';
import { EvaluationService } from '../evaluation/evaluation-service';
import { registerFeatures } from '../features/features';
import { Graphs } from '../session/graphs';
import { guarded } from './guard';
import { hoverAt } from '../features/hover/hover-router';
import { LastRuns, listsOf } from '../session/last-runs';
import { isScript, Language } from '../session/language';
import { readLanguageSettings } from './language-settings';
import { checked, isGraphView, isRunning, isString, isStrings, type Shape } from './request-parameters';
import { plainTextHover } from '../translate/without-markdown';
import { chooseEncoding, PositionTranslator } from '../translate/position-encoding';
import { plainHover, runsCommands } from '../translate/plain-client';
import { PullDiagnostics } from '../diagnostics/pull-diagnostics';
import { PushDiagnostics } from '../diagnostics/push-diagnostics';
import type { FileGuard } from '../watchdog/quarantine';
import { Scripts } from '../session/scripts';
import { checkInThread } from '../evaluation/rename-checker';
import { readSettings } from './settings';
import { DirectoryWatcher } from './watch-folders';

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
  const work = tracked(backgroundWork((message) => connection.console.warn(message)));
  const background = work.run;
  const notify = (method: string, params: unknown): void =>
    background(`Sending ${method}`, () => connection.sendNotification(method, params));
  const watcher = new DirectoryWatcher(connection);
  const log = {
    error: (message: string) => connection.console.error(printable(message)),
    trace: (message: string) => connection.tracer.log(message),
  };
  let folders: string[] = [];
  let client = clientSupport(undefined);
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
      changes.changed({ kind: 'everything', uris: [] });
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
      changes.changed({ kind: 'states', uris: wrapsOf(change) });
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
    () => session.services?.rootsNow()[0],
  );
  /** What the tools said may be another now. */
  const readRuns = async (): Promise<void> => {
    const { types, modules } = await lastRuns.refresh();
    const files = [
      ...types.map((name) => session.pipeline?.type(name)?.wrap),
      ...modules.map((name) => listsOf(session.pipeline?.module(name))),
    ];
    changes.changed({ kind: 'runs', uris: files.flatMap((file) => (file ? [toUri(file)] : [])) });
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
    indexed: () => changes.changed({ kind: 'everything', uris: [] }),
    progress: async (title, work) => {
      const progress = client.progress ? await connection.window.createWorkDoneProgress() : null;
      if (!progress) return work(() => undefined);
      progress.begin(title, 0);
      await work((done) => progress.report(Math.round(done * 100))).finally(() => progress.done());
    },
  });
  const evaluation = new EvaluationService(
    () => documents.all().map((document) => [toPath(document.uri), document.getText()]),
    (files) => changes.changed({ kind: 'evaluation', uris: files.map(toUri) }),
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
  const checker = new Checker(language, () => session.pipeline, lastRuns);
  const openScripts = (): string[] => documents.keys().filter(isScript);
  const pushed = new PushDiagnostics(
    language,
    checker,
    openScripts,
    (uri, diagnostics) =>
      background('Sending diagnostics', () =>
        connection.sendDiagnostics({ uri, diagnostics: positions.outgoing(diagnostics, uri) }),
      ),
    background,
  );
  const pulled = new PullDiagnostics(
    connection,
    language,
    checker,
    (uri, found) => positions.outgoing(found, uri),
    () => {
      if (client.refreshesDiagnostics)
        background('Asking for new diagnostics', () => connection.languages.diagnostics.refresh());
    },
  );
  let channel: DiagnosticsChannel = pushed;
  /** Asks for what the client shows, if it can be asked. */
  const refreshShown = (shown: ReadonlySet<Shown>): void => {
    if (shown.has('lenses') && client.refreshesCodeLenses)
      background('Asking for new code lenses', () => connection.sendRequest(CodeLensRefreshRequest.type));
    if (shown.has('hints') && client.refreshesInlayHints)
      background('Asking for new inlay hints', () => connection.languages.inlayHint.refresh());
    if (shown.has('tokens') && client.refreshesSemanticTokens)
      background('Asking for new colours', () => connection.languages.semanticTokens.refresh());
  };
  const changes = new Changes(
    () => channel,
    refreshShown,
    () => openScripts().length > 1,
  );
  /** The scripts of types and modules that have another state. */
  const wrapsOf = ({ types, modules }: PipelineChange): string[] => {
    const { pipeline } = session;
    const names = new Set([
      ...types.map(({ name }) => name),
      ...modules.flatMap(({ name }) => pipeline?.module(name)?.types ?? []),
    ]);
    return [...names].flatMap((name) => {
      const wrap = pipeline?.type(name)?.wrap;
      return wrap ? [toUri(wrap)] : [];
    });
  };

  /** A folder may be open by another name than the build has for it. */
  const nameFolders = (): void => {
    const build = session.pipeline?.build;
    const before = documents.keys().map(toPath);
    setPathAliases(build ? aliasesOf(folders, [build.source, build.dir]) : []);
    const now = new Set(documents.keys().map(toPath));
    language.renamed(
      before.filter((file) => !now.has(file)),
      documents.keys(),
    );
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
    checker.severities = settings.diagnostics;
    changes.changed({ kind: 'everything', uris: [] });
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
    const pull = client.pullDiagnostics && options.diagnosticMode !== 'push';
    channel = pull ? pulled : pushed;
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
  connection.onDidChangeWatchedFiles(({ changes: events }) => {
    const files = events.map(({ uri }) => toPath(uri));
    session.filesChanged(files);
    graphs.filesChanged(files);
    const messages = lastRuns.path();
    if (files.some((file) => path.dirname(file) === messages)) runsChanged();
    const everywhere = language.filesChanged(files);
    const created = events.some(({ uri, type }) => uri.endsWith('.wrap') && type !== FileChangeType.Changed);
    if (created || (everywhere && files.some((file) => !file.endsWith('.h')))) evaluation.reopen();
    for (const file of files) if (!documents.get(toUri(file))) evaluation.update(file, null);
    changes.changed({ kind: 'disk', uris: events.map(({ uri }) => uri) });
  });
  connection.onShutdown(() => {
    changes.dispose();
    pushed.dispose();
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
    files: new Disk(),
    diagnosticsOf: (uri) => checker.of(uri),
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

  connection.onRequest(methods.whenIdle, async (token: CancellationToken) => {
    const busy = (): boolean =>
      work.busy ||
      changes.busy ||
      evaluation.isBusy ||
      session.isBusy ||
      session.pipeline?.isIdle() === false;
    // What has just ended may begin something else in the next turn of the event loop.
    for (let calm = 0; calm < 3 && !token.isCancellationRequested; calm = busy() ? 0 : calm + 1)
      await delay(5);
    return null;
  });

  documents.onDidOpen(({ document }) => session.pipeline?.lookAtFirst([toPath(document.uri)]));
  // Also tells of a document that was opened.
  documents.onDidChangeContent(({ document }) => {
    language.documentChanged(document.uri);
    evaluation.update(toPath(document.uri), document.getText());
    changes.changed({ kind: 'text', uris: [document.uri] });
  });
  documents.onDidClose(({ document }) => {
    scripts.close(document.uri);
    positions.closed(document.uri);
    language.documentChanged(document.uri);
    evaluation.update(toPath(document.uri), null);
    changes.changed({ kind: 'text', uris: [document.uri] });
  });
  documents.listen(connection);
  connection.listen();
}
