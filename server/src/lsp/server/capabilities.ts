import {
  CodeActionKind,
  type PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { semanticTokensLegend } from '../features/semantic-tokens';

/** The capabilities of the server. `pull`: the client pulls diagnostics instead of getting them pushed. */
export function capabilities(positionEncoding: PositionEncodingKind, pull: boolean): ServerCapabilities {
  const wraps = { filters: [{ scheme: 'file', pattern: { glob: '**/*.wrap' } }] };
  return {
    positionEncoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['{', '"', '(', ':'], resolveProvider: true },
    signatureHelpProvider: { triggerCharacters: ['(', ' '], retriggerCharacters: [' '] },
    definitionProvider: true,
    implementationProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: { workDoneProgress: true },
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    renameProvider: { prepareProvider: true },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    codeLensProvider: {},
    inlayHintProvider: true,
    callHierarchyProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
    ...(pull ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true } } : {}),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { willRename: wraps },
    },
  };
}
