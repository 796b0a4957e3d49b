import type { ModuleStatus, PklState, TypeState } from '../../server/src/shared/type-state';

const SUBJECT = '/s/include/itkFoo.h';

/** A type of a build. It is in the module ITKMod and was never cached, unless `given` says otherwise. */
export function aType(given: Partial<TypeState> = {}): TypeState {
  const { name = 'itkFoo', state = 'miss', xmlState = state === 'hit' ? 'fresh' : 'missing' } = given;
  return {
    name,
    module: 'ITKMod',
    wrap: `/s/wrapping/${name}.wrap`,
    cxx: `/b/${name}.cxx`,
    inc: `/b/${name}.castxml.inc`,
    xml: `/b/${name}.xml`,
    state,
    reason: state === 'miss' ? { kind: 'never-cached' } : null,
    l1: null,
    l2: null,
    root: state === 'hit' ? '/store' : null,
    entry: null,
    xmlState,
    staleBecause: xmlState === 'stale' ? SUBJECT : null,
    swig: { state: 'unknown', because: null, cached: null },
    instantiations: [],
    configure: null,
    ...given,
  };
}

/** A module with all its outputs, unless `given` says otherwise. */
export function aModule(
  given: Partial<Omit<ModuleStatus, 'pkl'>> & { pkl?: Partial<PklState> } = {},
): ModuleStatus {
  const { name = 'ITKMod', types = ['itkFoo'] } = given;
  const listed = given.pkl?.listed ?? types.length;
  const missing = given.pkl?.missing ?? [];
  return {
    name,
    wrappingDir: '/s/wrapping',
    types,
    dependencies: [],
    state: 'complete',
    staleBecause: null,
    cached: null,
    stampGeneration: 'pkl-stamp',
    stamp: `/b/itk-pkl/${name}.pkl.stamp`,
    ...given,
    pkl: {
      listed,
      present: listed - missing.length,
      missing,
      missingIndex: [],
      stampPresent: true,
      ...given.pkl,
    },
  };
}
