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
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { formatDocument, formatRange } from './formatting';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './callHierarchy';
import { codeActions, wantsQuickFixes, withRepairs } from './codeAction';
import { codeLenses } from './codeLens';
import type { ClientSupport } from './client-support';
import { completion, resolveCompletion } from './completion';
import { toPath } from './convert';
import { documentLinks } from './documentLinks';
import type { FileContext } from './fileContext';
import { foldingRanges } from './folding';
import { definitionInGenerated, linksInGenerated, wrapsOfHeader } from './generatedNavigation';
import { guarded, type GuardLog } from './guard';
import { inlayHints } from './inlayHints';
import { isScript, type Language } from './language';
import type { LanguageSettings } from './languageSettings';
import { definition, highlights, implementations, references, withoutOrigin } from './navigation';
import { editsForRenamedFile, prepareRename, rename, type RenameEnvironment } from './rename';
import { plainActions, plainLenses } from './plainClient';
import type { PositionTranslator } from './positionEncoding';
import { selectionRange } from './selection';
import { semanticTokens } from './semanticTokens';
import { signatureHelp } from './signatureHelp';
import { documentSymbols, flatSymbols, workspaceSymbols } from './symbols';
import type { CMakeParser } from '../cmake/parse';
import type { Pipeline } from '../pipeline/pipeline';

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
  /** What a rename needs, for one request. */
  renaming: (token: CancellationToken) => RenameEnvironment;
  /** What is wrong with a document now. */
  diagnosticsOf: (uri: string) => Promise<Diagnostic[]>;
}

/** Answers the requests about scripts. Each feature is a pure function of a file's context; this asks and translates. */
export function registerFeatures(connection: Connection, environment: FeatureEnvironment): void {
  const { language, parser, positions, log, settings, client } = environment;
  const { index } = language;
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
        return context ? positions.outgoing(await answer(context, asked), uri) : empty;
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
  connection.onCompletionResolve((item) => resolveCompletion(item, index, client().completionMarkdown));
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
  connection.onDocumentFormatting(about('formatting', [], ({ text }) => formatDocument(text, parse)));
  connection.onDocumentRangeFormatting(
    about('rangeFormatting', [], ({ text }, { range }) => formatRange(text, range, parse)),
  );
  connection.languages.semanticTokens.on(
    about('semanticTokens', { data: [] }, ({ facts, uri }) => ({
      data: positions.tokens(semanticTokens(facts, index), uri),
    })),
  );
  connection.languages.semanticTokens.onRange(
    about('semanticTokens', { data: [] }, ({ facts, uri }, { range }) => ({
      data: positions.tokens(semanticTokens(facts, index, range), uri),
    })),
  );

  connection.languages.callHierarchy.onPrepare(
    about('prepareCallHierarchy', null, (context, { position }) => prepareCallHierarchy(context, position)),
  );
  connection.languages.callHierarchy.onIncomingCalls(
    guarded('incomingCalls', [], log, ({ item }) => {
      const asked = positions.incoming(item, item.uri);
      return positions.outgoing(incomingCalls(index, asked), item.uri);
    }),
  );
  connection.languages.callHierarchy.onOutgoingCalls(
    guarded('outgoingCalls', [], log, ({ item }) => {
      const asked = positions.incoming(item, item.uri);
      return positions.outgoing(outgoingCalls(index, asked), item.uri);
    }),
  );
  const findSymbols = guarded<WorkspaceSymbolParams, WorkspaceSymbol[]>(
    'workspaceSymbol',
    [],
    log,
    async ({ query }) => {
      await language.ready;
      return positions.outgoing(workspaceSymbols(index, query), undefined);
    },
  );
  connection.onWorkspaceSymbol(async (params, token, _work, parts) =>
    inParts(await findSymbols(params, token), parts),
  );
  const willRename = guarded('willRenameFiles', null, log, ({ files }: RenameFilesParams) => {
    const [first] = files.filter(({ oldUri }) => isScript(oldUri));
    if (!first) return null;
    return positions.outgoing(
      editsForRenamedFile({ index }, toPath(first.oldUri), toPath(first.newUri)),
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
