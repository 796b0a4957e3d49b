import type {
  CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsParams,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsParams,
  CancellationToken,
  DocumentHighlight,
  Location,
  LocationLink,
  ReferenceParams,
  TextDocumentPositionParams,
  WorkspaceSymbol,
  WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../../features/call-hierarchy';
import { workspaceSymbols } from '../../features/document-symbols';
import { definitionInGenerated } from '../../features/generated-navigation';
import {
  definition,
  highlights,
  implementations,
  references,
  withoutOrigin,
} from '../../features/navigation';
import type { FileContext } from '../../session/file-context';
import type { Client } from '../client';
import type { ServerState } from '../server-state';

/* Requests that lead from a name to related places. */

/** Answers `textDocument/definition` in a script. */
export const definitionInScript = (
  context: FileContext,
  { position }: TextDocumentPositionParams,
  { client }: ServerState,
): LocationLink[] | Location[] => links(definition(context, position), client);

/** Answers `textDocument/definition` in a file that a build generates. */
export const definitionElsewhere = async (
  uri: string,
  { position }: TextDocumentPositionParams,
  state: ServerState,
): Promise<LocationLink[] | Location[]> =>
  links(await definitionInGenerated(uri, position, state), state.client);

/** Answers `textDocument/implementation` in a script. */
export const implementationsInScript = (
  context: FileContext,
  { position }: TextDocumentPositionParams,
  { pipeline }: ServerState,
): Location[] => implementations(context, position, pipeline?.build.layout.typedefs);

/** Answers `textDocument/references`. */
export const referencesInScripts = (
  context: FileContext,
  { position, context: { includeDeclaration } }: ReferenceParams,
): Location[] => references(context, position, includeDeclaration);

/** Answers `textDocument/documentHighlight`. */
export const highlightsInScript = (
  context: FileContext,
  { position }: TextDocumentPositionParams,
): DocumentHighlight[] => highlights(context, position);

/** Answers `workspace/symbol` once the workspace is indexed. */
export async function symbolsOfWorkspace(
  { liveIndex }: ServerState,
  { query }: WorkspaceSymbolParams,
  token: CancellationToken,
): Promise<WorkspaceSymbol[]> {
  await liveIndex.ready;
  return token.isCancellationRequested ? [] : workspaceSymbols(liveIndex.current, query);
}

/** Answers `textDocument/prepareCallHierarchy`. */
export const callHierarchy = (
  context: FileContext,
  { position }: TextDocumentPositionParams,
): CallHierarchyItem[] | null => prepareCallHierarchy(context, position);

/** Answers `callHierarchy/incomingCalls`. */
export const callers = (
  { liveIndex }: ServerState,
  { item }: CallHierarchyIncomingCallsParams,
): CallHierarchyIncomingCall[] => incomingCalls(liveIndex.current, item);

/** Answers `callHierarchy/outgoingCalls`. */
export const callees = (
  { liveIndex }: ServerState,
  { item }: CallHierarchyOutgoingCallsParams,
): CallHierarchyOutgoingCall[] => outgoingCalls(liveIndex.current, item);

/** Links with an origin range if the client supports them, else locations. */
function links(found: LocationLink[] | Location[], { support }: Client): LocationLink[] | Location[] {
  return support.definitionLinks ? found : found.map(withoutOrigin);
}
