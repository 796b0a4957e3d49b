import { isUnfinished, type NinjaLog } from '../../build/generators/ninja-log';
import type { BuildType } from '../../build/build-tree';
import type { StatMemo } from '../../host/stat-memo';

/**
 * Whether ninja would run CastXML for a type although its XML is right: an input was touched since the last run in ninja's log, or that
 * run was not recorded. Ninja knows headers only in a build with depfiles.
 * @param headers those that the last run read
 */
export function isOlderToNinja(
  { xml, castxml, cxx, inc, inputs }: BuildType,
  headers: readonly string[],
  log: NinjaLog,
  stats: StatMemo,
): boolean {
  if (castxml?.depfile === undefined) return false;
  if (isUnfinished(log, xml)) return true;
  const ranMs = log.get(xml)?.at(-1)?.endedMs ?? null;
  if (ranMs === null) return false;
  return [cxx, inc, ...inputs, ...headers].some((file) => (stats.mtime(file) ?? 0) > ranMs + ROUNDING_MS);
}

/** Times have nanoseconds in the log, and are fractions of milliseconds here. */
const ROUNDING_MS = 0.01;
