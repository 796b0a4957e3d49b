import os from 'node:os';
import type { ProcessRunner } from '../host/process';
import { compareInputs } from './lookup/explain';
import path from 'node:path';
import { missingInput, prepare, type Prepared } from './invocation/resolved-run';
import { sha256 } from './codecs';
import { CannotTell } from './inputs/input-files';
import { Digests, takeSnapshot, type Snapshot } from './inputs/digests';
import { evictToCap, isTimeToCheck } from './storage/evict';
import { HashIndex } from './inputs/hash-index';
import { LiveRoots } from './storage/live-roots';
import { ManifestPool } from './lookup/manifest-pool';
import { lookUp, type L1Lookup, type PortableHit } from './lookup/lookup';
import type { Engine } from './run-context';
import { runCached } from './run/run';
import { countRun } from './storage/stats';
import { Remote } from './storage/remote/remote';
import { resolveTokens } from './invocation/tree-pair';
import { castxmlHash } from './invocation/tool-digests';
import { VerdictMemo } from './recall/recalled-verdicts';
import type { Cache, CacheOptions, InspectOptions, Invocation, Verdict } from './api';
import type { MissReason } from '../shared/reasons';

/** Opens a cache over store roots. Nothing is read or written before it is asked something. */
export function openCache(options: CacheOptions): Cache {
  const now = options.now ?? Date.now;
  const index = new HashIndex(sha256(os.hostname()).slice(0, 16));
  const manifests = new ManifestPool();
  const said = new Set<string>();
  const warn = (message: string, subject = message): void => {
    if (said.has(subject)) return;
    said.add(subject);
    options.warn?.(message);
  };
  const engine: Engine = {
    options,
    // None before they are known to answer.
    roots: [],
    scheme: options.scheme ?? 'manifest',
    digests: new Digests(index, now),
    remote: () => (remote ??= openRemote(engine)),
    environment: options.environment ?? process.env,
    runProcess: options.runProcess ?? runProcess,
    now,
    keepDigests: () => keepDigests(true),
    warn,
  };
  let remote: Remote | null | undefined;
  let flushedAt = -Infinity;
  const liveness = new LiveRoots(options.roots, { warn, umask: options.umask ?? null, ...options.liveness });
  const ready = async (): Promise<void> => {
    const roots = await liveness.current();
    if (roots === engine.roots) return;
    engine.roots = roots;
    index.openAt(roots);
    memos.clear();
  };
  const keepDigests = (all: boolean): void => {
    if (performance.now() - flushedAt <= FLUSH_EVERY_MS) return;
    index.flush(all);
    flushedAt = performance.now();
  };
  const begin = async (how: InspectOptions): Promise<Snapshot> => {
    // Others get their turn between two types: a look-up is milliseconds, hundreds of them are not.
    await ready();
    await new Promise(setImmediate);
    how.signal?.throwIfAborted();
    const snapshot = how.snapshot ?? takeSnapshot();
    newestMs = Math.max(newestMs, snapshot.since);
    return snapshot;
  };
  let newestMs = -Infinity;
  /** Later looks at the disk take the place of those that an earlier snapshot was answered from. */
  const isNewest = ({ since }: Snapshot): boolean => since === newestMs;
  const examine = (
    invocation: Invocation,
    snapshot: Snapshot,
  ): [Prepared | null, L1Lookup | null, MissReason?] => {
    try {
      const prepared = prepare(invocation, { ...engine, snapshot, mayWrite: false });
      return [prepared, prepared && lookUp(prepared, { ...engine, snapshot, manifests })];
    } catch (error) {
      if (!(error instanceof CannotTell)) throw error;
      return [null, null, { kind: 'unreadable', subject: error.subject }];
    }
  };
  const memos = new Map<string, VerdictMemo>();
  const memoOf = ({ trees, contents }: Invocation): VerdictMemo | null => {
    if (!trees || contents) return null;
    let memo = memos.get(trees.build);
    if (!memo) memos.set(trees.build, (memo = new VerdictMemo(trees.build, engine)));
    return memo;
  };
  const checkSize = (path: string): void => {
    const root = engine.roots.find((candidate) => candidate.path === path);
    if (!root || !isTimeToCheck(root, now())) return;
    if (options.evictInBackground) options.evictInBackground(root.path);
    else setImmediate(() => evictToCap(root, options.maxBytes, now()));
  };
  return {
    roots: options.roots,
    scheme: engine.scheme,
    liveRoots: () => ready().then(() => engine.roots),
    rootsNow: () => engine.roots,
    snapshot: takeSnapshot,
    async inspect(invocation, how = {}) {
      const snapshot = await begin(how);
      const memo = memoOf(invocation);
      const known = memo?.recall(invocation, snapshot);
      if (known) return known;
      const beganMs = now();
      const [prepared, found, problem] = examine(invocation, snapshot);
      const verdict = verdictOf(invocation, prepared, found, problem);
      if (prepared && found) memo?.learn({ prepared, found, verdict, snapshot, beganMs });
      return verdict;
    },
    async explain(invocation, how = {}) {
      const snapshot = await begin(how);
      const [prepared, found, problem] = examine(invocation, snapshot);
      const verdict = verdictOf(invocation, prepared, found, problem);
      const inputs = prepared && found ? compareInputs(prepared, found, { ...engine, snapshot }) : [];
      return { verdict, inputs };
    },
    async run(invocation, how = {}) {
      await ready();
      how.signal?.throwIfAborted();
      // A run looks at the disk again and again: what was seen before it is of no one snapshot any more.
      newestMs = Infinity;
      const result = await runCached(engine, invocation, how);
      try {
        // After a hit elsewhere, writing down what it learned would take longer than learning it again.
        keepDigests(result.outcome !== 'hit-portable');
        if (result.outcome !== 'bypass') countRun(engine.roots, result, now());
        if (result.outcome === 'miss' && result.root) checkSize(result.root);
      } catch (error) {
        warn(`this run was not counted: ${(error as Error).message}`, 'run');
      }
      return result;
    },
    castxmlHash: (castxml, cwd) =>
      castxmlHash(castxml, {
        ...engine,
        snapshot: takeSnapshot(),
        cwd,
        root: engine.roots[0] ?? null,
        mayWrite: false,
      }),
    async settle() {
      for (const memo of memos.values()) await memo.settle(isNewest);
    },
    flush() {
      index.flush();
      for (const memo of memos.values()) memo.flush(isNewest);
    },
  };
}

