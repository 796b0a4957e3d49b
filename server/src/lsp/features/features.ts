import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Command,
  type Connection,
  type DefinitionParams,
  type Diagnostic,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type Location,
  type LocationLink,
  type ReferenceParams,
  type RenameFilesParams,
  ResponseError,
  type ResultProgressReporter,
  type SymbolInformation,
  type TextEdit,
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { formatDocument, formatRange } from './formatting';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './call-hierarchy';
import { codeActions, wantsQuickFixes, withRepairs } from './code-action';
import { codeLenses } from './code-lens';
import type { ClientSupport } from '../server/client-support';
import { completion, resolveCompletion } from './completion';
import { toPath } from '../translate/to-protocol';
import { documentLinks } from './document-links';
import type { FileContext } from '../session/file-context';
import { foldingRanges } from './folding';
import { definitionInGenerated, linksInGenerated, wrapsOfHeader } from './generated-navigation';
import { guarded, type GuardLog } from '../server/guard';
import { inlayHints } from './inlay-hints';
import { isScript, type Language } from '../session/language';
import type { LanguageSettings } from '../server/language-settings';
import { definition, highlights, implementations, references, withoutOrigin } from './navigation';
import { editsForRenamedFile, prepareRename, rename, type RenameEnvironment } from './rename';
import { plainActions, plainLenses } from '../translate/plain-client';
import type { PositionTranslator } from '../translate/position-encoding';
import { selectionRange } from './selection';
import { semanticTokens } from './semantic-tokens';
import { signatureHelp } from './signature-help';
import { documentSymbols, flatSymbols, workspaceSymbols } from './document-symbols';
import { FormatConfigurationError, formatOptionsFor } from '../../cmake/format/configuration';
import type { FormatOptions } from '../../cmake/format/options';
import type { FileSystem } from '../../host/file-system';
import type { CMakeParser } from '../../cmake/syntax/parse';
import type { Pipeline } from '../../pipeline/pipeline';

/** What the handlers of the features share. */
export interface FeatureEnvironment {
  language: Language;
  pipeline: () => Pipeline | undefined;
  parser: CMakeParser;
  positions: PositionTranslator;
  log: GuardLog;
  settings: () => LanguageSettings;
  /** Whether the client runs this extension's commands. */
  runsCommands: () => boolean;
  client: () => ClientSupport;
  /** The disk, for the configuration of the formatter. */
  files: FileSystem;
  /** What a rename needs, for one request. */
  renaming: (token: CancellationToken) => RenameEnvironment;
  /** What is wrong with a document now. */
  diagnosticsOf: (uri: string) => Promise<Diagnostic[]>;
}

