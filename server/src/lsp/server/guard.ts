import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { oneLine } from '../../shared/plain-text';
import { RenameError } from '../features/rename';

/** The log of guarded handlers. */
export interface GuardLog {
  error(message: string): void;
  trace(message: string): void;
}

/**
 * Wraps the handler of a request. If it crashes, only that request is answered with `empty`. If `empty` is undefined, the
 * answer is the error. A cancelled request ends before its work begins. A refusal for the user becomes the error of the
 * request.
 */
export function guarded<P, R>(
  name: string,
  empty: R | undefined,
  log: GuardLog,
  handler: (params: P, token: CancellationToken) => R | Promise<R>,
): (params: P, token: CancellationToken) => Promise<R | ResponseError<void>> {
  return async (params, token) => {
    const start = performance.now();
    try {
      if (token.isCancellationRequested) return cancelled();
      const answer = await handler(params, token);
      return token.isCancellationRequested ? cancelled() : answer;
    } catch (error) {
      if (error instanceof RenameError)
        return new ResponseError(LSPErrorCodes.RequestFailed, oneLine(error.message));
      if (empty === undefined) throw error;
      log.error(
        `${name} failed, and was answered with nothing: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return empty;
    } finally {
      log.trace(`${name}: ${(performance.now() - start).toFixed(1)} ms`);
    }
  };
}

/** The answer to a request that the client has cancelled. */
export const cancelled = (): ResponseError<void> =>
  new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
