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

export const definitionInScript = (
  context: FileContext,
  { position }: TextDocumentPositionParams,
  { client }: ServerState,
): LocationLink[] | Location[] => links(definition(context, position), client);

export const definitionElsewhere = async (
  uri: string,
  { position }: TextDocumentPositionParams,
  state: ServerState,
): Promise<LocationLink[] | Location[]> =>
  links(await definitionInGenerated(uri, position, state), state.client);

export const implementationsInScript = (
  context: FileContext,
  { position }: TextDocumentPositionParams,
  { pipeline }: ServerState,
): Location[] => implementations(context, position, pipeline?.build.layout.typedefs);

export const referencesInScripts = (
  context: FileContext,
  { position, context: { includeDeclaration } }: ReferenceParams,
): Location[] => references(context, position, includeDeclaration);

export const highlightsInScript = (
  context: FileContext,
  { position }: TextDocumentPositionParams,
): DocumentHighlight[] => highlights(context, position);

export async function symbolsOfWorkspace(
  { language }: ServerState,
  { query }: WorkspaceSymbolParams,
  token: CancellationToken,
): Promise<WorkspaceSymbol[]> {
  await language.ready;
  return token.isCancellationRequested ? [] : workspaceSymbols(language.index, query);
}

export const callHierarchy = (
  context: FileContext,
  { position }: TextDocumentPositionParams,
): CallHierarchyItem[] | null => prepareCallHierarchy(context, position);

export const callers = (
  { language }: ServerState,
  { item }: CallHierarchyIncomingCallsParams,
): CallHierarchyIncomingCall[] => incomingCalls(language.index, item);

export const callees = (
  { language }: ServerState,
  { item }: CallHierarchyOutgoingCallsParams,
): CallHierarchyOutgoingCall[] => outgoingCalls(language.index, item);

/** Links with an origin range if the client supports them, else locations. */
function links(found: LocationLink[] | Location[], { support }: Client): LocationLink[] | Location[] {
  return support.definitionLinks ? found : found.map(withoutOrigin);
}
