import { type ClientCapabilities, type InitializeParams, MarkupKind } from 'vscode-languageserver';
import { toClientPath } from '../translate/to-protocol';

/** The capabilities of a client that answers depend on. Anything that it does not claim counts as unsupported. */
export interface ClientSupport {
  /** Edits of several files with their versions, in a fixed order. Without it, edits are sent as `changes`. */
  documentChanges: boolean;
  /** Edits may rename files. */
  renameFiles: boolean;
  /** Edits may require that the user confirms them. */
  changeAnnotations: boolean;
  hierarchicalSymbols: boolean;
  /** Links with an origin range. Without it, plain locations are sent. */
  definitionLinks: boolean;
  hoverMarkdown: boolean;
  completionMarkdown: boolean;
  signatureMarkdown: boolean;
  /** Code actions with edits. Without it, only commands are sent. */
  codeActionLiterals: boolean;
  snippets: boolean;
  completionEditRange: boolean;
  pullDiagnostics: boolean;
  configuration: boolean;
  registersConfiguration: boolean;
  workspaceFolders: boolean;
  watchesFiles: boolean;
  watchesFolders: boolean;
  registersDefinition: boolean;
  registersImplementation: boolean;
  progress: boolean;
  refreshesCodeLenses: boolean;
  refreshesInlayHints: boolean;
  refreshesDiagnostics: boolean;
  refreshesSemanticTokens: boolean;
}

/** Reads the capabilities that a client sent. If they are missing or not an object, only the basics are supported. */
export function clientSupport(capabilities: unknown): ClientSupport {
  const client: ClientCapabilities =
    typeof capabilities === 'object' && capabilities !== null ? capabilities : {};
  const { workspace, textDocument, window } = client;
  const on = (value: unknown): boolean => value === true;
  const markdown = (formats: unknown): boolean =>
    Array.isArray(formats) && formats.includes(MarkupKind.Markdown);
  const operations: unknown = workspace?.workspaceEdit?.resourceOperations;
  const watching = workspace?.didChangeWatchedFiles;
  const item = textDocument?.completion?.completionItem;
  const defaults: unknown = textDocument?.completion?.completionList?.itemDefaults;
  return {
    documentChanges: on(workspace?.workspaceEdit?.documentChanges),
    renameFiles: Array.isArray(operations) && operations.includes('rename'),
    changeAnnotations: Boolean(workspace?.workspaceEdit?.changeAnnotationSupport),
    hierarchicalSymbols: on(textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport),
    definitionLinks: on(textDocument?.definition?.linkSupport),
    hoverMarkdown: markdown(textDocument?.hover?.contentFormat),
    completionMarkdown: markdown(item?.documentationFormat),
    signatureMarkdown: markdown(textDocument?.signatureHelp?.signatureInformation?.documentationFormat),
    codeActionLiterals: Boolean(textDocument?.codeAction?.codeActionLiteralSupport),
    snippets: on(item?.snippetSupport),
    completionEditRange: Array.isArray(defaults) && defaults.includes('editRange'),
    pullDiagnostics: Boolean(textDocument?.diagnostic),
    configuration: on(workspace?.configuration),
    registersConfiguration: on(workspace?.didChangeConfiguration?.dynamicRegistration),
    workspaceFolders: on(workspace?.workspaceFolders),
    watchesFiles: on(watching?.dynamicRegistration),
    watchesFolders: on(watching?.dynamicRegistration) && on(watching?.relativePatternSupport),
    registersDefinition: on(textDocument?.definition?.dynamicRegistration),
    registersImplementation: on(textDocument?.implementation?.dynamicRegistration),
    progress: on(window?.workDoneProgress),
    refreshesCodeLenses: on(workspace?.codeLens?.refreshSupport),
    refreshesInlayHints: on(workspace?.inlayHint?.refreshSupport),
    refreshesDiagnostics: on(workspace?.diagnostics?.refreshSupport),
    refreshesSemanticTokens: on(workspace?.semanticTokens?.refreshSupport),
  };
}

/** Clients that are known not to have our extension, by the name that they report. */
const OTHERS = /^(?:neovim|vim|coc|emacs|eglot|helix|kate|kakoune|sublime|zed)/i;

/**
 * Whether a client has our extension, which runs its commands and shows its icons. The initialization option `commands`
 * decides. Without it, the client's name does.
 */
export function runsCommands({ initializationOptions, clientInfo }: InitializeParams): boolean {
  const { commands } = (initializationOptions ?? {}) as { commands?: unknown };
  return typeof commands === 'boolean' ? commands : !OTHERS.test(clientInfo?.name ?? '');
}

/** The open folders as the client names them. Newer clients list them, and older ones name only one. */
export function openFolders({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  if (Array.isArray(workspaceFolders) && workspaceFolders.length > 0)
    return workspaceFolders.map(({ uri }) => toClientPath(uri));
  if (typeof rootUri === 'string') return [toClientPath(rootUri)];
  return typeof rootPath === 'string' && rootPath !== '' ? [rootPath] : [];
}
