import { setTimeout as delay } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-languageserver';
import type { ServerState } from '../server-state';

/** Answers when nothing is in progress that may change an answer. */
export async function whenIdle(state: ServerState, _: unknown, token: CancellationToken): Promise<null> {
  // Finished work may start other work in the next turn of the event loop.
  for (let calm = 0; calm < 3 && !token.isCancellationRequested; calm = state.isBusy ? 0 : calm + 1)
    await delay(5);
  return null;
}
