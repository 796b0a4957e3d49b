import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { bytesOrNullSync } from '../../host/read-regular-file';
import type { ExternalModule } from '../../build/build-tree';
import type { GeneratedFile, PredictedType } from './predicted';

/** How a prediction compares with the files that CMake generated; names are those of types. */
export interface Comparison {
  /** Number of equal files. */
  same: number;
  different: string[];
  /** Generated, and not predicted. */
  missing: string[];
  /** Predicted, and not generated. */
  extra: string[];
}

export interface PredictionCheck {
  types: number;
  cxx: Comparison;
  swigInterface: Comparison;
}

/** Compares all types that are predicted, or these of them, with what lies in a configured build, byte for byte. */
export function checkPrediction(
  all: readonly PredictedType[],
  build: string,
  only: readonly PredictedType[] = all,
): PredictionCheck {
  const compared = (suffix: string, fileOf: (type: PredictedType) => GeneratedFile | null): Comparison => {
    const comparison = compare(only, fileOf);
    if (only === all) comparison.missing = unpredicted(all, build, suffix, fileOf);
    return comparison;
  };
  return {
    types: only.length,
    cxx: compared('.cxx', ({ cxx }) => cxx),
    swigInterface: compared('SwigInterface.h.in', ({ swigInterface }) => swigInterface),
  };
}

/** Files of one external module among those of a build of ITK. */
export interface ExternalFiles {
  module: string;
  /** The folder that it was configured in; null if that is gone. */
  configuredIn: string | null;
  types: string[];
}

/** A check in which the files of external modules are not missing from the prediction, but listed by themselves. */
export function withoutExternal(
  check: PredictionCheck,
  modules: readonly ExternalModule[],
): PredictionCheck & { external: ExternalFiles[] } {
  const of = new Map(modules.flatMap(({ name, types }) => types.map((type) => [type, name])));
  const generated = new Set([...check.cxx.missing, ...check.swigInterface.missing]);
  const own = (part: Comparison): Comparison => ({
    ...part,
    missing: part.missing.filter((type) => !of.has(type)),
  });
  return {
    ...check,
    cxx: own(check.cxx),
    swigInterface: own(check.swigInterface),
    external: modules
      .map(({ name, configuredIn, types }) => ({
        module: name,
        configuredIn,
        types: types.filter((type) => generated.has(type)),
      }))
      .filter(({ types }) => types.length > 0),
  };
}

/** Whether the check found nothing to complain of. */
export function isExact({ cxx, swigInterface }: PredictionCheck): boolean {
  return [cxx, swigInterface].every(
    ({ different, missing, extra }) => different.length + missing.length + extra.length === 0,
  );
}

function compare(
  types: readonly PredictedType[],
  fileOf: (type: PredictedType) => GeneratedFile | null,
): Comparison {
  const result: Comparison = { same: 0, different: [], missing: [], extra: [] };
  for (const type of types) {
    const file = fileOf(type);
    if (file === null) continue;
    if (!existsSync(file.path)) result.extra.push(type.name);
    else if (bytesOrNullSync(file.path)?.equals(Buffer.from(file.text))) result.same++;
    else result.different.push(type.name);
  }
  return result;
}

/** Names of the files that CMake generated and the prediction lacks, without their suffix. */
function unpredicted(
  types: readonly PredictedType[],
  build: string,
  suffix: string,
  fileOf: (type: PredictedType) => GeneratedFile | null,
): string[] {
  const predicted = new Set(types.flatMap((type) => fileOf(type)?.path ?? []));
  const folders = new Set([inputsFolder(build), ...[...predicted].map((file) => path.dirname(file))]);
  // A module outside of ITK writes into ITK's build, where most files are not its own.
  return [...folders]
    .filter((folder) => folder.startsWith(build + path.sep) && existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => ({ name, file: path.join(folder, name) })))
    .filter(({ name, file }) => name.endsWith(suffix) && !predicted.has(file))
    .map(({ name }) => name.slice(0, -suffix.length));
}

/** Where CMake writes CastXML's inputs: up to ITK 5.2 beside everything else in `Wrapping`. */
function inputsFolder(build: string): string {
  const folder = path.join(build, 'Wrapping', 'castxml_inputs');
  return existsSync(folder) ? folder : path.join(build, 'Wrapping');
}
