import { fromRemote, lookUpRemote } from '../storage/remote/remote-run';
import { directTier } from './direct-tier';
import { portableTier } from './portable-tier';
import type { Tier } from './tier';

/** The server behind the roots. Its entries are copied to a local root first, so its hits are recorded like local ones. */
export const remoteTier: Tier = {
  find({ cache, prepared }) {
    const remote = cache.remote();
    return remote && fromRemote(cache, () => lookUpRemote(cache, remote, prepared));
  },
  record: (run, hit) => (hit.portable ? portableTier : directTier).record(run, hit),
  outcome: ({ portable }) => ({ outcome: portable ? 'hit-portable' : 'hit-l1', remote: 'hit' }),
};
