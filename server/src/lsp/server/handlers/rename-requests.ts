import * as l10n from '@vscode/l10n';
import type {
  CancellationToken,
  PrepareRenameResult,
  RenameFilesParams,
  RenameParams,
  TextDocumentPositionParams,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { checkInThread } from '../../evaluation/ask-in-thread';
import { editsForRenamedFile, prepareRename, rename, type RenameEnvironment } from '../../features/rename';
import type { FileContext } from '../../session/file-context';
import { isScript } from '../../session/live-index';
import { toPath } from '../../translate/to-protocol';
import type { ServerState } from '../server-state';

/** The button that confirms a rename, in clients that cannot preview it. */
const renameButton = (): string => l10n.t('Rename');

/** Answers `textDocument/prepareRename`. Throws a RenameError if the name cannot be changed. */
export async function prepare(
  context: FileContext,
  { position }: TextDocumentPositionParams,
  state: ServerState,
  token: CancellationToken,
): Promise<PrepareRenameResult | null> {
  // A script that is not indexed yet might still forbid the rename.
  await state.liveIndex.ready;
  return prepareRename(context, position, environmentOf(state, token));
}

/** Answers `textDocument/rename`. Throws a RenameError if it is refused. */
export async function renameEverywhere(
  context: FileContext,
  { position, newName }: RenameParams,
  state: ServerState,
  token: CancellationToken,
): Promise<WorkspaceEdit | null> {
  await state.liveIndex.ready;
  return rename(context, position, newName, environmentOf(state, token));
}

/** The edits that belong to files that the user is about to rename. */
export function filesWillBeRenamed(
  { liveIndex }: ServerState,
  { files }: RenameFilesParams,
): WorkspaceEdit | null {
  const [first] = files.filter(({ oldUri }) => isScript(oldUri));
  if (!first) return null;
  return editsForRenamedFile({ index: liveIndex.current }, toPath(first.oldUri), toPath(first.newUri));
}

/** What a rename needs from the server. Cancelling `token` ends the thread that checks the rename. */
function environmentOf(state: ServerState, token: CancellationToken): RenameEnvironment {
  const { client, evaluation, liveIndex, parser, session, settings } = state;
  return {
    sources: () => liveIndex.renameSources(),
    isEditable: (file) => liveIndex.isEditable(file),
    parse: (text) => parser.parseScript(text),
    build: () => session.configured,
    openTexts: () => state.openTexts(),
    check: async (claim) =>
      settings.evaluation
        ? ((await evaluation.checkRenameInType(claim)) ?? checkInThread(claim, token))
        : null,
    confirm: (question) => client.confirm(question, renameButton()),
    client: client.support,
  };
}
