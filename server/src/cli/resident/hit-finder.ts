import fs from 'node:fs';
import { openCache } from '../../cache/cache';
import { openActionCache, type ActionCache } from '../../cache/action-cache';
import type { ActionResult } from '../../cache/action/action';
import type { Cache, CacheOptions, RunResult } from '../../cache/api';
import type { Snapshot } from '../../cache/inputs/digests';
import {
  cacheOptionsFromEnvironment,
  environmentOfHits,
  type EnvironmentOptions,
} from '../../cache/environment-options';
import { parseArguments, separateDepfile } from '../../cache/invocation/castxml-arguments';
import { encodeText } from '../../cache/inputs/path-bytes';
import { parseSwigLauncher } from '../launchers/swig-launcher-arguments';
import type { HitAnswer, RunRequest } from './frames';

/** Each has an index of headers in memory. A machine rarely needs more than one. */
const MAX_CACHES = 8;

/** A hit whose files are complete, under temporary names. Call either `count` or `discard`. */
export interface FoundHit extends HitAnswer {
  /** What is counted. */
  outcome: RunResult['outcome'] | ActionResult['outcome'];
  /** Counts the hit, once the files have been renamed. */
  count: () => void;
  /** Removes the files, if they have not been renamed. */
  discard: () => void;
}

/** The tools whose launchers have clients. */
export type ServedTool = 'castxml' | 'swig';

interface OpenCache {
  castxml: Cache;
  actions: ActionCache;
  options: EnvironmentOptions;
  /** Whether it warned about something. */
  warned: boolean;
}

/**
 * Finds the hits of requests. It keeps a cache, with its digests of headers, for each set of options. Each request checks the
 * disk anew, as in a process of its own: only the digests of files with the same signature are reused.
 */
export class HitFinder {
  readonly #caches = new Map<string, OpenCache>();
  #mounts = '';

  get size(): number {
    return this.#caches.size;
  }

  /**
   * The hit of a run. Null if the launcher must run: for a miss, a warning, or anything but a plain cached run. Requests that
   * had all arrived at the moment of `snapshot` may share it.
   */
  async find(tool: ServedTool, request: RunRequest, snapshot?: Snapshot): Promise<FoundHit | null> {
    const open = this.#open(environmentOfHits(request.environment), request.cwd);
    if (open.options.bypass || open.options.problems.length > 0) return null;
    const shared = snapshot && { snapshot };
    const hit = await (tool === 'castxml' ? castxmlHit : swigHit)(open, request, shared);
    if (!open.warned) return hit;
    // A cache prints each warning once, but every process has to print it. So the launcher does, and a new cache comes next.
    hit?.discard();
    this.#forget((other) => other === open);
    return null;
  }

  /** Writes what the caches learned. */
  flush(): void {
    for (const open of this.#caches.values()) flush(open);
  }

  #open(environment: NodeJS.ProcessEnv, cwd: string): OpenCache {
    this.#watchMounts();
    const options = cacheOptionsFromEnvironment(environment, process.platform, cwd);
    const key = JSON.stringify([Object.entries(environment).sort(), options.roots]);
    const known = this.#caches.get(key) ?? openFor(options, environment);
    // The map is in the order of use.
    this.#caches.delete(key);
    this.#caches.set(key, known);
    const [oldest] = this.#caches.values();
    if (this.#caches.size > MAX_CACHES) this.#forget((other) => other === oldest);
    return known;
  }

  #forget(which: (open: OpenCache) => boolean): void {
    for (const [key, open] of this.#caches)
      if (which(open)) {
        flush(open);
        this.#caches.delete(key);
      }
  }

  /** A cache remembers which file systems are local. A mount may change that. */
  #watchMounts(): void {
    const mounts = mountTable();
    if (mounts !== this.#mounts) this.#forget(() => true);
    this.#mounts = mounts;
  }
}

type SharedSnapshot = { snapshot: Snapshot } | undefined;

async function castxmlHit(
  { castxml, options }: OpenCache,
  { args, cwd }: RunRequest,
  shared: SharedSnapshot,
): Promise<FoundHit | null> {
  const { rest = [], depfile } = separateDepfile(args) ?? {};
  const parsed = parseArguments(rest);
  if (parsed.noCache || parsed.castxml === '' || parsed.castxml.startsWith('-')) return null;
  const invocation = { castxml: parsed.castxml, args: parsed.passthrough, cwd };
  const hit = await castxml.stageHit(invocation, { ...shared, depfile });
  if (!hit) return null;
  const { count, discard, line, outcome, output, staged } = hit;
  const moves = [
    ...(hit.depfile ? [{ from: hit.depfile.staged, to: hit.depfile.file }] : []),
    ...(staged === null ? [] : [{ from: staged, to: output }]),
  ];
  const stderr = options.verbose ? encodeText(line) : NOTHING;
  return { outcome, stdout: NOTHING, stderr, moves, count, discard };
}

async function swigHit(
  { actions, options }: OpenCache,
  { args, cwd }: RunRequest,
  shared: SharedSnapshot,
): Promise<FoundHit | null> {
  const asked = parseSwigLauncher(args);
  if (!asked || asked.noCache || options.verbose) return null;
  const { swig, args: words, depfile } = asked;
  const hit = await actions.stageSwig({ swig, args: words, cwd }, { ...shared, ...(depfile && { depfile }) });
  return hit && { outcome: 'hit', ...hit };
}

const NOTHING = Buffer.alloc(0);

function flush({ castxml, actions }: OpenCache): void {
  castxml.flush();
  actions.flush();
}

function openFor(options: EnvironmentOptions, environment: NodeJS.ProcessEnv): OpenCache {
  const own: CacheOptions = {
    ...options,
    environment,
    // A hit starts no process, so a root that needs one to see whether it answers is left to the launcher.
    liveness: { probe: () => Promise.resolve(false) },
    runProcess: () => Promise.reject(new Error('the server starts no process')),
    warn: () => {
      open.warned = true;
    },
  };
  const open: OpenCache = {
    ...{ options, warned: false },
    castxml: openCache(own),
    actions: openActionCache(own),
  };
  return open;
}

function mountTable(): string {
  try {
    return process.platform === 'linux' ? fs.readFileSync('/proc/self/mountinfo', 'latin1') : '';
  } catch {
    return '';
  }
}
