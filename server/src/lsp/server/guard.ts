import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { oneLine } from '../../shared/plain-text';
import { RenameError } from '../features/rename';

/** What a guarded handler tells of itself. */
export interface GuardLog {
  error(message: string): void;
  trace(message: string): void;
}

/**
 * Wraps the handler of a request: a crash answers that request, with `empty`, and no more; a cancelled request ends
 * before its work begins; a refusal meant for the user is passed on as the request's error.
 */
export function guarded<P, R>(
  name: string,
  empty: R,
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
      log.error(
        `${name} failed, and was answered with nothing: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return empty;
    } finally {
      log.trace(`${name}: ${(performance.now() - start).toFixed(1)} ms`);
    }
  };
}

/** The answer to a request that the client wants no more. */
export const cancelled = (): ResponseError<void> =>
  new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
