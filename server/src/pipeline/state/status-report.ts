import type { Leftover } from '../../build/pkl/leftovers';
import type { BuildTree } from '../../build/build-tree';
import type { ConfigureNeed, ModuleStatus, NewType, TypeState } from '../../shared/type-state';
import { countHits } from '../../shared/states/counts';
import { missReasonText } from '../../shared/reasons';

/** The JSON of `itk-wrap status`. Programs read it, so its names must not change. */
export interface Status {
  build: string;
  source: string;
  scheme: string;
  castxml: { path: string | null; hash: string | null };
  roots: string[];
  summary: { types: number; hit: number; miss: number; unverified: number; unknown: number };
  types: {
    name: string;
    module: string;
    wrap: string | null;
    state: TypeState['state'];
    reason: string | null;
    l1: string | null;
    l2: string | null;
    root: string | null;
    xml: TypeState['xmlState'];
    /** Whether the XML is stale because another command made it. */
    otherCommand: boolean;
    /** SWIG's outputs, and the file that makes them stale or that is missing. */
    swig: TypeState['swig'];
    /** The changes when CMake runs again. Null if there are none or they were not requested. */
    configure: ConfigureStatus | null;
  }[];
  /** Types that the sources have but the build does not. Empty if not requested. */
  newTypes: { name: string; module: string; wrap: string | null; configure: ConfigureStatus }[];
  modules: {
    name: string;
    types: readonly string[];
    state: ModuleStatus['state'];
    /** The file that makes the module out of date: a newer input, or a missing output. */
    because: string | null;
    /** Whether it is out of date because another command made igenerator's outputs. */
    otherCommand: boolean;
    /** If igenerator has to run: how many of its types the cache has. Null if that is not known, or not needed. */
    cached: { hits: number; types: number } | null;
    stamp: { path: string; present: boolean } | null;
    /** `missing`: files or database keys that index files list. `missingIndex`: index files that do not exist. */
    pkl: {
      listed: number;
      present: number;
      missing: readonly string[];
      missingIndex: readonly string[];
      damaged: readonly { file: string; message: string }[];
    };
  }[];
  /** Files in the pkl folder that no type of the build has written. */
  leftovers: readonly Leftover[];
  /** External modules that were configured against this build of ITK, with their files in it. */
  external: { module: string; configuredIn: string | null; types: readonly string[] }[];
}

interface ConfigureStatus {
  kind: ConfigureNeed['kind'];
  added: readonly string[];
  removed: readonly string[];
  changed: readonly string[];
  /** The CastXML run after configuring: its key, and its state in the store. */
  l1: string | null;
  state: TypeState['state'];
  reason: string | null;
}

/** Builds the report. */
export function statusOf(
  build: BuildTree,
  roots: readonly string[],
  castxmlHash: string | null,
  types: readonly TypeState[],
  modules: readonly ModuleStatus[],
  newTypes: readonly NewType[] = [],
  leftovers: readonly Leftover[] = [],
): Status {
  const count = (wanted: TypeState['state']): number => types.filter(({ state }) => state === wanted).length;
  return {
    build: build.dir,
    source: build.source,
    scheme: build.scheme,
    castxml: { path: build.castxml, hash: castxmlHash },
    roots: [...roots],
    summary: {
      types: types.length,
      hit: countHits(types),
      miss: count('miss'),
      unverified: count('unverified'),
      unknown: count('unknown'),
    },
    types: types.map(
      ({ name, module, wrap, state, reason, l1, l2, root, xmlState, otherCommand, swig, configure }) => ({
        name,
        module,
        wrap,
        state,
        reason: reason && missReasonText(reason),
        l1,
        l2,
        root,
        xml: xmlState,
        otherCommand: otherCommand ?? false,
        swig,
        configure: configure && configureStatus(configure),
      }),
    ),
    newTypes: newTypes.map(({ name, module, wrap, configure }) => ({
      name,
      module,
      wrap,
      configure: configureStatus(configure),
    })),
    modules: modules.map(({ name, types: own, state, staleBecause, otherCommand, cached, stamp, pkl }) => ({
      name,
      types: own,
      state,
      because: staleBecause,
      otherCommand: otherCommand ?? false,
      cached,
      stamp: stamp === null ? null : { path: stamp, present: pkl.stampPresent ?? false },
      pkl: {
        listed: pkl.listed,
        present: pkl.present,
        missing: pkl.missing,
        missingIndex: pkl.missingIndex,
        damaged: pkl.damaged ?? [],
      },
    })),
    leftovers,
    external: build.external.map(({ name, configuredIn, types: own }) => ({
      module: name,
      configuredIn,
      types: own,
    })),
  };
}

function configureStatus({ reason, ...need }: ConfigureNeed): ConfigureStatus {
  return { ...need, reason: reason && missReasonText(reason) };
}
