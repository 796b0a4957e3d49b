import path from 'node:path';
import { costsOf } from '../../pipeline/costs/build-costs';
import { setTimeout as delay } from 'node:timers/promises';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CMakeParser } from '../../cmake/syntax/parse';
import { Disk } from '../../host/disk';
import type { FileSystem } from '../../host/file-system';
import type { Pipeline, PipelineChange } from '../../pipeline/pipeline';
import { methods } from '../../shared/protocol';
import { Checker } from '../diagnostics/checker';
import type { DiagnosticsChannel } from '../diagnostics/diagnostics-channel';
import { PullDiagnostics } from '../diagnostics/pull-diagnostics';
import { PushDiagnostics } from '../diagnostics/push-diagnostics';
import { EvaluationService } from '../evaluation/evaluation-service';
import { BuildSession } from '../session/build-session';
import { LiveGraphs } from '../session/live-graphs';
import { isScript, LiveIndex } from '../session/live-index';
import { LastRuns, listsOf } from '../session/last-runs';
import { Scripts } from '../session/scripts';
import { aliasesOf } from '../translate/path-aliases';
import { PositionTranslator } from '../translate/position-encoding';
import {
  leftoverView,
  moduleView,
  newTypeView,
  setPathAliases,
  toOwnPath,
  toPath,
  toUri,
  typeView,
} from '../translate/to-protocol';
import type { FileGuard } from '../watchdog/quarantine';
import { Changes } from './changes';
import type { Client } from './client';
import { type LanguageSettings, readLanguageSettings } from './language-settings';
import { readSettings } from './settings';

/** The maximum time that indexing waits for the states of the types, in milliseconds. */
const FIRST_STATES_MS = 3000;

/**
 * Everything that the server knows, built once for a connection. Each part is a field that manages itself. When one of them
 * changes, this class notifies the others. Handlers get the state with each message (`dispatch.ts`).
 */
export class ServerState {
  /** The workspace folders, with the client's names. */
  folders: string[] = [];
  /** The settings of the language features. */
  settings: LanguageSettings = readLanguageSettings({});

  /** Open documents. */
  readonly documents: TextDocuments<TextDocument>;
  /** Positions in the client's encoding and in ours. */
  readonly positions = new PositionTranslator('utf-16', (uri) => this.documents.get(uri));
  /** Parsed scripts, of open documents and of files. */
  readonly scripts: Scripts;
  /** The index of the workspace, and the context of each request. */
  readonly liveIndex: LiveIndex;
  /** The search for builds and the active build. */
  readonly session: BuildSession;
  /** What CMake would generate, evaluated in a thread. */
  readonly evaluation: EvaluationService;
  /** The messages of tools in the last runs of the build. */
  readonly toolMessages: LastRuns;
  /** The graphs that clients show. */
  readonly graphs: LiveGraphs;
  /** Computes the diagnostics of a file. */
  readonly checker: Checker;
  /** Diagnostics for a client that pulls them. */
  readonly pulled: PullDiagnostics;
  /** Decides what is refreshed when something changes. */
  readonly changes: Changes;
  /** The disk, for the formatter's configuration. */
  readonly files: FileSystem = new Disk();

  private readonly pushed: PushDiagnostics;
  private channel: DiagnosticsChannel;
  private buildDirectories: readonly string[] = [];
  /** Whether `language` has been given its folders. */
  private hasFolders = false;

