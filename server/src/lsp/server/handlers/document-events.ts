import type { TextDocument } from 'vscode-languageserver-textdocument';
import { toPath } from '../../translate/to-protocol';
import type { ServerState } from '../server-state';

/** Follows the documents that the client opens, edits and closes. */
export function followDocuments(state: ServerState): void {
  const { documents } = state;
  documents.onDidOpen(({ document }) => state.pipeline?.lookAtFirst([toPath(document.uri)]));
  // This event also occurs when a document is opened.
  documents.onDidChangeContent(({ document }) => textChanged(state, document, document.getText()));
  documents.onDidClose(({ document }) => {
    state.scripts.close(document.uri);
    state.positions.closed(document.uri);
    textChanged(state, document, null);
  });
}

/** @param text null if the document was closed, so that the text on disk is used again */
function textChanged(
  { liveIndex, evaluation, changes }: ServerState,
  { uri }: TextDocument,
  text: string | null,
): void {
  liveIndex.documentChanged(uri);
  evaluation.update(toPath(uri), text);
  changes.changed({ kind: 'text', uris: [uri] });
}
