import type { CacheState, ModuleState, XmlState } from '../state-words';
import type { Instantiation } from '../type-state';

/*
 * What is counted, and how. Lenses, hovers, sidebar, graph, status bar and command line all count with these functions, so
 * that they show the same numbers.
 */

/**
 * The instantiations that count, of a type or of one of its classes. Companion aliases, such as `itkFooIF2_Pointer`, do not
 * count.
 */
export function instantiationsOf(
  { instantiations }: { instantiations: readonly Instantiation[] },
  className?: string,
): Instantiation[] {
  return instantiations.filter(
    (one) => one.companionOf === undefined && (className === undefined || one.className === className),
  );
}

/** Whether a CastXML run in this state needs no castxml, or only its preprocessor. */
export function isHit({ state }: { state: CacheState }): boolean {
  return state === 'hit' || state === 'hit-l2';
}

/** The number of hits among types. */
export function countHits(types: readonly { state: CacheState }[]): number {
  return types.filter(isHit).length;
}

/** Whether a rebuild runs CastXML for a type: its XML is missing or stale, or the cache misses. */
export function needsCastxml({ state, xmlState }: { state: CacheState; xmlState: XmlState }): boolean {
  return xmlState === 'stale' || xmlState === 'missing' || state === 'miss';
}

/** Whether a rebuild runs igenerator for a module: it lacks outputs, or they are out of date. */
export function needsIgenerator({ state }: { state: ModuleState }): boolean {
  return state !== 'complete';
}

/** Whether *Repair* runs igenerator for a module: its stamp or pkl files are gone. */
export function needsRepair({ state }: { state: ModuleState }): boolean {
  return state === 'pkl-missing' || state === 'stamp-missing';
}