/** Answers the requests about scripts. Each feature is a pure function of a file's context; this asks and translates. */
export function registerFeatures(connection: Connection, environment: FeatureEnvironment): void {
  const { language, parser, positions, log, settings, client } = environment;
  const parse = (text: string) => parser.parseScript(text);
  const generated = () => ({ language, pipeline: environment.pipeline() });

  /** A request about one document: `empty` where there is no such script. */
  const about =
    <P extends { textDocument: { uri: string } }, R>(
      name: string,
      empty: R,
      answer: (context: FileContext, params: P, token: CancellationToken) => R | Promise<R>,
    ) =>
    (params: P, token: Parameters<ReturnType<typeof guarded<P, R>>>[1]) =>
      guarded<P, R>(name, empty, log, async (given) => {
        const { uri } = given.textDocument;
        const context = await language.context(uri);
        if (!context || token.isCancellationRequested) return empty;
        return positions.outgoing(await answer(context, positions.incoming(given, uri), token), uri);
      })(params, token);

  connection.onDocumentSymbol(
    about<DocumentSymbolParams, DocumentSymbol[] | SymbolInformation[]>(
      'documentSymbol',
      [],
      ({ script, facts, uri }) => {
        const symbols = documentSymbols(script, facts);
        return client().hierarchicalSymbols ? symbols : flatSymbols(symbols, uri);
      },
    ),
  );
  connection.onFoldingRanges(about('foldingRange', [], ({ script, facts }) => foldingRanges(script, facts)));
  connection.onSelectionRanges(
    about('selectionRange', [], ({ script, facts, text }, params) =>
      params.positions.map((position) => selectionRange(script, facts, text, position)),
    ),
  );
  connection.onDocumentHighlight(
    about('documentHighlight', [], (context, { position }) => highlights(context, position)),
  );
  /** As `about`, and for other files than scripts, those that a build generates and C++ headers, `others`. */
  const alsoAbout =
    <P extends { textDocument: { uri: string } }, R>(
      name: string,
      empty: R,
      answer: (context: FileContext, params: P) => R | Promise<R>,
      others: (uri: string, params: P) => R | Promise<R>,
    ) =>
    (params: P, token: CancellationToken) =>
      guarded<P, R>(name, empty, log, async (given) => {
        const { uri } = given.textDocument;
        const asked = positions.incoming(given, uri);
        if (!isScript(uri)) return positions.outgoing(await others(uri, asked), uri);
        const context = await language.context(uri);
        if (!context || token.isCancellationRequested) return empty;
        return positions.outgoing(await answer(context, asked), uri);
      })(params, token);

  const links = (found: LocationLink[] | Location[]): LocationLink[] | Location[] =>
    client().definitionLinks ? found : found.map(withoutOrigin);
  connection.onDefinition(
    alsoAbout<DefinitionParams, Location[] | LocationLink[]>(
      'definition',
      [],
      (context, { position }) => links(definition(context, position)),
      async (uri, { position }) => links(await definitionInGenerated(uri, position, generated())),
    ),
  );
  connection.onImplementation(
    alsoAbout(
      'implementation',
      [],
      (context, { position }) =>
        implementations(context, position, environment.pipeline()?.build.layout.typedefs),
      (uri, { position }) => wrapsOfHeader(uri, position, generated()),
    ),
  );
  const findReferences = about<ReferenceParams, Location[]>(
    'references',
    [],
    (context, { position, context: { includeDeclaration } }) =>
      references(context, position, includeDeclaration),
  );
  connection.onReferences(async (params, token, _work, parts) =>
    inParts(await findReferences(params, token), parts),
  );
  connection.onDocumentLinks(
    alsoAbout('documentLink', [], documentLinks, (uri) => linksInGenerated(uri, generated())),
  );
  connection.onPrepareRename(
    about('prepareRename', null, async (context, { position }, token) => {
      // What is not indexed yet cannot speak against it.
      await language.ready;
      return prepareRename(context, position, environment.renaming(token));
    }),
  );
  connection.onRenameRequest(
    about('rename', null, async (context, { position, newName }, token) => {
      await language.ready;
      return rename(context, position, newName, environment.renaming(token));
    }),
  );
  connection.onCompletion(
    about('completion', { isIncomplete: false, items: [] }, (context, { position }) =>
      completion(context, position, {
        snippets: client().snippets,
        itemDefaults: client().completionEditRange,
      }),
    ),
  );
  connection.onCompletionResolve((item) =>
    resolveCompletion(item, language.index, client().completionMarkdown),
  );
  connection.onSignatureHelp(
    about('signatureHelp', null, (context, { position }) =>
      signatureHelp(context.script, context.index, position, client().signatureMarkdown),
    ),
  );
  connection.onCodeAction(
    about<CodeActionParams, (CodeAction | Command)[]>(
      'codeAction',
      [],
      async (_, { textDocument: { uri }, context: { diagnostics, only } }) => {
        if (!wantsQuickFixes(only)) return [];
        // Clients that keep no data of diagnostics send them without their repairs.
        const bare = diagnostics.some(({ data }) => data === undefined);
        const known = bare ? withRepairs(diagnostics, await environment.diagnosticsOf(uri)) : diagnostics;
        const actions = codeActions(uri, known);
        const shown = environment.runsCommands() ? actions : plainActions(actions);
        return client().codeActionLiterals ? shown : shown.flatMap(({ command }) => command ?? []);
      },
    ),
  );
  connection.onCodeLens(
    about('codeLens', [], ({ facts, type, module }) => {
      if (!settings().codeLens) return [];
      const lenses = codeLenses(facts, type, module);
      return environment.runsCommands() ? lenses : plainLenses(lenses);
    }),
  );
  connection.languages.inlayHint.on(
    about('inlayHint', [], (context, { range }) => inlayHints(context, range, settings().inlayHints)),
  );
  /** None if the project's configuration forbids formatting, or cannot be followed, which is logged. */
  const formatted = (file: string, edits: (options: FormatOptions) => TextEdit[]): TextEdit[] => {
    try {
      const options = formatOptionsFor(file, environment.files);
      return options ? edits(options) : [];
    } catch (error) {
      if (!(error instanceof FormatConfigurationError)) throw error;
      log.error(error.message);
      return [];
    }
  };
  connection.onDocumentFormatting(
    about('formatting', [], (context) =>
      formatted(context.file, (options) => formatDocument(context, parse, options)),
    ),
  );
  connection.onDocumentRangeFormatting(
    about('rangeFormatting', [], (context, { range }) =>
      formatted(context.file, (options) => formatRange(context, range, parse, options)),
    ),
  );
  connection.languages.semanticTokens.on(
    about('semanticTokens', { data: [] }, ({ facts, uri, index }) => ({
      data: positions.tokens(semanticTokens(facts, index), uri),
    })),
  );
  connection.languages.semanticTokens.onRange(
    about('semanticTokens', { data: [] }, ({ facts, uri, index }, { range }) => ({
      data: positions.tokens(semanticTokens(facts, index, range), uri),
    })),
  );

  connection.languages.callHierarchy.onPrepare(
    about('prepareCallHierarchy', null, (context, { position }) => prepareCallHierarchy(context, position)),
  );
  connection.languages.callHierarchy.onIncomingCalls(
    guarded('incomingCalls', [], log, ({ item }) => {
      const asked = positions.incoming(item, item.uri);
      return positions.outgoing(incomingCalls(language.index, asked), item.uri);
    }),
  );
  connection.languages.callHierarchy.onOutgoingCalls(
    guarded('outgoingCalls', [], log, ({ item }) => {
      const asked = positions.incoming(item, item.uri);
      return positions.outgoing(outgoingCalls(language.index, asked), item.uri);
    }),
  );
  const findSymbols = guarded<WorkspaceSymbolParams, WorkspaceSymbol[]>(
    'workspaceSymbol',
    [],
    log,
    async ({ query }, cancellation) => {
      await language.ready;
      if (cancellation.isCancellationRequested) return [];
      return positions.outgoing(workspaceSymbols(language.index, query), undefined);
    },
  );
  connection.onWorkspaceSymbol(async (params, token, _work, parts) =>
    inParts(await findSymbols(params, token), parts),
  );
  const willRename = guarded('willRenameFiles', null, log, ({ files }: RenameFilesParams) => {
    const [first] = files.filter(({ oldUri }) => isScript(oldUri));
    if (!first) return null;
    return positions.outgoing(
      editsForRenamedFile(language, toPath(first.oldUri), toPath(first.newUri)),
      undefined,
    );
  });
  connection.workspace.onWillRenameFiles(async (params, token) => {
    const edit = await willRename(params, token);
    return edit instanceof ResponseError ? null : edit;
  });
}

/** What goes into one part of an answer. */
const PART = 200;

/** A long answer in parts, where the client has asked for them: the answer itself is empty then, as the protocol has it. */
function inParts<T>(
  answer: T[] | ResponseError<void>,
  parts: ResultProgressReporter<T[]> | undefined,
): T[] | ResponseError<void> {
  if (answer instanceof ResponseError || !parts || answer.length <= PART) return answer;
  for (let at = 0; at < answer.length; at += PART) parts.report(answer.slice(at, at + PART));
  return [];
}
