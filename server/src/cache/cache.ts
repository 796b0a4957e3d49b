import type { Scheme, InputComparison, RunOptions, RunResult } from './api';
import type { StoreRoot } from './storage/store-root';
import { lookUpLocally, unreadable } from './run/tiers';
import { compareInputs } from './lookup/compare-inputs';
import { prepare } from './invocation/resolved-run';
import { takeSnapshot, type Snapshot } from './inputs/digests';
import { ManifestPool } from './lookup/manifest-pool';
import { verdictOf, type Examined } from './lookup/verdict';
import type { CacheContext } from './cache-context';
import { OpenedCache } from './opened-cache';
import { runCached } from './run/run';
import { stageHit } from './run/staged-hit';
import { countRun } from './storage/stats';
import { castxmlHash } from './invocation/tool-digests';
import { VerdictMemo } from './recall/recalled-verdicts';
import type { Cache, CacheOptions, InspectOptions, Invocation, StagedHit, Verdict } from './api';

/** Opens a cache over store roots. Nothing is read or written before the first request. */
export function openCache(options: CacheOptions): Cache {
  return new CastxmlCache(options);
}

class CastxmlCache implements Cache {
  readonly roots: readonly string[];
  readonly scheme: Scheme;
  readonly snapshot = takeSnapshot;
  readonly #opened: OpenedCache;
  readonly #context: CacheContext;
  readonly #manifests = new ManifestPool();
  readonly #memos = new Map<string, VerdictMemo>();
  /** The time of the newest snapshot that was used. */
  #newestMs = -Infinity;

  constructor(options: CacheOptions) {
    this.roots = options.roots;
    this.#opened = new OpenedCache(options);
    this.#context = this.#opened.context;
    this.scheme = this.#context.scheme;
  }

  async liveRoots(): Promise<readonly StoreRoot[]> {
    await this.#ready();
    return this.#context.roots;
  }

  rootsNow(): readonly StoreRoot[] {
    return this.#context.roots;
  }

  async inspect(invocation: Invocation, how: InspectOptions = {}): Promise<Verdict> {
    const snapshot = await this.#begin(how);
    const memo = this.#memoOf(invocation);
    const known = memo?.recall(invocation, snapshot);
    if (known) return known;
    const beganMs = this.#context.now();
    const examined = this.#examine(invocation, snapshot);
    const verdict = verdictOf(invocation, examined);
    const { prepared, found } = examined;
    if (prepared && found) memo?.learn({ prepared, found, verdict, snapshot, beganMs });
    return verdict;
  }

  async explain(
    invocation: Invocation,
    how: InspectOptions = {},
  ): Promise<{ verdict: Verdict; inputs: readonly InputComparison[] }> {
    const snapshot = await this.#begin(how);
    const examined = this.#examine(invocation, snapshot);
    const { prepared, found } = examined;
    const inputs = prepared && found ? compareInputs(prepared, found, { ...this.#context, snapshot }) : [];
    return { verdict: verdictOf(invocation, examined), inputs };
  }

  async run(invocation: Invocation, how: RunOptions = {}): Promise<RunResult> {
    await this.#ready();
    how.signal?.throwIfAborted();
    // A run checks the disk several times, so earlier observations no longer belong to one snapshot.
    this.#newestMs = Infinity;
    const result = await runCached(this.#context, invocation, how);
    this.#count(result);
    return result;
  }

  async stageHit(
    invocation: Invocation,
    options: Pick<RunOptions, 'snapshot' | 'depfile'> = {},
  ): Promise<StagedHit | null> {
    await this.#ready();
    this.#newestMs = Infinity;
    const hit = await stageHit(this.#context, invocation, { ...options, manifests: this.#manifests });
    if (!hit) return null;
    const { result, record, ...staged } = hit;
    return { ...staged, outcome: result.outcome, count: () => this.#count(result, record) };
  }

  #count(result: RunResult, record?: () => void): void {
    try {
      record?.();
      // After a hit from other trees, flushing the digests costs more than computing them again later.
      this.#opened.keepDigests(result.outcome !== 'hit-portable');
      if (result.outcome !== 'bypass') countRun(this.#context.roots, result, this.#context.now());
      if (result.outcome === 'miss' && result.root) this.#opened.checkSize(result.root);
    } catch (error) {
      this.#context.warn(`this run was not counted: ${(error as Error).message}`, 'run');
    }
  }

  digest(file: string): string {
    return this.#context.digests.file(file, takeSnapshot()).digest;
  }

  castxmlHash(castxml: string, cwd: string): string {
    const [root = null] = this.#context.roots;
    return castxmlHash(castxml, { ...this.#context, snapshot: takeSnapshot(), cwd, root, mayWrite: false });
  }

  async settle(): Promise<void> {
    for (const memo of this.#memos.values()) await memo.settle(this.#isNewest);
  }

  flush(): void {
    this.#opened.index.flush();
    for (const memo of this.#memos.values()) memo.flush(this.#isNewest);
  }

  /** Switches to the roots that answer now. */
  async #ready(): Promise<void> {
    if (await this.#opened.ready()) this.#memos.clear();
  }

  async #begin(how: InspectOptions): Promise<Snapshot> {
    await this.#ready();
    // One lookup takes milliseconds, but hundreds take longer. Yield to the event loop between two types.
    await new Promise(setImmediate);
    how.signal?.throwIfAborted();
    const snapshot = how.snapshot ?? takeSnapshot();
    this.#newestMs = Math.max(this.#newestMs, snapshot.since);
    return snapshot;
  }

  /** Newer disk reads invalidate results from an older snapshot. */
  readonly #isNewest = ({ since }: Snapshot): boolean => since === this.#newestMs;

  #examine(invocation: Invocation, snapshot: Snapshot): Examined {
    try {
      const prepared = prepare(invocation, { ...this.#context, snapshot, mayWrite: false });
      if (!prepared) return {};
      const context = { ...this.#context, snapshot, manifests: this.#manifests };
      return { prepared, found: lookUpLocally(prepared, context) };
    } catch (error) {
      return { reason: unreadable(error).reason };
    }
  }

  #memoOf({ trees, contents }: Invocation): VerdictMemo | null {
    if (!trees || contents) return null;
    let memo = this.#memos.get(trees.build);
    if (!memo) this.#memos.set(trees.build, (memo = new VerdictMemo(trees.build, this.#context)));
    return memo;
  }
}
