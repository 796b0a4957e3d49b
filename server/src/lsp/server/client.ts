import {
  CodeLensRefreshRequest,
  type Connection,
  DefinitionRequest,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ImplementationRequest,
  type InitializeParams,
} from 'vscode-languageserver';
import { printable } from '../../shared/plain-text';
import { toUri } from '../translate/to-protocol';
import { backgroundWork, tracked, type TrackedBackground } from './background';
import type { Shown } from './changes';
import { type ClientSupport, clientSupport, runsCommands } from './client-support';
import type { GuardLog } from './guard';
import { DirectoryWatcher } from './watch-folders';

/** The files of source trees whose changes the index must see. */
const SOURCE_FILES = ['**/*.wrap', '**/*.cmake', '**/wrapping/**/CMakeLists.txt', '**/include/*.h'];

/**
 * Generated files that belong to other language servers. Clients must be told to ask this server too, for a single feature.
 */
const GENERATED_FILES = [{ scheme: 'file', pattern: '**/Wrapping/Typedefs/*' }];
const HEADERS = [{ scheme: 'file', pattern: '**/include/*.h' }];

/** The client: its capabilities, and everything that the server sends without a request. */
export class Client {
  /** The client's capabilities. Empty until `initialize`. */
  support: ClientSupport = clientSupport(undefined);
  /** Whether the client runs this extension's commands. */
  runsCommands = true;
  /** Background work. Its failures are logged as warnings. */
  readonly work: TrackedBackground;
  readonly log: GuardLog;
  private readonly watcher: DirectoryWatcher;

  constructor(private readonly connection: Connection) {
    this.work = tracked(backgroundWork((message) => connection.console.warn(message)));
    this.log = {
      error: (message) => connection.console.error(printable(message)),
      trace: (message) => connection.tracer.log(message),
    };
    this.watcher = new DirectoryWatcher(connection);
  }

  initialize(params: InitializeParams): void {
    this.support = clientSupport(params.capabilities);
    this.runsCommands = runsCommands(params);
  }

  /** Registers the notifications that the server needs, and the features that it offers in files of other servers. */
  register(): void {
    const { support, connection, work } = this;
    if (support.registersConfiguration)
      work.run('Asking to be told of settings', () =>
        connection.client.register(DidChangeConfigurationNotification.type, { section: 'itkWrapping' }),
      );
    if (support.watchesFiles)
      work.run('Asking to be told of source files', () =>
        connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: SOURCE_FILES.map((globPattern) => ({ globPattern })),
        }),
      );
    if (support.registersDefinition)
      work.run('Offering definitions in generated files', () =>
        connection.client.register(DefinitionRequest.type, { documentSelector: GENERATED_FILES }),
      );
    if (support.registersImplementation)
      work.run('Offering implementations in headers', () =>
        connection.client.register(ImplementationRequest.type, { documentSelector: HEADERS }),
      );
  }

  /** Calls `listener` when workspace folders are opened or closed. */
  onFoldersChanged(listener: (added: readonly string[], removed: readonly string[]) => void): void {
    if (!this.support.workspaceFolders) return;
    const uris = (folders: readonly { uri: string }[]): string[] => folders.map(({ uri }) => uri);
    this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
      listener(uris(added), uris(removed)),
    );
  }

  notify(method: string, params: unknown): void {
    this.work.run(`Sending ${method}`, () => this.connection.sendNotification(method, params));
  }

  publish(uri: string, diagnostics: Diagnostic[]): void {
    this.work.run('Sending diagnostics', () => this.connection.sendDiagnostics({ uri, diagnostics }));
  }

  /** Writes a warning to the client's log. */
  warn(message: string): void {
    this.connection.console.warn(printable(message));
  }

  /** Asks the client to request again what it shows, if it supports that. */
  refresh(shown: ReadonlySet<Shown>): void {
    const { support, connection, work } = this;
    if (shown.has('lenses') && support.refreshesCodeLenses)
      work.run('Asking for new code lenses', () => connection.sendRequest(CodeLensRefreshRequest.type));
    if (shown.has('hints') && support.refreshesInlayHints)
      work.run('Asking for new inlay hints', () => connection.languages.inlayHint.refresh());
    if (shown.has('tokens') && support.refreshesSemanticTokens)
      work.run('Asking for new colors', () => connection.languages.semanticTokens.refresh());
  }

  /** Asks a client that pulls diagnostics to pull them again. */
  refreshDiagnostics(): void {
    if (this.support.refreshesDiagnostics)
      this.work.run('Asking for new diagnostics', () => this.connection.languages.diagnostics.refresh());
  }

  /** Watches exactly these directories, if the client can watch directories. */
  watch(directories: readonly string[]): void {
    if (this.support.watchesFolders)
      this.work.run('Watching the folders of the build', () => this.watcher.watch(directories));
  }

  /** Runs work under a progress bar, if the client supports that. `report` takes the completed share, from 0 to 1. */
  async progress(title: string, work: (report: (done: number) => void) => Promise<void>): Promise<void> {
    const progress = this.support.progress ? await this.connection.window.createWorkDoneProgress() : null;
    if (!progress) return work(() => undefined);
    progress.begin(title, 0);
    await work((done) => progress.report(Math.round(done * 100))).finally(() => progress.done());
  }

  /** Asks the user a question with one button. False if they do not click it, or if the client cannot ask. */
  async confirm(question: string, button: string): Promise<boolean> {
    const answer = await this.connection.window
      .showInformationMessage(question, { title: button })
      .catch(() => undefined);
    return answer?.title === button;
  }

  /**
   * The settings of the window, followed by those of each of `folders` if there are several. Empty if the client sends none,
   * which means the defaults.
   */
  async settings(folders: readonly string[]): Promise<unknown[]> {
    if (!this.support.configuration) return [];
    const own = folders.length > 1 ? folders : [];
    const sections = own.map((folder) => ({ section: 'itkWrapping', scopeUri: toUri(folder) }));
    try {
      const answer: unknown = await this.connection.workspace.getConfiguration([
        { section: 'itkWrapping' },
        ...sections,
      ]);
      return Array.isArray(answer) ? (answer as unknown[]) : [];
    } catch (error) {
      this.connection.console.warn(`The client gives no settings, so the defaults hold: ${String(error)}`);
      return [];
    }
  }
}
