import type { CacheState, PipelineState } from '../state-words';
import type { TypeState } from '../type-state';

/**
 * The state of a type in the cache as it is shown. A type that was never run through the cache is a miss that is no reason to
 * worry, so it has its own word and icon.
 */
export function shownState({
  state,
  reason,
}: Pick<TypeState, 'state' | 'reason'>): CacheState | Extract<PipelineState, 'not-cached'> {
  return state === 'miss' && reason?.kind === 'never-cached' ? 'not-cached' : state;
}
