import * as l10n from '@vscode/l10n';
import { cacheOptionsFromEnvironment } from '../../../cache/environment-options';
import { LiveRoots, probeByThread } from '../../../cache/storage/live-roots';
import {
  isRemoteDown,
  remoteFromEnvironment,
  type RemoteProblem,
} from '../../../cache/storage/remote/remote';
import type { StoreRoot } from '../../../cache/storage/store-root';
import { cacheStats } from '../../../cache/storage/store-summary';
import type { CacheRemoteView, CacheView } from '../../../shared/protocol';
import { missKindText, type MissReason, outcomeText, type RunOutcome } from '../../../shared/reasons';
import type { BuildSession } from '../../session/build-session';
import type { ServerState } from '../server-state';

/** The content of the cache, and the results of the runs through it. */
export async function cacheView({ session }: ServerState): Promise<CacheView> {
  // The files of the cache are read synchronously, so pending answers are sent first.
  await new Promise(setImmediate);
  const { roots, maxBytes } = await storeOf(session);
  const stats = cacheStats(roots, maxBytes);
  const { outcomes, reasons, remote, secondsSaved, castxmlSeconds } = stats.counters;
  return {
    roots: stats.roots.map(({ root, exists, writable, l2Entries, bytes, lastEvictionMs }) => ({
      root,
      exists,
      writable,
      entries: l2Entries,
      bytes,
      lastEvictionMs,
    })),
    hitRate: stats.hitRate,
    maxBytes,
    secondsSaved,
    castxmlSeconds,
    outcomes: counted(outcomes, (kind) => outcomeText(kind as RunOutcome)),
    reasons: counted(reasons, (kind) => missKindText(kind as MissReason['kind'])),
    remote: remoteView(roots, remote),
  };
}

/** The store of the active build, or of the environment if there is none. */
async function storeOf({
  services,
}: BuildSession): Promise<{ roots: readonly StoreRoot[]; maxBytes: number }> {
  if (services) return { roots: await services.liveRoots(), maxBytes: services.maxBytes };
  const { roots, maxBytes } = cacheOptionsFromEnvironment(process.env);
  const liveness = { probe: probeByThread, warn: () => undefined };
  return { roots: await new LiveRoots(roots, liveness).current(), maxBytes };
}

function remoteView(
  roots: readonly StoreRoot[],
  counts: { hit?: number; failed?: number },
): CacheRemoteView | null {
  const remote = remoteFromEnvironment(process.env);
  if (!remote) return null;
  const [root] = roots;
  const known = { hits: counts.hit ?? 0, failures: counts.failed ?? 0 };
  if ('problem' in remote)
    return { url: '', readOnly: false, failing: false, ...known, problem: problemText(remote.problem) };
  const failing = root !== undefined && isRemoteDown(remote.url, root, Date.now());
  return { url: remote.url, readOnly: remote.readOnly, failing, ...known, problem: '' };
}

function problemText({ kind, subject }: RemoteProblem): string {
  switch (kind) {
    case 'unknown-option':
      return l10n.t('ITK_WRAP_CACHE_REMOTE has “|{0}”: the only option is |read-only.', subject);
    case 'not-an-address':
      return l10n.t('ITK_WRAP_CACHE_REMOTE is not an address. Write http://host:port or https://….');
    case 'other-protocol':
      return l10n.t('ITK_WRAP_CACHE_REMOTE begins with {0}. Only http: and https: are supported.', subject);
    case 'invalid-escape':
      return l10n.t(
        'The user or the password in ITK_WRAP_CACHE_REMOTE has an invalid % escape. Write % as %25.',
      );
  }
}

function counted(
  counts: Readonly<Record<string, number>>,
  label: (kind: string) => string,
): CacheView['outcomes'] {
  return Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([kind, count]) => ({ label: label(kind), count }));
}
