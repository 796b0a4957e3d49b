import type { Connection } from 'vscode-languageserver';
import type { CMakeParser } from '../../cmake/syntax/parse';
import type { FileGuard } from '../watchdog/quarantine';
import { Client } from './client';
import { dispatch } from './dispatch';
import { followDocuments } from './handlers/document-events';
import { initialize } from './handlers/initialize';
import { notifications } from './handlers/notification-table';
import { requests } from './handlers/request-table';
import { ServerState } from './server-state';

/** Serves a client over a connection until it ends. The state is created once and passed to the handler of each message. */
export function startServer(connection: Connection, parser: CMakeParser, guard: FileGuard): void {
  const state = new ServerState(new Client(connection), parser, guard);
  // The library handles these two messages differently from all others.
  connection.onInitialize((params) => initialize(state, params));
  connection.onShutdown(() => state.dispose());
  dispatch(connection, state, requests, notifications);
  followDocuments(state);
  state.documents.listen(connection);
  connection.listen();
}
