import fs from 'node:fs';
import { openCache } from '../../cache/cache';
import type { Cache, StagedHit } from '../../cache/api';
import type { Snapshot } from '../../cache/inputs/digests';
import {
  cacheOptionsFromEnvironment,
  environmentOfHits,
  type EnvironmentOptions,
} from '../../cache/environment-options';
import { parseArguments, separateDepfile } from '../../cache/invocation/castxml-arguments';
import type { RunRequest } from './frames';

/** Each has an index of headers in memory. A machine rarely needs more than one. */
const MAX_CACHES = 8;

/** A hit, and what its client prints on stderr. */
export interface FoundHit extends StagedHit {
  stderr: string;
}

interface OpenCache {
  cache: Cache;
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
  async find(request: RunRequest, snapshot?: Snapshot): Promise<FoundHit | null> {
    const { rest = [], depfile } = separateDepfile(request.args) ?? {};
    const parsed = parseArguments(rest);
    if (parsed.noCache || parsed.castxml === '' || parsed.castxml.startsWith('-')) return null;
    const environment = environmentOfHits(request.environment);
    const open = this.#open(environment, request.cwd);
    const { cache, options } = open;
    if (options.bypass || options.problems.length > 0) return null;
    const invocation = { castxml: parsed.castxml, args: parsed.passthrough, cwd: request.cwd };
    const hit = await cache.stageHit(invocation, { ...(snapshot && { snapshot }), depfile });
    if (!open.warned) return hit && { ...hit, stderr: options.verbose ? hit.line : '' };
    // A cache prints each warning once, but every process has to print it. So the launcher does, and a new cache comes next.
    hit?.discard();
    this.#forget((other) => other === open);
    return null;
  }

  /** Writes what the caches learned. */
  flush(): void {
    for (const { cache } of this.#caches.values()) cache.flush();
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
        open.cache.flush();
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

function openFor(options: EnvironmentOptions, environment: NodeJS.ProcessEnv): OpenCache {
  const open: OpenCache = {
    options,
    warned: false,
    cache: openCache({
      ...options,
      environment,
      // A hit starts no process, so a root that needs one to see whether it answers is left to the launcher.
      liveness: { probe: () => Promise.resolve(false) },
      runProcess: () => Promise.reject(new Error('the server starts no process')),
      warn: () => {
        open.warned = true;
      },
    }),
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
