import { remoteFromEnvironment, remoteProblemText } from '../../cache/storage/remote/remote';

/** A remote, as it answered. */
export interface RemoteView {
  /** Its address without user, password, query and fragment. */
  address: string;
  /** Its HTTP status; null if it did not answer. */
  status: number | null;
  /** Why it did not answer, or why its setting is invalid. Null if it answered. */
  problem: string | null;
  seconds: number;
}

/** Sends a request, as `fetch` does. */
export type Fetch = (
  address: string,
  options: { headers: Record<string, string>; redirect: 'manual'; signal: AbortSignal },
) => Promise<{ status: number; body: { cancel(): Promise<void> } | null }>;

/** How long a remote may take to answer, in milliseconds. */
const REMOTE_MS = 3000;
/** A key that no run has. */
const NO_KEY = '0'.repeat(64);

/**
 * Asks the remote of the environment for an entry that it cannot have, with the user's credentials. A remote that works answers 404. Null if
 * no remote is set. Never rejects, and names no credentials.
 */
export async function remoteView(
  environment: NodeJS.ProcessEnv,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<RemoteView | null> {
  const remote = remoteFromEnvironment(environment);
  if (!remote) return null;
  if ('problem' in remote)
    return { address: '', status: null, problem: remoteProblemText(remote.problem), seconds: 0 };
  const { origin, pathname } = new URL(remote.url);
  const address = origin + pathname;
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    const { status, body } = await fetch(`${remote.url.replace(/\/$/, '')}/ac/${NO_KEY}`, {
      headers: remote.authorization ? { authorization: remote.authorization } : {},
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(REMOTE_MS)]),
    });
    await body?.cancel();
    return { address, status, problem: null, seconds: seconds() };
  } catch (error) {
    return { address, status: null, problem: reasonOf(error, remote.url), seconds: seconds() };
  }
}

function reasonOf(error: unknown, address: string): string {
  const { name, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `no answer within ${REMOTE_MS / 1000} s`;
  // A message may repeat the address, and with it what a user has put into it.
  const message = cause?.message?.includes(address) ? undefined : cause?.message;
  return cause?.code ?? message ?? name;
}
