import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { bytesOrNullSync } from '../../host/read-regular-file';
import type { ExternalModule } from '../../build/build-tree';
import type { GeneratedFile, PredictedType } from './prediction-types';

/** How a prediction compares with the files that CMake generated. Names are those of types. */
export interface Comparison {
  /** The number of equal files. */
  same: number;
  different: string[];
  /** Generated, but not predicted. */
  missing: string[];
  /** Predicted, but not generated. */
  extra: string[];
}

/** A comparison of the predicted types with a build. */
export interface PredictionCheck {
  types: number;
  cxx: Comparison;
  swigInterface: Comparison;
}

/** Compares all predicted types, or only some of them, with the files of a configured build, byte for byte. */
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

/** The files of one external module in a build of ITK. */
export interface ExternalFiles {
  module: string;
  /** The folder in which it was configured, or null if that is gone. */
  configuredIn: string | null;
  types: string[];
}

/** Lists the files of external modules separately, instead of as missing from the prediction. */
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

/** Whether the check found no difference. */
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

/** The names of generated files that are not predicted, without their suffix. */
function unpredicted(
  types: readonly PredictedType[],
  build: string,
  suffix: string,
  fileOf: (type: PredictedType) => GeneratedFile | null,
): string[] {
  const predicted = new Set(types.flatMap((type) => fileOf(type)?.path ?? []));
  const folders = new Set([inputsFolder(build), ...[...predicted].map((file) => path.dirname(file))]);
  // An external module writes into ITK's build, where most files are not its own.
  return [...folders]
    .filter((folder) => folder.startsWith(build + path.sep) && existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => ({ name, file: path.join(folder, name) })))
    .filter(({ name, file }) => name.endsWith(suffix) && !predicted.has(file))
    .map(({ name }) => name.slice(0, -suffix.length));
}

/** The folder in which CMake writes the inputs of castxml. Up to ITK 5.2 it is `Wrapping` itself. */
function inputsFolder(build: string): string {
  const folder = path.join(build, 'Wrapping', 'castxml_inputs');
  return existsSync(folder) ? folder : path.join(build, 'Wrapping');
}
