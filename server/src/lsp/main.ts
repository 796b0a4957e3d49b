import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { loadParser } from '../cmake/parse';
import { startServer } from './server';

/** The language server on the transport that the command line names: `--node-ipc`, `--stdio` and so on. */
export async function serve(): Promise<void> {
  const connection = createConnection(ProposedFeatures.all);
  startServer(connection, await loadParser());
}
