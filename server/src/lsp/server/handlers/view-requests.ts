import type {
  CancellationToken,
  CodeLens,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  DocumentSymbol,
  FoldingRange,
  Hover,
  HoverParams,
  InlayHint,
  InlayHintParams,
  SelectionRange,
  SelectionRangeParams,
  SemanticTokens,
  SemanticTokensRangeParams,
  SymbolInformation,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { codeLenses } from '../../features/code-lens';
import { documentSymbols, flatSymbols } from '../../features/document-symbols';
import { foldingRanges } from '../../features/folding';
import { hoverAt } from '../../features/hover/hover-router';
import { inlayHints } from '../../features/inlay-hints';
import { selectionRange } from '../../features/selection';
import { semanticTokens } from '../../features/semantic-tokens';
import type { FileContext } from '../../session/file-context';
import { plainTextHover } from '../../translate/without-markdown';
import type { SendPart } from '../dispatch';
import type { ServerState } from '../server-state';

/* Requests for what an editor shows about a file by itself. */

/** Answers `textDocument/hover`, in plain text if the client does not support Markdown. */
export async function hover(
  { client, liveIndex, pipeline }: ServerState,
  { textDocument: { uri }, position }: HoverParams,
): Promise<Hover | null> {
  const format = { commands: client.runsCommands, icons: client.runsCommands };
  const found = await hoverAt(uri, position, liveIndex, pipeline, format);
  return client.support.hoverMarkdown ? found : plainTextHover(found);
}

/** Answers `textDocument/documentSymbol`, with a flat list if the client does not support a tree. */
export function symbols(
  { script, facts, uri }: FileContext,
  _: unknown,
  { client }: ServerState,
): DocumentSymbol[] | SymbolInformation[] {
  const found = documentSymbols(script, facts);
  return client.support.hierarchicalSymbols ? found : flatSymbols(found, uri);
}

/** Answers `textDocument/foldingRange`. */
export const folding = ({ script, facts }: FileContext): FoldingRange[] => foldingRanges(script, facts);

/** Answers `textDocument/selectionRange`. */
export const selection = (
  { script, facts, text }: FileContext,
  { positions }: SelectionRangeParams,
): SelectionRange[] => positions.map((position) => selectionRange(script, facts, text, position));

/** Answers `textDocument/codeLens`. Empty if the settings turn lenses off. */
export function lenses(
  { facts, type, module, file, evaluation, costs }: FileContext,
  _: unknown,
  { client, settings, liveIndex }: ServerState,
): CodeLens[] {
  if (!settings.codeLens) return [];
  const inBuild = file.endsWith('.wrap') && liveIndex.shouldBeInBuild(file);
  const generated = evaluation?.generatedBy(file);
  return codeLenses({ facts, type, module, generated, inBuild, costs }, client.runsCommands);
}

/** Answers `textDocument/inlayHint`. */
export const hints = (
  context: FileContext,
  { range }: InlayHintParams,
  { settings }: ServerState,
): InlayHint[] => inlayHints(context, range, settings.inlayHints);

/** Answers `textDocument/semanticTokens/full`. */
export const tokens = (
  { facts, uri, index }: FileContext,
  _: unknown,
  { positions }: ServerState,
): SemanticTokens => ({ data: positions.tokens(semanticTokens(facts, index), uri) });

/** Answers `textDocument/semanticTokens/range`. */
export const tokensInRange = (
  { facts, uri, index }: FileContext,
  { range }: SemanticTokensRangeParams,
  { positions }: ServerState,
): SemanticTokens => ({ data: positions.tokens(semanticTokens(facts, index, range), uri) });

/** Answers `textDocument/diagnostic`. */
export const documentDiagnostics = (
  { pulled }: ServerState,
  params: DocumentDiagnosticParams,
): Promise<DocumentDiagnosticReport> => pulled.ofDocument(params);

/** Answers `workspace/diagnostic`. */
export const workspaceDiagnostics = (
  { pulled }: ServerState,
  params: WorkspaceDiagnosticParams,
  token: CancellationToken,
  send: SendPart | undefined,
): Promise<WorkspaceDiagnosticReport> => pulled.ofWorkspace(params, token, send);
