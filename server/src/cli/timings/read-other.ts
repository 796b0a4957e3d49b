import { statSync } from 'node:fs';
import path from 'node:path';
import { textOrNullSync } from '../../host/read-regular-file';
import type { Comparable } from '../../pipeline/timings/compare/compare-timings';
import { TIMING_STAGES } from '../../shared/timings/timings-report';
import { loadBuild } from '../evaluation/load-build';
import { CannotAsk } from '../exit';
import { readTimings } from './read-timings';

/**
 * The other side of a comparison: a build directory, or a file that `itk-wrap timings --json` wrote.
 * @throws CannotAsk if it is neither
 */
export async function readOther(named: string): Promise<Comparable> {
  const place = path.resolve(named);
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory())
    return (await readTimings(await loadBuild(place), { lines: false })).report;
  const text = textOrNullSync(place);
  const other = text === null ? null : comparableOf(text);
  if (other === null)
    throw new CannotAsk(
      `${named} is neither a build directory nor a file of itk-wrap timings --json. Name one of these with --compare.`,
    );
  return other;
}

/** The parts of a report that a comparison needs, checked field by field: the file may be anything. Null if it is not one. */
export function comparableOf(text: string): Comparable | null {
  try {
    const json = JSON.parse(text) as Partial<Comparable & { format: string; version: number }> | null;
    if (json?.format !== 'itk-wrap timings' || json.version !== 1) return null;
    const { build, wallSeconds, statements, log } = json;
    if (typeof build !== 'string' || !isTime(wallSeconds) || typeof log?.version !== 'number') return null;
    if (!Array.isArray(statements) || !statements.every(isStatement)) return null;
    return { build, wallSeconds, statements, log };
  } catch {
    return null;
  }
}

function isStatement(value: unknown): boolean {
  const { name, stage, seconds, hash, cache } = (value ?? {}) as Partial<Comparable['statements'][number]>;
  return (
    typeof name === 'string' &&
    typeof hash === 'string' &&
    typeof cache === 'string' &&
    isTime(seconds) &&
    TIMING_STAGES.some((known) => known === stage)
  );
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
