import type { SwigStep } from '../../build/build-tree';
import { isOtherCommand, type NinjaLog } from '../../build/generators/ninja-log';
import { isNewer, type Mtime } from '../../host/stat-memo';
import type { StageState } from '../../shared/type-state';

/**
 * The state of SWIG's outputs: missing if one of them is, stale if the run read a file that has changed since, or if another
 * command made them.
 * @param reads all files that the run reads
 * @param log ninja's log, which says when SWIG last ran. Outputs that did not change keep their time, so that they may be older
 *   than what they were made from.
 */
export function swigStateOf(
  { cpp, outputs, command }: Pick<SwigStep, 'cpp' | 'outputs' | 'command'>,
  reads: readonly string[],
  stats: { mtime(file: string): Mtime },
  log: NinjaLog,
): StageState {
  const times = outputs.map((output) => stats.mtime(output));
  const missing = outputs.find((_, index) => times[index] === null);
  if (missing !== undefined) return { state: 'missing', because: missing, cached: null };
  const made = Math.max(log.get(cpp)?.at(-1)?.endedMs ?? 0, Math.min(...times.map((time) => time ?? 0)));
  const newer = reads.find((file) => isNewer(stats.mtime(file) ?? 0, made));
  if (newer !== undefined) return { state: 'stale', because: newer, cached: null };
  return isOtherCommand(log, cpp, command)
    ? { state: 'stale', because: null, otherCommand: true, cached: null }
    : { state: 'fresh', because: null, cached: null };
}

/** Whether two states of a stage are shown alike. */
export const isSameStage = (a: StageState, b: StageState): boolean =>
  a.state === b.state &&
  a.because === b.because &&
  a.otherCommand === b.otherCommand &&
  a.cached === b.cached;
