import { findDirect } from '../lookup/direct';
import { L1_ENTRY, l1Folder } from '../storage/store-names';
import { lookupContext } from './begin-run';
import type { LocalTier } from './tier';

/** The entry of the run's own L1 key, in a local root. */
export const directTier: LocalTier = {
  look: findDirect,
  find: (run) => findDirect(run.prepared, lookupContext(run)),
  record({ cache, prepared }, { root }) {
    root?.touch(`${l1Folder(prepared.l1)}/${L1_ENTRY}`, cache.now());
  },
  outcome: () => ({ outcome: 'hit-l1' }),
};
