import os from 'node:os';
import path from 'node:path';
import { DEFAULT_LIMITS } from '../../../cmake/values/evaluation-limits';
import { Disk } from '../../../host/disk';
import { bytesOrNullSync } from '../../../host/read-regular-file';
import { configureEnvironment } from '../configure-environment';
import { openPrediction, type PredictionOptions, type PredictionSession } from '../prediction';
import type { PredictionInput, PredictionReader } from '../prediction-types';
import { type KeptData, keptData, KeptPrediction } from './kept-prediction';
import { markUsed, readKeptFile, writeKeptFile } from './kept-file';
import { digestOf, givesAnswers, RecordingDisk } from './recording-disk';

/** Where predictions are kept, and what they depend on besides the files. */
export interface KeepingPlace {
  /** Null: nothing is kept. */
  folder: string | null;
  /** The script that evaluates. Its content is the version of the product. */
  program: string;
  /** What messages are translated to, in any form. */
  language?: unknown;
  /** An evaluation that takes less time is not kept, because verifying it would take as long. Default: {@link WORTH_MS}. */
  worthMs?: number;
}

/** How long an evaluation takes, in milliseconds, before it is kept. */
const WORTH_MS = 300;

/**
 * The place for a bundled program, with the folder that the environment names. A source file is not a whole program, so nothing
 * is kept for one.
 * @param program the running script: `__filename`
 */
export function keepingPlace(program: string, language?: unknown): KeepingPlace {
  const folder = path.extname(program) === '.js' ? keptPredictionsFolder(process.env) : null;
  return { folder, program, language };
}

/** The folder of this user for predictions. Null if `ITK_WRAP_PREDICTIONS` is `off`. */
export function keptPredictionsFolder(environment: NodeJS.ProcessEnv, home = os.homedir()): string | null {
  const named = environment.ITK_WRAP_PREDICTIONS;
  if (named === 'off') return null;
  if (named !== undefined && path.isAbsolute(named)) return named;
  const cache = environment.LOCALAPPDATA ?? environment.XDG_CACHE_HOME;
  const parent = cache !== undefined && path.isAbsolute(cache) ? cache : path.join(home, '.cache');
  return path.join(parent, 'itk-wrapping', 'predictions');
}

/** An evaluation, and the way to keep its result. */
export interface FreshPrediction {
  session: PredictionSession;
  /**
   * Keeps the result for the next start, unless a file has changed since or the result cannot be repeated. Call it when there
   * is time. Returns whether it was kept.
   */
  keep(): boolean;
}

/**
 * Finds the prediction that an earlier process has kept, if evaluating now would give the same: each file, listing and answer
 * of the disk that the evaluation saw is the same, and so are the options, the environment and the program. Null otherwise.
 */
export function findKeptPrediction(input: PredictionInput, place: KeepingPlace): PredictionReader | null {
  if (place.folder === null || !areAbsolute(input)) return null;
  const name = nameOf(input, place);
  const file = readKeptFile(place.folder, name);
  if (file?.surroundings !== surroundingsOf(input, place)) return null;
  try {
    if (!givesAnswers(new Disk(), file.answers)) return null;
    const reader = new KeptPrediction(file.data() as KeptData);
    markUsed(place.folder, name);
    return reader;
  } catch {
    return null;
  }
}

/**
 * Evaluates, and notes what is needed to keep the result.
 * @throws LimitError if it is cancelled
 */
export function evaluateToKeep(
  input: PredictionInput,
  options: PredictionOptions,
  place: KeepingPlace,
): FreshPrediction {
  const { folder } = place;
  // A session that leaves files out, or checks only some rules, gives another result.
  const isPlain = (options.without ?? []).length === 0 && options.rules === undefined && !options.limits;
  if (folder === null || !isPlain || !areAbsolute(input))
    return { session: openPrediction(input, options), keep: () => false };
  const disk = new RecordingDisk();
  const surroundings = surroundingsOf(input, place);
  const start = performance.now();
  const session = openPrediction(input, { ...options, disk });
  const took = performance.now() - start;
  return {
    session,
    keep() {
      if (took < (place.worthMs ?? WORTH_MS) || !session.isRepeatable) return false;
      if (disk.answers() === null) return false;
      // This asks the disk too, so the answers are taken after it.
      const data = keptData(session);
      const answers = disk.answers();
      if (answers === null || surroundingsOf(input, place) !== surroundings) return false;
      return writeKeptFile(folder, nameOf(input, place), { surroundings, answers, data });
    },
  };
}

/** One file for each pair of trees and each program. */
function nameOf({ source, build, cache = {} }: PredictionInput, { program }: KeepingPlace): string {
  return digestOf(JSON.stringify([source, build, sorted(cache), program])).slice(0, 32);
}

/** Everything that a result depends on besides the answers of the disk. */
function surroundingsOf(input: PredictionInput, { program, language }: KeepingPlace): string {
  const { version, cache, variables, platformFiles, fresh } = configureEnvironment(input);
  const { HOME, PATH, USERPROFILE, TZ } = process.env;
  const [programFile, cacheFile] = [program, path.join(input.build, 'CMakeCache.txt')].map((file) =>
    bytesOrNullSync(file),
  );
  return digestOf(
    JSON.stringify([
      programFile && digestOf(programFile),
      [process.platform, process.arch],
      [HOME, PATH, USERPROFILE, TZ],
      language ?? null,
      DEFAULT_LIMITS,
      [input.source, input.build, sorted(input.cache ?? {})],
      // Diagnostics name lines of this file.
      cacheFile && digestOf(cacheFile),
      [version, [...cache].map(([name, { value }]) => [name, value]), [...variables], platformFiles, fresh],
    ]),
  );
}

/** Relative paths would also depend on the working directory. */
const areAbsolute = ({ source, build }: PredictionInput): boolean =>
  path.isAbsolute(source) && path.isAbsolute(build);

const sorted = (values: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
