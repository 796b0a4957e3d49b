import type {
  CodeAction,
  CodeActionParams,
  Command,
  CompletionItem,
  CompletionList,
  CompletionParams,
  DocumentRangeFormattingParams,
  SignatureHelp,
  SignatureHelpParams,
  TextEdit,
} from 'vscode-languageserver';
import { FormatConfigurationError, formatOptionsFor } from '../../../cmake/format/configuration';
import type { FormatOptions } from '../../../cmake/format/options';
import type { Script } from '../../../cmake/syntax/ast';
import { codeActions, wantsQuickFixes, withRepairs } from '../../features/code-action';
import { completion, resolveCompletion } from '../../features/completion';
import { formatDocument, formatRange } from '../../features/formatting';
import { signatureHelp } from '../../features/signature-help';
import type { FileContext } from '../../session/file-context';
import type { ServerState } from '../server-state';

/* Requests that help to write a script. */

/** Answers `textDocument/completion`. */
export const complete = (
  context: FileContext,
  { position }: CompletionParams,
  { client: { support } }: ServerState,
): CompletionList | CompletionItem[] =>
  completion(context, position, { snippets: support.snippets, itemDefaults: support.completionEditRange });

/** Answers `completionItem/resolve`. */
export const resolve = ({ client, liveIndex }: ServerState, item: CompletionItem): CompletionItem =>
  resolveCompletion(item, liveIndex.current, client.support.completionMarkdown);

/** Answers `textDocument/signatureHelp`. */
export const signature = (
  { script, index }: FileContext,
  { position }: SignatureHelpParams,
  { client }: ServerState,
): SignatureHelp | null => signatureHelp(script, index, position, client.support.signatureMarkdown);

/** Answers `textDocument/codeAction`, with plain commands if the client supports nothing else. */
export async function actions(
  _: FileContext,
  { textDocument: { uri }, context: { diagnostics, only } }: CodeActionParams,
  { checker, client }: ServerState,
): Promise<(CodeAction | Command)[]> {
  if (!wantsQuickFixes(only)) return [];
  // Clients that do not keep the data of diagnostics send them without their fixes.
  const bare = diagnostics.some(({ data }) => data === undefined);
  const known = bare ? withRepairs(diagnostics, await checker.of(uri)) : diagnostics;
  const shown = codeActions(uri, known, client.runsCommands);
  return client.support.codeActionLiterals ? shown : shown.flatMap(({ command }) => command ?? []);
}

/** Answers `textDocument/formatting`. */
export const format = (context: FileContext, _: unknown, state: ServerState): TextEdit[] =>
  formatted(context, state, (parse, options) => formatDocument(context, parse, options));

/** Answers `textDocument/rangeFormatting`. */
export const formatLines = (
  context: FileContext,
  { range }: DocumentRangeFormattingParams,
  state: ServerState,
): TextEdit[] => formatted(context, state, (parse, options) => formatRange(context, range, parse, options));

/**
 * Formats with the project's configuration. No edits if it forbids formatting. If it cannot be followed, the log says why.
 */
function formatted(
  { file }: FileContext,
  { parser, files, client }: ServerState,
  edits: (parse: (text: string) => Script, options: FormatOptions) => TextEdit[],
): TextEdit[] {
  try {
    const options = formatOptionsFor(file, files);
    return options ? edits((text) => parser.parseScript(text), options) : [];
  } catch (error) {
    if (!(error instanceof FormatConfigurationError)) throw error;
    client.log.error(error.message);
    return [];
  }
}
