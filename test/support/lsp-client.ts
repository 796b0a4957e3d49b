import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { URI } from 'vscode-uri';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type InitializeResult,
  type Diagnostic,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { methods, type PipelineDelta, type PipelineView } from '../../server/src/shared/protocol';
import { root } from './repository';

/** Requests that the server may send. */
const REQUESTS = [
  'workspace/configuration',
  'client/registerCapability',
  'client/unregisterCapability',
  'window/workDoneProgress/create',
  'workspace/diagnostic/refresh',
  'workspace/inlayHint/refresh',
  'workspace/codeLens/refresh',
  'workspace/semanticTokens/refresh',
];

/** The capabilities of VS Code that affect answers. */
const EDITOR: ClientCapabilities['textDocument'] = {
  hover: { contentFormat: ['markdown', 'plaintext'] },
  completion: { completionItem: { documentationFormat: ['markdown'] } },
  signatureHelp: { signatureInformation: { documentationFormat: ['markdown'] } },
  documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  definition: { linkSupport: true },
  codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
};

/** A language client over a real pipe. It keeps what the server publishes, and can wait for it. */
export class LspClient {
  private readonly diagnostics = new Map<string, Diagnostic[]>();
  /** The capabilities that the server announced. */
  initialized: InitializeResult | undefined;
  /** The answer when the server asks for its settings. */
  settings: object = {};
  view: PipelineView | undefined;
  /** When diagnostics were last published, by `performance.now()`. */
  lastPublished = performance.now();
  /** When the states of types or modules last changed, by `performance.now()`, and all types that changed so far. */
  lastChanged = 0;
  readonly changedTypes = new Set<string>();
  /** Directories that the server asked the client to watch. */
  watched: string[] = [];
  /** Requests of the server that were rejected. */
  readonly refused = new Set<string>();
  /** Undefined while the server runs. */
  exitCode: number | null | undefined;

  private constructor(
    readonly connection: ProtocolConnection,
    /** The id of the server's process. */
    readonly pid: number,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(
    folder: string,
    env: NodeJS.ProcessEnv = {},
    settings: object = {},
    more: {
      capabilities?: ClientCapabilities;
      initializationOptions?: object;
      execArgv?: string[];
      /** A program that starts the server, with its arguments, such as `strace`. */
      through?: readonly string[];
      /** The parameters of `initialize`, instead of the folder and its capabilities. */
      initialize?: object;
      /** Answers every request of the server, instead of the client's own answers. */
      refuse?: () => never;
    } = {},
  ): Promise<LspClient> {
    const script = path.join(root, 'dist/itk-wrap.js');
    const command = [
      ...(more.through ?? []),
      process.execPath,
      ...(more.execArgv ?? []),
      script,
      'lsp',
      '--stdio',
    ];
    const server = spawn(command[0]!, command.slice(1), {
      env: { ITK_WRAP_PREDICTIONS: 'off', ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    const client = new LspClient(connection, server.pid ?? 0, async () => {
      await connection.sendRequest('shutdown').catch(() => undefined);
      await connection.sendNotification('exit').catch(() => undefined);
      await Promise.race([exited, delay(3000)]);
      server.kill('SIGKILL');
      connection.dispose();
    });
    client.settings = settings;
    client.listen(more.refuse);
    server.once('exit', (code) => {
      client.exitCode = code;
    });
    const ended = exited.then(() => Promise.reject(new Error('The server ended before it answered.')));
    const { capabilities: own = {} } = more;
    const initialized = connection.sendRequest(
      InitializeRequest.method,
      more.initialize ?? {
        processId: process.pid,
        rootUri: null,
        workspaceFolders: [{ uri: URI.file(folder).toString(), name: path.basename(folder) }],
        initializationOptions: more.initializationOptions,
        capabilities: {
          ...own,
          textDocument: { ...EDITOR, ...own.textDocument },
          workspace: {
            workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
            ...own.workspace,
            configuration: true,
            didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
          },
        },
      },
    );
    client.initialized = (await Promise.race([initialized, ended])) as InitializeResult;
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  async open(file: string, languageId: string, text: string): Promise<string> {
    const uri = URI.file(file).toString();
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  diagnosticsOf(uri: string): Diagnostic[] {
    return this.diagnostics.get(uri) ?? [];
  }

  /** The diagnostics of every file that has or had some, by URI. */
  allDiagnostics(): IterableIterator<[uri: string, diagnostics: Diagnostic[]]> {
    return this.diagnostics.entries();
  }

  /** Resolves with the first answer that is not undefined or false. Calls `ask` again after each message, for up to `ms`. */
  async until<T>(what: string, ask: () => T | undefined | false, ms = 20_000): Promise<T> {
    const end = Date.now() + ms;
    while (Date.now() < end) {
      const answer = ask();
      if (answer !== undefined && answer !== false) return answer;
      await delay(20);
    }
    throw new Error(`Not within ${ms} ms: ${what}`);
  }

  /** Whether no diagnostics arrived for this many milliseconds. If there is nothing to report, none ever arrive. */
  isQuiet(ms: number): boolean {
    return performance.now() - this.lastPublished > ms;
  }

  stop(): Promise<void> {
    return this.end();
  }

  private listen(refuse?: () => never): void {
    const { connection } = this;
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      this.diagnostics.set(uri, diagnostics);
      this.lastPublished = performance.now();
    });
    connection.onNotification(methods.pipelineReset, (view: PipelineView) => {
      this.view = view;
    });
    connection.onNotification(methods.pipelineChanged, (delta: PipelineDelta) => {
      this.lastChanged = performance.now();
      for (const { name } of delta.types) this.changedTypes.add(name);
      if (!this.view) return;
      if (delta.newTypes) this.view.newTypes = delta.newTypes;
      const types = new Map(delta.types.map((type) => [type.name, type]));
      const modules = new Map(delta.modules.map((module) => [module.name, module]));
      this.view.types = this.view.types.map((type) => types.get(type.name) ?? type);
      this.view.modules = this.view.modules.map((module) => modules.get(module.name) ?? module);
    });
    if (refuse) {
      for (const method of REQUESTS)
        connection.onRequest(method, () => {
          this.refused.add(method);
          return refuse();
        });
      connection.onUnhandledNotification(() => undefined);
      return connection.listen();
    }
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      for (const { method, registerOptions } of registrations) {
        if (method !== 'workspace/didChangeWatchedFiles') continue;
        const { watchers } = registerOptions as { watchers: { globPattern: string | { baseUri: string } }[] };
        const folders = watchers.flatMap(({ globPattern }) =>
          typeof globPattern === 'string' ? [] : [URI.parse(globPattern.baseUri).fsPath],
        );
        if (folders.length > 0) this.watched = folders;
      }
    });
    connection.onRequest('client/unregisterCapability', () => undefined);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onRequest('workspace/diagnostic/refresh', () => null);
    connection.onRequest('workspace/inlayHint/refresh', () => null);
    connection.onRequest('workspace/codeLens/refresh', () => null);
    connection.onRequest('workspace/semanticTokens/refresh', () => null);
    connection.onUnhandledNotification(() => undefined);
    connection.listen();
  }
}
