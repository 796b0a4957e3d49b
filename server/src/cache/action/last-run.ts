import type { CacheContext } from '../cache-context';
import { sha256 } from '../codecs';
import type { Snapshot } from '../inputs/digests';
import { statOrNull } from '../inputs/input-files';
import { asciiJson, encodeText } from '../inputs/path-bytes';
import { typeRecordFile } from '../storage/store-names';
import type { StoreRoot } from '../storage/store-root';
import { KEPT, type Action, type ActionEntry } from './action';
import { resolved } from './action-inputs';

/*
 * What the last run of a tool for an output read, and what it left, in `<root>/_types/`. Times do not show that an input has come
 * back with an old time, as after `mv`, `rsync -t` or an update of a package. Contents do.
 */

/** The output under whose path a run is recorded, and the program of its tool. */
export interface RecordedAs {
  output: string;
  program: string;
}

/** A run whose outputs are in place. */
export interface FinishedRun {
  /** The digest of the tool. */
  tool: string;
  /** Path and digest of each file that it read, and of the programs without which the tool is not known. */
  inputs: readonly (readonly [path: string, digest: string])[];
  /** Paths of the outputs by which the run is recognized. */
  outputs: readonly string[];
}

/**
 * Whether a tool would read the same now as in the run that left the outputs.
 * - `changed`: `because` is the input that has changed or is gone, or the tool's program
 * - `unknown`: no such run is recorded, or the outputs have changed since
 */
export type SinceRun = { state: 'same' } | { state: 'changed'; because: string } | { state: 'unknown' };

/** The record, with the length and the mtime, in milliseconds since 1970, of each output. */
type LastRun = Omit<FinishedRun, 'outputs'> & {
  outputs: readonly (readonly [path: string, bytes: number, mtimeMs: number])[];
};

const MAX_BYTES = 16 << 20;

/** Records a run in the first root that can be written. Without a record, only times count. */
export function recordRun(roots: readonly StoreRoot[], output: string, run: FinishedRun): void {
  const outputs = run.outputs.map((file) => signed(file));
  if (outputs.includes(null)) return forgetRun(roots, output);
  const text = asciiJson({ ...run, outputs });
  for (const root of roots) {
    if (root.read(recordFile(output), MAX_BYTES)?.bytes.toString('latin1') === text) return;
    try {
      root.write(recordFile(output), text);
      return;
    } catch {
      // The next root may accept it.
    }
  }
}

/** Records that the outputs of an entry are now in place. Does not throw. */
export function recordEntry(
  { roots, digests }: CacheContext,
  { toolDigest, trees }: Action,
  { output, program }: RecordedAs,
  entry: ActionEntry,
  snapshot: Snapshot,
): void {
  const outputs = entry.outputs.filter(({ path }) => !path.startsWith(KEPT));
  const inputs = entry.inputs.map(([file, digest]) => [resolved(file, trees), digest] as const);
  try {
    recordRun(roots, output, {
      tool: toolDigest,
      inputs: [[program, digests.file(program, snapshot).digest], ...inputs],
      outputs: outputs.map(({ path }) => resolved(path, trees)),
    });
  } catch {
    forgetRun(roots, output);
  }
}

/** Forgets the run for an output, because a later one is not recorded. */
export function forgetRun(roots: readonly StoreRoot[], output: string): void {
  for (const root of roots) root.remove(recordFile(output));
}

/**
 * Compares the last run for an output with the files as they are now.
 * @param tool the digest of the tool now, and its files, the program first. Null if it is not known
 * @param digestOf the digest of an input now, as it was recorded. Empty if the file is gone
 */
export function sinceRun(
  roots: readonly StoreRoot[],
  output: string,
  tool: { digest: string; files: readonly string[] } | null,
  digestOf: (file: string) => string,
): SinceRun {
  const run = lastRun(roots, output);
  if (!run?.outputs.every((left) => String(left) === String(signed(left[0])))) return { state: 'unknown' };
  const changed = run.inputs.find(([file, digest]) => digestOf(file) !== digest);
  if (changed) return { state: 'changed', because: changed[0] };
  if (!tool) return { state: 'unknown' };
  return run.tool === tool.digest ? { state: 'same' } : { state: 'changed', because: tool.files[0] ?? '' };
}

/** Whether a run is recorded for an output. */
export const isRecorded = (roots: readonly StoreRoot[], output: string): boolean =>
  roots.some((root) => root.timeOf(recordFile(output)) !== null);

function lastRun(roots: readonly StoreRoot[], output: string): LastRun | null {
  for (const root of roots) {
    const content = root.read(recordFile(output), MAX_BYTES);
    const run = content && parse(content.bytes.toString('utf8'));
    if (run) return run;
  }
  return null;
}

function parse(text: string): LastRun | null {
  try {
    const json = JSON.parse(text) as Partial<LastRun> | null;
    const isWhole = (list: unknown, types: readonly string[]): boolean =>
      Array.isArray(list) &&
      list.every((item: unknown) => Array.isArray(item) && types.every((type, i) => typeof item[i] === type));
    const { tool, inputs, outputs } = json ?? {};
    if (typeof tool !== 'string' || !isWhole(inputs, ['string', 'string'])) return null;
    return isWhole(outputs, ['string', 'number', 'number']) ? (json as LastRun) : null;
  } catch {
    return null;
  }
}

function signed(file: string): [path: string, bytes: number, mtimeMs: number] | null {
  const stats = statOrNull(file);
  return stats && [file, stats.size, stats.mtimeMs];
}

const recordFile = (output: string): string => typeRecordFile(sha256(encodeText(output)));
