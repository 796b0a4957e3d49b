import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { asciiJson } from './bytes';
import { readRegularFile, removeQuietly, stagingName, makeFolder } from './files';
import { children } from './inventory';
import { sha256 } from './runtime';
import type { MissReason, RunOutcome, RunResult } from './types';

/*
 * Counters in `<root>/_stats/`. Each run appends one short line to a log of its machine, which the system does as a
 * whole however many processes do it at once. A log that has grown is set aside by a rename and, once nobody can be
 * writing to it any more, summed up: the sum names the logs that it holds, so that a crash between the two counts
 * nothing twice.
 */

/** What the runs so far came to. */
export interface RunCounters {
  outcomes: Partial<Record<RunOutcome, number>>;
  reasons: Partial<Record<MissReason['kind'], number>>;
  /** Runs that a remote gave the XML for, and runs in which it failed. */
  remote: Partial<Record<'hit' | 'failed', number>>;
  secondsSaved: number;
  castxmlSeconds: number;
}

interface Sum extends RunCounters {
  holds: string[];
}

const ROTATE_BYTES = 1 << 20;
const SETTLED_MS = 60_000;

/** Notes one run in the first root that takes it. */
export function countRun(roots: readonly string[], result: RunResult, nowMs: number): void {
  const saved = Math.round(result.secondsSaved * 1000);
  const ran = Math.round((result.castxmlSeconds ?? 0) * 1000);
  const remote = result.remote ? ` remote-${result.remote}` : '';
  const line = `${result.outcome} ${result.reason?.kind ?? '-'} ${saved} ${ran}${remote}\n`;
  for (const root of roots)
    try {
      const folder = path.join(root, '_stats');
      const file = path.join(folder, logName());
      append(folder, file, line);
      if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > ROTATE_BYTES)
        rotate(folder, file, nowMs);
      return;
    } catch {
      // The next root, or nobody, counts it.
    }
}

function append(folder: string, file: string, line: string): void {
  try {
    fs.appendFileSync(file, line);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    makeFolder(folder);
    fs.appendFileSync(file, line);
  }
}

function logName(): string {
  return `${sha256(os.hostname()).slice(0, 16)}.log`;
}

function rotate(folder: string, file: string, nowMs: number): void {
  fs.renameSync(
    file,
    path.join(folder, `${path.basename(file)}${stagingName('full').replace(/\.tmp$/, '')}`),
  );
  sumUp(folder, nowMs);
}

/** Puts settled logs and older sums into one new sum. One process at a time; another one just leaves it. */
function sumUp(folder: string, nowMs: number): void {
  const lock = path.join(folder, 'lock');
  try {
    const since = fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && since < nowMs - SETTLED_MS) fs.rmdirSync(lock);
    fs.mkdirSync(lock);
  } catch {
    return;
  }
  try {
    const full = children(folder).filter((file) => file.includes('.log.'));
    const settled = full.filter((file) => fs.statSync(file).mtimeMs < nowMs - SETTLED_MS);
    const sums = children(folder).filter((file) => file.endsWith('.sum.json'));
    const taken = [...settled, ...sums];
    if (settled.length === 0) return;
    const total: Sum = { ...readFiles(taken), holds: taken.map((file) => path.basename(file)) };
    const target = path.join(folder, `${stagingName('total').slice(1, -4)}.sum.json`);
    fs.writeFileSync(`${target}.tmp`, asciiJson(total));
    fs.renameSync(`${target}.tmp`, target);
    for (const file of taken) removeQuietly(file);
  } catch {
    // The logs are all still there.
  } finally {
    removeQuietly(lock);
  }
}

/** The counters of a root, over all machines. */
export function readCounters(root: string): RunCounters {
  return readFiles(
    children(path.join(root, '_stats')).filter((file) => /\.log(\.|$)|\.sum\.json$/.test(file)),
  );
}

function readFiles(files: readonly string[]): RunCounters {
  const total: RunCounters = none();
  const sums = files.filter((file) => file.endsWith('.sum.json')).map(readSum);
  const held = new Set(sums.flatMap((sum) => sum?.holds ?? []));
  for (const [i, file] of files.filter((name) => name.endsWith('.sum.json')).entries()) {
    const sum = sums[i];
    if (sum && !held.has(path.basename(file))) add(total, sum);
  }
  for (const file of files)
    if (!file.endsWith('.json') && !held.has(path.basename(file))) add(total, readLog(file));
  return total;
}

function readSum(file: string): Sum | null {
  try {
    const json = JSON.parse(readRegularFile(file)?.bytes.toString('utf8') ?? '') as Partial<Sum> | null;
    return json?.outcomes && json.reasons && Array.isArray(json.holds) ? (json as Sum) : null;
  } catch {
    return null;
  }
}

function readLog(file: string): RunCounters {
  const total: RunCounters = none();
  for (const line of readRegularFile(file)?.bytes.toString('latin1').split('\n') ?? []) {
    const match = /^([a-z0-9-]+) ([a-z-]+) (\d+) (\d+)(?: remote-(hit|failed))?$/.exec(line);
    if (!match) continue;
    const outcome = match[1] as RunOutcome;
    total.outcomes[outcome] = (total.outcomes[outcome] ?? 0) + 1;
    if (match[2] !== '-') {
      const reason = match[2] as MissReason['kind'];
      total.reasons[reason] = (total.reasons[reason] ?? 0) + 1;
    }
    const remote = match[5] as 'hit' | 'failed' | undefined;
    if (remote) total.remote[remote] = (total.remote[remote] ?? 0) + 1;
    total.secondsSaved += Number(match[3]) / 1000;
    total.castxmlSeconds += Number(match[4]) / 1000;
  }
  return total;
}

/** Adds up counters of several roots. */
export function addCounters(counters: readonly RunCounters[]): RunCounters {
  const total: RunCounters = none();
  for (const one of counters) add(total, one);
  return total;
}

const none = (): RunCounters => ({
  outcomes: {},
  reasons: {},
  remote: {},
  secondsSaved: 0,
  castxmlSeconds: 0,
});

function add(
  total: RunCounters,
  one: Omit<RunCounters, 'remote'> & Partial<Pick<RunCounters, 'remote'>>,
): void {
  for (const [name, count] of Object.entries(one.outcomes))
    total.outcomes[name as RunOutcome] = (total.outcomes[name as RunOutcome] ?? 0) + count;
  for (const [name, count] of Object.entries(one.reasons))
    total.reasons[name as MissReason['kind']] = (total.reasons[name as MissReason['kind']] ?? 0) + count;
  // A sum that an earlier version wrote has none.
  for (const [name, count] of Object.entries(one.remote ?? {}))
    total.remote[name as 'hit' | 'failed'] = (total.remote[name as 'hit' | 'failed'] ?? 0) + count;
  total.secondsSaved += one.secondsSaved;
  total.castxmlSeconds += one.castxmlSeconds;
}
