import os from 'node:os';
import path from 'node:path';
import { asciiJson } from '../inputs/path-bytes';
import { stagingName } from '../inputs/input-files';
import { sha256 } from '../codecs';
import { STATS } from './store-names';
import type { StoreRoot } from './store-root';
import type { ActionResult, ActionTool } from '../action/action';
import type { RunResult } from '../api';
import type { MissReason, NotStored, RunOutcome } from '../../shared/reasons';

/*
 * Counters in `<root>/_stats/`. Each run appends one short line to the log of its machine, which the system does atomically
 * for any number of processes. A large log is renamed and, once no process can still be writing to it, summed up. The sum
 * names the logs that it contains, so that nothing is counted twice after a crash.
 */

/** The totals of all runs so far. */
export interface RunCounters {
  outcomes: Partial<Record<RunOutcome, number>>;
  reasons: Partial<Record<MissReason['kind'], number>>;
  /** Runs for which a remote provided the XML, and runs in which it failed. */
  remote: Partial<Record<'hit' | 'failed', number>>;
  /** Successful runs that were not stored, by reason. */
  notStored: Partial<Record<NotStored['kind'], number>>;
  secondsSaved: number;
  castxmlSeconds: number;
  /** Runs of other tools, by the tool's name. */
  actions: Record<string, ActionCounters>;
}

/** The totals of the runs of one tool. */
export interface ActionCounters {
  outcomes: Partial<Record<ActionResult['outcome'], number>>;
  notStored: Partial<Record<NotStored['kind'], number>>;
  secondsSaved: number;
  toolSeconds: number;
}

interface Sum extends RunCounters {
  holds: string[];
}

const ROTATE_BYTES = 1 << 20;
const SETTLED_MS = 60_000;
const MAX_BYTES = 64 << 20;
const LOCK = `${STATS}/lock`;

/*
 * A line of a log:
 *   <outcome> <reason of the miss, or -> <ms saved> <ms of castxml>[ remote-<hit|failed>][ unstored-<why>]
 * The last two were added later. A reader skips lines that it does not know, such as those of other tools:
 *   action <tool> <outcome> <ms saved> <ms of the tool>[ unstored-<why>]
 */
const ACTION_LINE = /^action ([a-z0-9]+) ([a-z-]+) (\d+) (\d+)(?: unstored-([a-z-]+))?$/;

const LINE = /^([a-z0-9-]+) ([a-z-]+) (\d+) (\d+)(?: remote-(hit|failed))?(?: unstored-([a-z-]+))?$/;

/** Counts a run in the first root that accepts it. */
export function countRun(roots: readonly StoreRoot[], result: RunResult, nowMs: number): void {
  const saved = Math.round(result.secondsSaved * 1000);
  const ran = Math.round((result.castxmlSeconds ?? 0) * 1000);
  const remote = result.remote ? ` remote-${result.remote}` : '';
  const unstored = result.notStored ? ` unstored-${result.notStored.kind}` : '';
  const line = `${result.outcome} ${result.reason?.kind ?? '-'} ${saved} ${ran}${remote}${unstored}\n`;
  appendLine(roots, line, nowMs);
}

/** Counts a run of another tool. */
export function countAction(
  roots: readonly StoreRoot[],
  tool: ActionTool,
  { outcome, secondsSaved, toolSeconds = 0, notStored }: ActionResult,
  nowMs: number,
): void {
  const times = `${Math.round(secondsSaved * 1000)} ${Math.round(toolSeconds * 1000)}`;
  const unstored = notStored ? ` unstored-${notStored.kind}` : '';
  appendLine(roots, `action ${tool} ${outcome} ${times}${unstored}\n`, nowMs);
}

function appendLine(roots: readonly StoreRoot[], line: string, nowMs: number): void {
  const log = `${STATS}/${sha256(os.hostname()).slice(0, 16)}.log`;
  for (const root of roots)
    try {
      root.append(log, line);
      if ((root.stat(log)?.size ?? 0) > ROTATE_BYTES) rotate(root, log, nowMs);
      return;
    } catch {
      // Try the next root. If no root accepts it, the run is not counted.
    }
}

function rotate(root: StoreRoot, log: string, nowMs: number): void {
  root.rename(log, `${log}${stagingName('full').replace(/\.tmp$/, '')}`);
  sumUp(root, nowMs);
}

/** Replaces settled logs and older sums by one new sum. Only one process does this at a time. Others skip it. */
function sumUp(root: StoreRoot, nowMs: number): void {
  if (!lock(root, nowMs)) return;
  try {
    const names = files(root);
    const isSettled = (name: string): boolean => (root.timeOf(name) ?? Infinity) < nowMs - SETTLED_MS;
    const settled = names.filter((name) => name.includes('.log.') && isSettled(name));
    const taken = [...settled, ...names.filter((name) => name.endsWith('.sum.json'))];
    if (settled.length === 0) return;
    const holds = taken.map((name) => path.posix.basename(name));
    const total: Sum = { ...readFiles(root, taken), holds };
    root.write(`${STATS}/${stagingName('total').slice(1, -4)}.sum.json`, asciiJson(total));
    for (const name of taken) root.remove(name);
  } catch {
    // The logs are all still there.
  } finally {
    root.remove(LOCK);
  }
}

