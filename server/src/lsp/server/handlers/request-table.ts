import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  CompletionResolveRequest,
  DefinitionRequest,
  DocumentDiagnosticRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  ImplementationRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
  WillRenameFilesRequest,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver';
import { methods } from '../../../shared/protocol';
import { documentLinks } from '../../features/document-links';
import { linksInGenerated, wrapsOfHeader } from '../../features/generated-navigation';
import { exactRequest, fileRequest, ownRequest, request, type RequestRow, scriptRequest } from '../dispatch';
import {
  isAnything,
  isGraphView,
  isHeaderRequest,
  isNewWrapRequest,
  isString,
  isTextRequest,
  isTypeRequest,
} from '../request-parameters';
import * as build from './build-requests';
import { cacheView } from './cache-requests';
import * as editing from './editing-requests';
import { headerClasses, newWrap, unwrapped } from './header-requests';
import * as navigation from './navigation-requests';
import * as renaming from './rename-requests';
import { answerWhy, findInstantiations } from './instantiation-requests';
import * as view from './view-requests';
import { whenIdle } from './when-idle';

/** Every request that the server answers, with its handler. */
export const requests: readonly RequestRow[] = [
  request(HoverRequest.type, null, view.hover),
  scriptRequest(DocumentSymbolRequest.type, [], view.symbols),
  scriptRequest(FoldingRangeRequest.type, [], view.folding),
  scriptRequest(SelectionRangeRequest.type, [], view.selection),
  scriptRequest(CodeLensRequest.type, [], view.lenses),
  scriptRequest(InlayHintRequest.type, [], view.hints),
  scriptRequest(SemanticTokensRequest.type, { data: [] }, view.tokens),
  scriptRequest(SemanticTokensRangeRequest.type, { data: [] }, view.tokensInRange),
  exactRequest(DocumentDiagnosticRequest.type, view.documentDiagnostics),
  exactRequest(WorkspaceDiagnosticRequest.type, view.workspaceDiagnostics),

  fileRequest(DefinitionRequest.type, [], navigation.definitionInScript, navigation.definitionElsewhere),
  fileRequest(
    ImplementationRequest.type,
    [],
    navigation.implementationsInScript,
    (uri, { position }, state) => wrapsOfHeader(uri, position, state),
  ),
  fileRequest(DocumentLinkRequest.type, [], documentLinks, (uri, _, state) => linksInGenerated(uri, state)),
  scriptRequest(ReferencesRequest.type, [], navigation.referencesInScripts),
  scriptRequest(DocumentHighlightRequest.type, [], navigation.highlightsInScript),
  request(WorkspaceSymbolRequest.type, [], navigation.symbolsOfWorkspace),
  scriptRequest(CallHierarchyPrepareRequest.type, null, navigation.callHierarchy),
  request(CallHierarchyIncomingCallsRequest.type, [], navigation.callers),
  request(CallHierarchyOutgoingCallsRequest.type, [], navigation.callees),

  scriptRequest(CompletionRequest.type, { isIncomplete: false, items: [] }, editing.complete),
  exactRequest(CompletionResolveRequest.type, editing.resolve),
  scriptRequest(SignatureHelpRequest.type, null, editing.signature),
  scriptRequest(CodeActionRequest.type, [], editing.actions),
  scriptRequest(DocumentFormattingRequest.type, [], editing.format),
  scriptRequest(DocumentRangeFormattingRequest.type, [], editing.formatLines),
  scriptRequest(PrepareRenameRequest.type, null, renaming.prepare),
  scriptRequest(RenameRequest.type, null, renaming.renameEverywhere),
  request(WillRenameFilesRequest.type, null, renaming.filesWillBeRenamed),

  ownRequest(methods.pipeline, isAnything, build.pipelineView),
  ownRequest(methods.rescan, isAnything, build.rescan),
  ownRequest(methods.builds, isAnything, build.foundBuilds),
  ownRequest(methods.graph, isGraphView, build.openGraph),
  ownRequest(methods.graphFind, isString, build.findInGraph),
  ownRequest(methods.typeDetails, isTypeRequest, build.typeDetails),
  ownRequest(methods.explain, isTypeRequest, build.explanation),
  ownRequest(methods.cache, isAnything, cacheView),
  ownRequest(methods.headerClasses, isHeaderRequest, headerClasses),
  ownRequest(methods.unwrappedClasses, isAnything, unwrapped),
  ownRequest(methods.instantiations, isTextRequest, findInstantiations),
  ownRequest(methods.why, isTextRequest, answerWhy),
  ownRequest(methods.newWrap, isNewWrapRequest, newWrap),
  ownRequest(methods.whenIdle, isAnything, whenIdle),
];