  constructor(
    readonly client: Client,
    readonly parser: CMakeParser,
    guard: FileGuard,
  ) {
    const background = client.work.run;
    this.documents = new TextDocuments({
      create: (uri, languageId, version, text) =>
        this.positions.opened(TextDocument.create(uri, languageId, version, text)),
      update: (document, changes, version) => this.positions.update(document, changes, version),
    });
    this.scripts = new Scripts(parser, (uri) => this.documents.get(uri));
    this.session = new BuildSession([], readSettings({}, []), {
      reset: () => this.buildReplaced(),
      changed: (change) => this.statesChanged(change),
      stirred: () => background('Looking for builds', () => this.session.scan()),
      openFiles: () => this.documents.keys().map(toPath),
      watch: (directories) => {
        this.buildDirectories = directories;
        this.watch();
      },
    });
    this.toolMessages = new LastRuns(
      () => this.pipeline,
      () => this.session.services?.rootsNow()[0],
    );
    this.graphs = new LiveGraphs(
      () => this.pipeline,
      (delta) => client.notify(methods.graphDelta, delta),
      () => this.watch(),
      background,
    );
    this.liveIndex = new LiveIndex({
      parser,
      scripts: this.scripts,
      guard,
      document: (uri) => this.documents.get(uri),
      pipeline: () => this.pipeline,
      build: () => this.session.evaluated,
      // What an evaluation found belongs to its build, and goes with it.
      evaluation: () => (this.settings.evaluation && this.session.evaluated ? this.evaluation : null),
      costs: () => (this.pipeline ? costsOf(this.pipeline) : null),
      indexed: () => this.changes.changed({ kind: 'everything', uris: [] }),
      progress: (title, work) => client.progress(title, work),
    });
    this.evaluation = new EvaluationService(
      () => this.openTexts(),
      (files) => this.changes.changed({ kind: 'evaluation', uris: files.map(toUri) }),
      (prediction, build) => {
        if (this.pipeline?.build.dir === build) this.pipeline.evaluated(prediction);
      },
      (message) => client.warn(message),
      background,
    );
    this.checker = new Checker(this.liveIndex, () => this.pipeline, this.toolMessages);
    this.pushed = new PushDiagnostics(
      this.liveIndex,
      this.checker,
      () => this.openScripts(),
      (uri, diagnostics) => client.publish(uri, this.positions.outgoing(diagnostics, uri)),
      background,
    );
    this.pulled = new PullDiagnostics(
      this.liveIndex,
      this.checker,
      (uri, found) => this.positions.outgoing(found, uri),
      () => client.refreshDiagnostics(),
    );
    this.channel = this.pushed;
    this.changes = new Changes(
      () => this.channel,
      (shown) => client.refresh(shown),
      () => this.openScripts().length > 1,
    );
  }

  get pipeline(): Pipeline | undefined {
    return this.session.pipeline;
  }

  /** Chooses how diagnostics reach the client. `pull`: the client pulls them, else they are pushed. */
  chooseDiagnostics(pull: boolean): void {
    this.channel = pull ? this.pulled : this.pushed;
  }

  /** Whether anything is in progress that may change an answer. */
  get isBusy(): boolean {
    return (
      this.client.work.busy ||
      this.changes.busy ||
      this.evaluation.isBusy ||
      this.session.isBusy ||
      this.pipeline?.isIdle() === false
    );
  }

  /** The texts of open documents, by file. */
  openTexts(): [file: string, text: string][] {
    return this.documents.all().map((document) => [toPath(document.uri), document.getText()]);
  }

  /** Starts to read the settings, and then the build that they name or that is found. */
  configure(): void {
    this.liveIndex.expectFolders();
    this.client.work.run('Reading the settings and the build', () => this.readConfiguration());
  }

  /** Starts to read the messages of the last runs again, because a tool may have written new ones. */
  runsChanged(): void {
    this.client.work.run('Reading the messages of the last runs', async () => {
      const { types, modules } = await this.toolMessages.refresh();
      const files = [
        ...types.map((name) => this.pipeline?.type(name)?.wrap),
        ...modules.map((name) => listsOf(this.pipeline?.module(name))),
      ];
      this.changes.changed({ kind: 'runs', uris: files.flatMap((file) => (file ? [toUri(file)] : [])) });
    });
  }

  /** Whether one of these files is in the folder with the messages of runs. */
  isAboutRuns(files: readonly string[]): boolean {
    const folder = this.toolMessages.path();
    return files.some((file) => path.dirname(file) === folder);
  }

  dispose(): void {
    this.changes.dispose();
    this.pushed.dispose();
    this.evaluation.dispose();
    this.liveIndex.dispose();
    this.session.dispose();
  }

