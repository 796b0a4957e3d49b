import type { SwigStep } from '../../build/build-tree';
import type { Mtime } from '../../host/stat-memo';
import type { StageState } from '../../shared/type-state';

/**
 * The state of SWIG's outputs: missing if one of them is, stale if the run read a file that has changed since.
 * @param reads all files that the run reads
 * @param ranMs when SWIG last ran, in milliseconds since 1970, if the build has recorded it. Outputs that did not change keep
 *   their time, so that they may be older than what they were made from.
 */
export function swigStateOf(
  { outputs }: Pick<SwigStep, 'outputs'>,
  reads: readonly string[],
  stats: { mtime(file: string): Mtime },
  ranMs: number | null,
): StageState {
  const times = outputs.map((output) => stats.mtime(output));
  const missing = outputs.find((_, index) => times[index] === null);
  if (missing !== undefined) return { state: 'missing', because: missing, cached: null };
  const made = Math.max(ranMs ?? 0, Math.min(...times.map((time) => time ?? 0)));
  const newer = reads.find((file) => (stats.mtime(file) ?? 0) > made);
  return newer === undefined
    ? { state: 'fresh', because: null, cached: null }
    : { state: 'stale', because: newer, cached: null };
}
