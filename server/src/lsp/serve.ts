import {
  type Connection,
  createConnection,
  ProposedFeatures,
  ResponseError,
} from 'vscode-languageserver/node';
import { loadParser } from '../cmake/syntax/parse';
import { lifecycle, type Refusal, REFUSED } from './server/lifecycle';
import { fileGuard, suspects, suspectsFolder } from './watchdog/quarantine';
import { startServer } from './server/server';
import { startWatchdog } from './watchdog/watchdog';

/** Runs the language server on the transport that the command line names, such as `--node-ipc` or `--stdio`. */
export async function serve(): Promise<void> {
  const admit = lifecycle();
  const connection = createConnection(ProposedFeatures.all, {
    messageStrategy: {
      handleMessage: (message, next) => {
        const admitted = admit(message);
        if (admitted) return next(admitted);
      },
    },
  });
  connection.onRequest(REFUSED, ({ code, message }: Refusal) => new ResponseError(code, message));
  surviveErrors(connection);
  const folder = suspectsFolder(process.env);
  const guard = fileGuard(folder, suspects(folder), startWatchdog(folder, process.env));
  startServer(connection, await loadParser(), guard);
}

/** Logs uncaught errors and continues. Ending the session would cost the user more than the error. */
function surviveErrors(connection: Connection): void {
  const tell = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    try {
      connection.console.error(`Something went wrong in the language server, which goes on: ${text}`);
    } catch {
      // The client has gone. The end of the input ends the process.
    }
  };
  process.on('uncaughtException', tell);
  process.on('unhandledRejection', tell);
}
