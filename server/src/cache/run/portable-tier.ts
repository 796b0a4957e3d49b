import { findPortable } from '../lookup/portable';
import { saveL1OfPortable } from './save';
import { lookupContext } from './begin-run';
import type { LocalTier } from './tier';

/** An entry of the same run in other trees, in a local root. */
export const portableTier: LocalTier = {
  look: findPortable,
  find: (run) => findPortable(run.prepared, lookupContext(run)),
  async record({ cache, prepared, snapshot }, { portable, root, l2 }) {
    if (!portable || !l2) return;
    root?.touch(portable.name, cache.now());
    await saveL1OfPortable(cache, prepared, portable, l2, snapshot);
  },
  outcome: () => ({ outcome: 'hit-portable' }),
};
