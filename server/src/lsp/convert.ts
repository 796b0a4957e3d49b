import path from 'node:path';
import { URI } from 'vscode-uri';
import type { BuildTree } from '../build/types';
import type { ModuleStatus, TypeState } from '../pipeline/types';
import { stateLabel, missReasonText, moduleConsequence, moduleStateLabel } from '../pipeline/vocabulary';
import type { BuildView, ModuleView, TypeView } from '../protocol';

export const toUri = (file: string): string => URI.file(file).toString();
export const toPath = (uri: string): string => URI.parse(uri).fsPath;

export function typeView(type: TypeState): TypeView {
  return {
    name: type.name,
    module: type.module,
    wrap: type.wrap && toUri(type.wrap),
    cxx: toUri(type.cxx),
    inc: toUri(type.inc),
    xml: toUri(type.xml),
    state: type.state,
    stateLabel: stateLabel(type.state),
    reason: type.reason && missReasonText(type.reason),
    l1: type.l1,
    l2: type.l2,
    xmlState: type.xmlState,
    staleBecause: type.staleBecause && path.basename(type.staleBecause),
    instantiations: type.instantiations.length,
  };
}

export function moduleView(module: ModuleStatus): ModuleView {
  return {
    name: module.name,
    types: [...module.types],
    dependencies: [...module.dependencies],
    state: module.state,
    stateLabel: moduleStateLabel(module),
    consequence: moduleConsequence(module),
    stamp: module.stamp,
    missing: missingFiles(module),
  };
}

/** Every file that the module's igenerator run should have left and that is not there. */
export function missingFiles(module: ModuleStatus): string[] {
  const stamp = module.pkl.stampPresent === false && module.stamp ? [module.stamp] : [];
  return [...stamp, ...module.pkl.missingIndex, ...module.pkl.missing];
}

export function buildView(build: BuildTree, roots: readonly string[]): BuildView {
  return {
    dir: build.dir,
    source: build.source,
    project: build.project,
    itkVersion: build.itkVersion,
    generator: build.generator,
    scheme: build.scheme,
    castxml: build.castxml,
    roots: [...roots],
  };
}
