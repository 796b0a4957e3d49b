import type { BuildModule, BuildType } from '../../build/build-tree';
import type { ModuleStatus, TypeState } from '../../shared/type-state';

/** The state of a type before anything but its name and files is known. */
export function unknownType(
  type: Pick<BuildType, 'name' | 'module' | 'wrap' | 'cxx' | 'inc' | 'xml'>,
): TypeState {
  return {
    name: type.name,
    module: type.module,
    wrap: type.wrap,
    cxx: type.cxx,
    inc: type.inc,
    xml: type.xml,
    state: 'unknown',
    reason: null,
    l1: null,
    l2: null,
    root: null,
    entry: null,
    xmlState: 'unknown',
    staleBecause: null,
    swig: { state: 'unknown', because: null, cached: null },
    instantiations: [],
    configure: null,
  };
}

/** The state of a module before anything but its names is known. */
export function unknownModule(
  module: Pick<BuildModule, 'name' | 'wrappingDir' | 'types' | 'dependencies' | 'stampGeneration' | 'stamp'>,
): ModuleStatus {
  return {
    name: module.name,
    wrappingDir: module.wrappingDir,
    types: module.types,
    dependencies: module.dependencies,
    state: 'unknown',
    staleBecause: null,
    cached: null,
    stampGeneration: module.stampGeneration,
    stamp: module.stamp,
    pkl: { listed: 0, present: 0, missing: [], missingIndex: [], stampPresent: null },
  };
}
