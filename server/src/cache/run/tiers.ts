import { CannotTell } from '../inputs/input-files';
import type { Prepared } from '../invocation/resolved-run';
import type { Found, LookupContext } from '../lookup/found';
import { directTier } from './direct-tier';
import { portableTier } from './portable-tier';
import type { PreprocessedTier } from './preprocessed-tier';
import { remoteTier } from './remote-tier';
import type { LocalTier, Tier } from './tier';

/** The tiers that start no process. */
export const localTiers: readonly LocalTier[] = [directTier, portableTier];

/** All tiers of one run, in the order in which they are tried. */
export function tiersOf(preprocessed: PreprocessedTier): readonly Tier[] {
  return [...localTiers, remoteTier, preprocessed];
}

/** Tries the local tiers. Returns the first hit, or else the first miss. */
export function lookUpLocally(prepared: Prepared, context: LookupContext): Found {
  let missed: Found | null = null;
  for (const tier of localTiers) {
    const found = look(tier, prepared, context);
    if (found !== null && found.state !== 'miss') return found;
    missed ??= found;
  }
  return missed ?? { state: 'miss', reason: { kind: 'never-cached' } };
}

function look(tier: LocalTier, prepared: Prepared, context: LookupContext): Found | null {
  try {
    return tier.look(prepared, context);
  } catch (error) {
    return unreadable(error);
  }
}

/**
 * The miss of a tier that could not examine a file.
 * @throws any other error
 */
export function unreadable(error: unknown): Found {
  if (!(error instanceof CannotTell)) throw error;
  return { state: 'miss', reason: { kind: 'unreadable', subject: error.subject } };
}
