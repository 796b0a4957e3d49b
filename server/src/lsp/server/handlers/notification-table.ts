import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
  FileChangeType,
  InitializedNotification,
} from 'vscode-languageserver';
import type { RunningWork } from '../../../graph';
import { methods } from '../../../shared/protocol';
import { toClientPath, toPath, toUri } from '../../translate/to-protocol';
import { notification, type NotificationRow, ownNotification } from '../dispatch';
import { isGraphView, isRunning, isString, isStrings } from '../request-parameters';
import type { ServerState } from '../server-state';

/** Every notification that the server handles, except those about open documents (`document-events.ts`). */
export const notifications: readonly NotificationRow[] = [
  notification(InitializedNotification.type, initialized),
  notification(DidChangeConfigurationNotification.type, (state) => state.configure()),
  notification(DidChangeWatchedFilesNotification.type, filesChanged),
  ownNotification(methods.toolBuilds, isStrings, ({ session }, directories) =>
    session.setToolDirectories(directories),
  ),
  ownNotification(methods.activeFolder, isString, ({ session }, folder) =>
    session.setActiveFolder(toPath(folder)),
  ),
  ownNotification(methods.running, isRunning, running),
  ownNotification(methods.graphRelease, isGraphView, ({ graphs }, view) => graphs.release(view)),
];

function initialized(state: ServerState): void {
  const { client } = state;
  client.register();
  client.onFoldersChanged((added, removed) => {
    const gone = new Set(removed.map(toClientPath));
    state.folders = [...state.folders.filter((folder) => !gone.has(folder)), ...added.map(toClientPath)];
    state.configure();
  });
  state.configure();
}

function filesChanged(state: ServerState, { changes: events }: DidChangeWatchedFilesParams): void {
  const { session, graphs, liveIndex, evaluation, documents, changes } = state;
  const files = events.map(({ uri }) => toPath(uri));
  session.filesChanged(files);
  graphs.filesChanged(files);
  if (state.isAboutRuns(files)) state.runsChanged();
  const everywhere = liveIndex.filesChanged(files);
  const created = events.some(({ uri, type }) => uri.endsWith('.wrap') && type !== FileChangeType.Changed);
  if (created || (everywhere && files.some((file) => !file.endsWith('.h')))) evaluation.reopen();
  for (const file of files) if (!documents.get(toUri(file))) evaluation.update(file, null);
  changes.changed({ kind: 'disk', uris: events.map(({ uri }) => uri) });
}

function running(state: ServerState, work: RunningWork[]): void {
  const ended = state.graphs.setRunning(work);
  if (ended.length === 0) return;
  // The watcher would report the XML too, but later. Until then, the type would have its old state again.
  const { pipeline } = state.session;
  const types = ended.flatMap(({ stage, target }) => (stage === 'castxml' ? [target] : []));
  pipeline?.pathsChanged(types.flatMap((name) => pipeline.type(name)?.xml ?? []));
  // A run that has ended may have left messages, and not every client watches their folder.
  state.runsChanged();
}