/** The first run of a process writes down what it learned, and then whichever comes after so long. */
const FLUSH_EVERY_MS = 1000;

function openRemote({ options, roots, now, warn }: Engine): Remote | null {
  return options.remote ? new Remote({ options: options.remote, root: roots[0] ?? null, now, warn }) : null;
}

/** Loaded when first needed: a hit starts no process. */
const runProcess: ProcessRunner = async (request) => {
  const module = await import('../host/process');
  return module.runProcess(request);
};

function verdictOf(
  invocation: Invocation,
  prepared: Prepared | null,
  found: L1Lookup | null,
  problem?: MissReason,
): Verdict {
  if (!prepared || !found) {
    const subject = invocation.args.find((argument) => argument.endsWith('.cxx')) ?? invocation.castxml;
    return { state: 'miss', reason: problem ?? { kind: 'input-missing', subject }, l1: '' };
  }
  const absent = missingInput(prepared);
  const missing: MissReason | null = absent === null ? null : { kind: 'input-missing', subject: absent };
  const verdict: Verdict = {
    state: found.state === 'miss' && found.sameText && found.l2Key ? 'hit-l2' : found.state,
    l1: prepared.l1,
    includeDirs: resolved(prepared.includeDirs, invocation.cwd),
    ...(missing ? { reason: missing } : found.reason ? { reason: found.reason } : {}),
    ...(found.l2Key ? { l2: found.l2Key } : {}),
    ...(found.portable ? { portable: true, deps: portableDeps(found.portable) } : {}),
    ...(found.entry ? { deps: found.entry.deps.map(([dep]) => dep) } : {}),
  };
  if (missing) verdict.state = 'miss';
  if (found.l2) {
    verdict.root = found.l2.root.path;
    verdict.entry = { bytes: found.l2.bytes, usedMs: found.l2.usedMs };
  }
  return verdict;
}

/** Absolute paths of directories: of the same list, the same list, as types of one module have it in common. */
function resolved(directories: readonly string[], cwd: string): readonly string[] {
  let known = resolvedLists.get(directories);
  if (known?.cwd !== cwd) {
    known = { cwd, list: directories.map((directory) => path.resolve(cwd, directory)) };
    resolvedLists.set(directories, known);
  }
  return known.list;
}

const resolvedLists = new WeakMap<readonly string[], { cwd: string; list: readonly string[] }>();

function portableDeps({ entry, trees }: PortableHit): string[] {
  return entry.deps.map(([dep]) => resolveTokens(dep, trees));
}
