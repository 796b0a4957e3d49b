import os from 'node:os';
import type { ProcessRunner } from '../host/process';
import type { CacheOptions } from './api';
import type { CacheContext } from './cache-context';
import { sha256 } from './codecs';
import { Digests } from './inputs/digests';
import { HashIndex } from './inputs/hash-index';
import { evictToCap, isTimeToCheck } from './storage/evict';
import { LiveRoots } from './storage/live-roots';
import { Remote } from './storage/remote/remote';

/** The first run of a process writes the digests, and later runs write them again after this time. */
const FLUSH_EVERY_MS = 1000;

/**
 * The context of all runs of this process, whatever their tool: the roots that answer, the digests of files, the remote, and
 * the warnings. Nothing is read or written before `ready`.
 */
export class OpenedCache {
  readonly context: CacheContext;
  readonly index = new HashIndex(sha256(os.hostname()).slice(0, 16));
  readonly #liveness: LiveRoots;
  readonly #said = new Set<string>();
  #remote: Remote | null | undefined;
  #flushedAt = -Infinity;

  constructor(private readonly options: CacheOptions) {
    const now = options.now ?? Date.now;
    const warn = (message: string, subject = message): void => this.#warn(message, subject);
    this.#liveness = new LiveRoots(options.roots, {
      warn,
      umask: options.umask ?? null,
      ...options.liveness,
    });
    this.context = {
      options,
      // Empty until they are known to answer.
      roots: [],
      scheme: options.scheme ?? 'manifest',
      digests: new Digests(this.index, now),
      remote: () => (this.#remote ??= openRemote(this.context)),
      environment: options.environment ?? process.env,
      runProcess: options.runProcess ?? runProcess,
      now,
      keepDigests: () => this.keepDigests(true),
      warn,
    };
  }

  /** Switches to the roots that answer now. Returns whether they are others than before. */
  async ready(): Promise<boolean> {
    const roots = await this.#liveness.current();
    if (roots === this.context.roots) return false;
    this.context.roots = roots;
    this.index.openAt(roots);
    return true;
  }

  /** Writes new digests, unless that was done a moment ago. */
  keepDigests(all: boolean): void {
    if (performance.now() - this.#flushedAt <= FLUSH_EVERY_MS) return;
    this.index.flush(all);
    this.#flushedAt = performance.now();
  }

  /** Evicts entries beyond the maximum size if a root has not been checked for some time. */
  checkSize(path: string): void {
    const { roots, now } = this.context;
    const root = roots.find((candidate) => candidate.path === path);
    if (!root || !isTimeToCheck(root, now())) return;
    const { evictInBackground, maxBytes } = this.options;
    if (evictInBackground) evictInBackground(root.path);
    else setImmediate(() => evictToCap(root, maxBytes, now()));
  }

  #warn(message: string, subject: string): void {
    if (this.#said.has(subject)) return;
    this.#said.add(subject);
    this.options.warn?.(message);
  }
}

function openRemote({ options, roots, now, warn }: CacheContext): Remote | null {
  return options.remote ? new Remote({ options: options.remote, root: roots[0] ?? null, now, warn }) : null;
}

/** Loaded when first needed, because a hit starts no process. */
const runProcess: ProcessRunner = async (request) => {
  const module = await import('../host/process');
  return module.runProcess(request);
};
