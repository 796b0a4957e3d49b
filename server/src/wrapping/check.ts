import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { GeneratedFile, PredictedType, Prediction } from './types';

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

/** Compares a whole prediction with what lies in a configured build, byte for byte. */
export function checkPrediction(prediction: Prediction, build: string): PredictionCheck {
  return {
    types: prediction.types.length,
    cxx: compare(prediction, build, '.cxx', ({ cxx }) => cxx),
    swigInterface: compare(prediction, build, 'SwigInterface.h.in', ({ swigInterface }) => swigInterface),
  };
}

/** Whether the check found nothing to complain of. */
export function isExact({ cxx, swigInterface }: PredictionCheck): boolean {
  return [cxx, swigInterface].every(
    ({ different, missing, extra }) => different.length + missing.length + extra.length === 0,
  );
}

function compare(
  prediction: Prediction,
  build: string,
  suffix: string,
  fileOf: (type: PredictedType) => GeneratedFile | null,
): Comparison {
  const result: Comparison = { same: 0, different: [], missing: [], extra: [] };
  const folders = new Set([inputsFolder(build)]);
  const predicted = new Set<string>();
  for (const type of prediction.types) {
    const file = fileOf(type);
    if (file === null) continue;
    predicted.add(file.path);
    folders.add(path.dirname(file.path));
    if (!existsSync(file.path)) result.extra.push(type.name);
    else if (readFileSync(file.path).equals(Buffer.from(file.text))) result.same++;
    else result.different.push(type.name);
  }
  // A module outside of ITK writes into ITK's build, where most files are not its own.
  const own = [...folders].filter((folder) => folder.startsWith(build + path.sep));
  for (const folder of own)
    for (const name of existsSync(folder) ? readdirSync(folder) : [])
      if (name.endsWith(suffix) && !predicted.has(path.join(folder, name)))
        result.missing.push(name.slice(0, -suffix.length));
  return result;
}

/** Where CMake writes CastXML's inputs: see docs/pipeline.md. */
function inputsFolder(build: string): string {
  const folder = path.join(build, 'Wrapping', 'castxml_inputs');
  return existsSync(folder) ? folder : path.join(build, 'Wrapping');
}