/** Takes the lock, a file that only one process can create. If it is more than a minute old, its process was killed. */
function lock(root: StoreRoot, nowMs: number): boolean {
  const since = root.stat(LOCK)?.mtimeMs;
  if (since !== undefined && since < nowMs - SETTLED_MS) root.remove(LOCK);
  try {
    root.create(LOCK, '');
    return true;
  } catch {
    return false;
  }
}

/** The counters of a root, over all machines. */
export function readCounters(root: StoreRoot): RunCounters {
  return readFiles(root, files(root));
}

/** The names of logs and sums. */
function files(root: StoreRoot): string[] {
  return root
    .list(STATS)
    .filter((entry) => entry.isFile() && /\.log(\.|$)|\.sum\.json$/.test(entry.name))
    .map((entry) => `${STATS}/${entry.name}`);
}

function readFiles(root: StoreRoot, names: readonly string[]): RunCounters {
  const total: RunCounters = none();
  const sums = new Map<string, Sum | null>();
  for (const name of names) if (name.endsWith('.sum.json')) sums.set(name, readSum(root, name));
  const held = new Set([...sums.values()].flatMap((sum) => sum?.holds ?? []));
  for (const name of names) {
    if (held.has(path.posix.basename(name))) continue;
    const one = sums.has(name) ? sums.get(name) : readLog(root, name);
    if (one) add(total, one);
  }
  return total;
}

function readSum(root: StoreRoot, name: string): Sum | null {
  try {
    const text = root.read(name, MAX_BYTES)?.bytes.toString('utf8') ?? '';
    const json = JSON.parse(text) as Partial<Sum> | null;
    if (!Array.isArray(json?.holds) || !isCounts(json.outcomes) || !isCounts(json.reasons)) return null;
    const { secondsSaved, castxmlSeconds } = json;
    if (typeof secondsSaved !== 'number' || typeof castxmlSeconds !== 'number') return null;
    if (!Object.values(json.actions ?? {}).every(isActionCounters)) return null;
    return json as Sum;
  } catch {
    return null;
  }
}

function isActionCounters(value: unknown): boolean {
  const { outcomes, notStored, secondsSaved, toolSeconds } = (value ?? {}) as Partial<ActionCounters>;
  const seconds = [secondsSaved, toolSeconds];
  return isCounts(outcomes) && isCounts(notStored) && seconds.every((one) => typeof one === 'number');
}

function isCounts(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((count) => typeof count === 'number')
  );
}

function readLog(root: StoreRoot, name: string): RunCounters {
  const total: RunCounters = none();
  for (const line of root.read(name, MAX_BYTES)?.bytes.toString('latin1').split('\n') ?? []) {
    const match = LINE.exec(line);
    if (!match) {
      addActionLine(total, line);
      continue;
    }
    const [, outcome = '', reason = '', saved, ran, remote, unstored] = match;
    count(total.outcomes, outcome);
    if (reason !== '-') count(total.reasons, reason);
    if (remote) count(total.remote, remote);
    if (unstored) count(total.notStored, unstored);
    total.secondsSaved += Number(saved) / 1000;
    total.castxmlSeconds += Number(ran) / 1000;
  }
  return total;
}

function addActionLine(total: RunCounters, line: string): void {
  const [, tool, outcome = '', saved, ran, unstored] = ACTION_LINE.exec(line) ?? [];
  if (tool === undefined) return;
  const counters = (total.actions[tool] ??= noRuns());
  count(counters.outcomes, outcome);
  if (unstored) count(counters.notStored, unstored);
  counters.secondsSaved += Number(saved) / 1000;
  counters.toolSeconds += Number(ran) / 1000;
}

const noRuns = (): ActionCounters => ({ outcomes: {}, notStored: {}, secondsSaved: 0, toolSeconds: 0 });

function count(counts: Record<string, number>, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

/** Adds up the counters of several roots. */
export function addCounters(counters: readonly RunCounters[]): RunCounters {
  const total: RunCounters = none();
  for (const one of counters) add(total, one);
  return total;
}

const none = (): RunCounters => ({
  outcomes: {},
  reasons: {},
  remote: {},
  notStored: {},
  secondsSaved: 0,
  castxmlSeconds: 0,
  actions: {},
});

/** Fields that sums of earlier versions may lack. */
type Later = 'remote' | 'notStored' | 'actions';

function add(total: RunCounters, one: Omit<RunCounters, Later> & Partial<Pick<RunCounters, Later>>): void {
  for (const counts of ['outcomes', 'reasons', 'remote', 'notStored'] as const)
    for (const [name, by] of Object.entries(one[counts] ?? {})) count(total[counts], name, by);
  total.secondsSaved += one.secondsSaved;
  total.castxmlSeconds += one.castxmlSeconds;
  for (const [tool, runs] of Object.entries(one.actions ?? {})) {
    const sum = (total.actions[tool] ??= noRuns());
    for (const counts of ['outcomes', 'notStored'] as const)
      for (const [name, by] of Object.entries(runs[counts])) count(sum[counts], name, by);
    sum.secondsSaved += runs.secondsSaved;
    sum.toolSeconds += runs.toolSeconds;
  }
}