  /** Called when another build is shown, or none. */
  private buildReplaced(): void {
    const { client, session } = this;
    this.nameFolders();
    client.notify(methods.pipelineReset, session.view());
    this.graphs.reset();
    client.work.run('Reading the messages of the last runs', () => this.toolMessages.refresh());
    this.readSources();
    this.changes.changed({ kind: 'everything', uris: [] });
  }

  /** Called when states of types or modules have changed. */
  private statesChanged(change: PipelineChange): void {
    this.client.notify(methods.pipelineChanged, {
      types: change.types.map(typeView),
      modules: change.modules.map(moduleView),
      newTypes: change.newTypes?.map(newTypeView) ?? null,
      leftovers: change.leftovers?.map(leftoverView) ?? null,
    });
    this.graphs.changed(change);
    if (this.toolMessages.concerns(change.types)) this.runsChanged();
    this.changes.changed({ kind: 'states', uris: this.wrapsOf(change) });
  }

  /** The scripts of the types and modules whose state has changed. */
  private wrapsOf({ types, modules }: PipelineChange): string[] {
    const { pipeline } = this;
    const names = new Set([
      ...types.map(({ name }) => name),
      ...modules.flatMap(({ name }) => pipeline?.module(name)?.types ?? []),
    ]);
    const files = [
      ...[...names].map((name) => pipeline?.type(name)?.wrap),
      ...modules.map((module) => listsOf(module)),
    ];
    return files.flatMap((file) => (file ? [toUri(file)] : []));
  }

  /** Updates the path aliases. A folder may be open under another name than the build uses. */
  private nameFolders(): void {
    const build = this.pipeline?.build;
    const uris = this.documents.keys();
    const before = uris.map(toPath);
    setPathAliases(build ? aliasesOf(this.folders, [build.source, build.dir]) : []);
    const now = new Set(uris.map(toPath));
    this.liveIndex.renamed(
      before.filter((file) => !now.has(file)),
      uris,
    );
  }

  /** Starts to index the folders and the sources of the build, and then to evaluate them. */
  private readSources(): void {
    this.hasFolders = true;
    this.client.work.run('Reading the sources', () =>
      this.liveIndex.setFolders(this.folders.map(toOwnPath), this.firstStates()).then(() => this.evaluate()),
    );
  }

  /**
   * Resolves when the states are known, because an editor shows them first. The wait is limited, because a running build may
   * delay them for hours.
   */
  private firstStates(): Promise<unknown> {
    return Promise.race([this.pipeline?.whenIdle(), delay(FIRST_STATES_MS, undefined, { ref: false })]);
  }

  /** Starts the evaluation after everything else, because it keeps a processor busy for seconds. */
  private async evaluate(): Promise<void> {
    await this.liveIndex.ready;
    await this.pipeline?.whenIdle();
    const build = this.session.evaluated;
    if (this.settings.evaluation && build) this.evaluation.open(build.source, build.dir, build.options);
  }

  private async readConfiguration(): Promise<void> {
    const { folders } = this;
    const [raw = {}, ...ofFolders] = await this.client.settings(folders);
    this.settings = readLanguageSettings(raw);
    this.checker.severities = this.settings.diagnostics;
    this.changes.changed({ kind: 'everything', uris: [] });
    const chosen = ofFolders.flatMap((folderRaw, n): [string, string][] => {
      const { buildDirectory } = readSettings(folderRaw, [folders[n]!]);
      return buildDirectory ? [[folders[n]!, buildDirectory]] : [];
    });
    try {
      await this.session.configure(this.folders, readSettings(raw, this.folders), new Map(chosen));
    } finally {
      // The folders are indexed even if there is no build or the search for one failed.
      if (!this.hasFolders) this.readSources();
    }
  }

  private watch(): void {
    this.client.watch([...this.buildDirectories, ...this.graphs.directories()]);
  }

  private openScripts(): string[] {
    return this.documents.keys().filter(isScript);
  }
}
