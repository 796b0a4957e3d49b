import path from 'node:path';
import { shownState } from '../../shared/states/shown-state';
import { URI } from 'vscode-uri';
import { externalText } from '../../build/external-modules';
import type { Leftover } from '../../build/pkl/leftovers';
import { SUPPORT_FILE } from '../../build/setup/setup';
import type { BuildTree } from '../../build/build-tree';
import { instantiationsOf } from '../../shared/states/counts';
import type { ConfigureNeed, ModuleStatus, NewType, TypeState } from '../../shared/type-state';
import {
  configureLabel,
  moduleCachedText,
  moduleConsequence,
  moduleStateLabel,
  predictedLabel,
  shortConfigureLabel,
  stateLabel,
  swigText,
} from '../../shared/vocabulary';
import { sentences } from '../../shared/l10n/sentences';
import { missReasonText } from '../../shared/reasons';
import { type PathAlias, toClient, toOwn } from './path-aliases';
import type {
  BuildView,
  ConfigureView,
  LeftoverView,
  ModuleView,
  NewTypeView,
  TypeView,
} from '../../shared/protocol';

let aliases: readonly PathAlias[] = [];

/** Sets the folders that have other names for clients than for the engines. */
export function setPathAliases(found: readonly PathAlias[]): void {
  aliases = found;
}

/** The URI of a file, with the client's name. */
export const toUri = (file: string): string => URI.file(wellFormed(toClient(file, aliases))).toString();
/** The path of a URI, with the engines' name. */
export const toPath = (uri: string): string => toOwn(URI.parse(uri).fsPath, aliases);
/** Replaces lone surrogates, which cannot be in a URI. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
/** The engines' name of a file or folder that a client has named. */
export const toOwnPath = (file: string): string => toOwn(file, aliases);
/** The path of a URI, with the client's name. */
export const toClientPath = (uri: string): string => URI.parse(uri).fsPath;

/** A type as it is sent to the client. */
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
    neverCached: shownState(type) === 'not-cached',
    l1: type.l1,
    l2: type.l2,
    xmlState: type.xmlState,
    staleBecause: type.staleBecause && path.basename(type.staleBecause),
    ...(type.otherCommand && { otherCommand: type.otherCommand }),
    swig: swigText(type.swig),
    swigState: type.swig.state,
    instantiations: instantiationsOf(type).length,
    configure: type.configure && configureView(type.configure),
  };
}

/** A type that the build does not have yet, as it is sent to the client. */
export function newTypeView({ name, module, wrap, configure }: NewType): NewTypeView {
  return { name, module, wrap: wrap && toUri(wrap), configure: configureView(configure) };
}

function configureView(need: ConfigureNeed): ConfigureView {
  const { kind, added, removed, changed, l1, state } = need;
  const stateLabel = predictedLabel(need);
  const labels = { label: configureLabel(need), shortLabel: shortConfigureLabel(need), stateLabel };
  return { kind, ...labels, added, removed, changed, l1, state };
}

/** A module as it is sent to the client. */
export function moduleView(module: ModuleStatus): ModuleView {
  return {
    name: module.name,
    types: [...module.types],
    dependencies: [...module.dependencies],
    state: module.state,
    stateLabel: moduleStateLabel(module),
    consequence: sentences(moduleConsequence(module), moduleCachedText(module)) || null,
    stamp: module.stamp,
    missing: missingFiles(module),
    lists: module.wrappingDir && toUri(path.join(module.wrappingDir, 'CMakeLists.txt')),
    damaged: (module.pkl.damaged ?? []).map(({ file }) => file),
  };
}

/** A leftover as it is sent to the client. */
export function leftoverView({ file, key, consequence }: Leftover): LeftoverView {
  return { name: key ?? path.basename(file), uri: toUri(file), consequence };
}

/** Every file that the module's igenerator run should have written and that does not exist. */
export function missingFiles(module: ModuleStatus): string[] {
  // A run that never was has lost nothing.
  if (module.state === 'never-run') return [];
  const stamp = module.pkl.stampPresent === false && module.stamp ? [module.stamp] : [];
  // What a damaged database contains is unknown, so no file counts as missing.
  if ((module.pkl.damaged ?? []).length > 0) return stamp;
  return [...stamp, ...module.pkl.missingIndex, ...module.pkl.missing];
}

/** The active build as it is sent to the client. `roots` are the roots of its store. */
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
    stamps:
      build.modules.find(({ stampGeneration }) => stampGeneration !== 'none')?.stampGeneration ?? 'none',
    cacheSetup: cacheSetupOf(build),
    external: build.external.map((module) => ({
      module: module.name,
      text: externalText(module),
    })),
    options: [...build.cache]
      .filter(([name, value]) => SHOWN_OPTION.test(name) && value !== '')
      .map(([name, value]) => ({ name, value })),
  };
}

/** Matches the options that decide what is wrapped, and how. */
const SHOWN_OPTION =
  /^(?:ITK_WRAP_(?:PYTHON|IMAGE_DIMS|VECTOR_COMPONENTS|CASTXML_CACHE|PKL_STAMPS|(?:unsigned_|signed_)?(?:char|short|int|long|long_long)|float|double|(?:rgb|rgba|vector|covariant_vector|complex)_\w+)|ITK_USE_SYSTEM_(?:CASTXML|SWIG)|ITK_DIR|CMAKE_BUILD_TYPE)$/;

function cacheSetupOf(build: BuildTree): BuildView['cacheSetup'] {
  const included = build.cache.get(`CMAKE_PROJECT_${build.project}_INCLUDE`) ?? '';
  if (path.basename(included) === SUPPORT_FILE) return 'ours';
  const cached = build.types.some(({ castxml }) =>
    castxml?.launcher.some((word) => /castxml-cache/i.test(word)),
  );
  return cached ? 'own' : 'none';
}
