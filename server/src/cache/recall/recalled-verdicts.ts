import os from 'node:os';
import { emulatedCompiler, parseArguments } from '../invocation/castxml-arguments';
import type { Digests, Snapshot } from '../inputs/digests';
import { hitTrail } from './hit-evidence';
import type { Found } from '../lookup/found';
import type { Prepared } from '../invocation/resolved-run';
import { sha256 } from '../codecs';
import { ownFile } from '../storage/store-names';
import type { StoreRoot } from '../storage/store-root';
import { castxmlHash, surroundings, surroundingsDigest } from '../invocation/tool-digests';
import type { Invocation, Verdict } from '../api';
import { readVerdicts, writeVerdicts, type Remembered } from './recall-file';
import { Observations } from './observations';

/** Where a memo looks, and how programs are found. */
export interface MemoContext {
  digests: Digests;
  environment: NodeJS.ProcessEnv;
  roots: readonly StoreRoot[];
}

/** A lookup, and when it was done. */
export interface LookUp {
  prepared: Prepared;
  found: Found;
  verdict: Verdict;
  snapshot: Snapshot;
  /** Milliseconds since 1970, before the first file was read. */
  beganMs: number;
}

/** How long a slice of work may block the event loop, in milliseconds. */
const SLICE_MS = 8;
/** If there are more files, those of unused builds are removed. */
const MAX_FILES = 32;
/** If there are more observations, outdated ones are removed. */
const MAX_OBSERVATIONS = 1 << 18;

/**
 * The hits of one build with their evidence, kept on disk between two starts. A hit is trusted again while its evidence
 * matches the disk. This takes one stat call for each of some ten thousand files, and reads no manifest. Only `inspect` uses
 * it, because a run looks everything up itself. Everything except hits is looked up again.
 */
export class VerdictMemo {
  #observations: Observations;
  #remembered = new Map<string, Remembered>();
  readonly #asked = new Set<string>();
  readonly #waiting: LookUp[] = [];
  #learned = false;
  readonly #tools = new Map<string, { at: number; castxml: string; surroundings: string }>();
  readonly #name: string;

  /** @param build the build folder of the runs */
  constructor(
    build: string,
    private readonly context: MemoContext,
  ) {
    // With the roots in another order, another entry would come first.
    const of = sha256([build, ...this.#paths()].join('\0'));
    this.#name = ownFile(`${PREFIX}${sha256(os.hostname()).slice(0, 16)}-${of.slice(0, 16)}.v1`);
    this.#observations = new Observations(context.digests);
    this.#load();
  }

  /** The verdict on a run that was a hit. Null if it is no longer the same hit. */
  recall(invocation: Invocation, snapshot: Snapshot): Verdict | null {
    const key = keyOf(invocation);
    this.#asked.add(key);
    const known = this.#remembered.get(key);
    if (!known || !known.ids.every((id) => this.#observations.holds(id, snapshot))) return null;
    const tools = this.#toolsOf(invocation, snapshot);
    if (tools.castxml !== known.castxml || tools.surroundings !== known.surroundings) return null;
    const ok = this.context.digests.presence(this.#pathOf(known.ok), snapshot);
    if (!ok?.isFile) return null;
    return {
      state: 'hit',
      l1: known.l1,
      l2: known.l2,
      root: known.root,
      includeDirs: known.includeDirs,
      ...(known.portable ? { portable: true } : {}),
      deps: Array.from(known.ids.subarray(0, known.deps), (id) => this.#pathOf(id)),
      entry: { bytes: known.bytes, usedMs: ok.signature.mtimeMs },
    };
  }

  /**
   * Remembers a lookup if it is a hit, and otherwise forgets an earlier hit. The evidence is collected later, in `settle` or
   * `flush`.
   */
  learn(lookUp: LookUp): void {
    if (lookUp.verdict.state === 'hit') this.#waiting.push(lookUp);
    else if (this.#remembered.delete(keyOf(lookUp.prepared.invocation))) this.#learned = true;
  }

  /** Processes pending lookups in slices. `isNewest`: whether no later snapshot has read the disk. */
  async settle(isNewest: (snapshot: Snapshot) => boolean): Promise<void> {
    let slice = performance.now();
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (isNewest(next.snapshot)) this.#note(next);
      if (performance.now() - slice < SLICE_MS) continue;
      await new Promise(setImmediate);
      slice = performance.now();
    }
  }

  #note({ prepared, found, verdict, snapshot, beganMs }: LookUp): void {
    if (this.#observations.size > MAX_OBSERVATIONS) this.#clear();
    const key = keyOf(prepared.invocation);
    const { l2, root, entry, includeDirs = [] } = verdict;
    const { digests, roots } = this.context;
    const context = { snapshot, beganMs, digests, roots, observations: this.#observations };
    const trail = hitTrail(prepared, found, context);
    if (!trail || l2 === undefined || root === undefined || !entry) {
      if (this.#remembered.delete(key)) this.#learned = true;
      return;
    }
    this.#remembered.set(key, {
      castxml: prepared.castxmlHash,
      surroundings: prepared.surroundingsDigest,
      ...{ l1: verdict.l1, l2, root, bytes: entry.bytes, includeDirs },
      portable: verdict.portable === true,
      ...trail,
    });
    this.#learned = true;
  }

  /** Writes new hits to the first root that accepts them. If none does, they are looked up again next time. */
  flush(isNewest: (snapshot: Snapshot) => boolean): void {
    for (const one of this.#waiting.splice(0)) if (isNewest(one.snapshot)) this.#note(one);
    if (!this.#learned) return;
    // Hits that were not asked for belong to command lines that no longer exist, unless hardly any were asked for.
    if (this.#asked.size * 2 > this.#remembered.size)
      for (const key of this.#remembered.keys()) if (!this.#asked.has(key)) this.#remembered.delete(key);
    const bytes = writeVerdicts({
      roots: this.#paths(),
      observation: (id) => this.#observations.at(id),
      remembered: this.#remembered,
    });
    for (const root of this.context.roots)
      try {
        root.writeOwn(this.#name, bytes);
        removeOldest(root);
        this.#learned = false;
        return;
      } catch {
        // Try the next root.
      }
  }

  #load(): void {
    const dated = this.context.roots
      .map((root) => ({ root, at: root.timeOf(this.#name) ?? -1 }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => b.at - a.at);
    const content = dated[0]?.root.readOwn(this.#name, 64 << 20);
    const found = content && readVerdicts(content.bytes);
    if (found?.roots.join('\0') !== this.#paths().join('\0')) return;
    for (const observation of found.observations) this.#observations.add(observation);
    this.#remembered = found.remembered;
  }

  #paths(): string[] {
    return this.context.roots.map((root) => root.path);
  }

  #clear(): void {
    this.#observations = new Observations(this.context.digests);
    this.#remembered.clear();
  }

  #pathOf(id: number): string {
    return this.#observations.at(id)?.path ?? '';
  }

  /** The digests of castxml and of the run's surroundings, computed once per snapshot. */
  #toolsOf(invocation: Invocation, snapshot: Snapshot): { castxml: string; surroundings: string } {
    const { castxml, args, cwd } = invocation;
    const { passthrough } = parseArguments([castxml, ...args]);
    const key = [castxml, cwd, emulatedCompiler(passthrough)].join('\0');
    const known = this.#tools.get(key);
    if (known && known.at >= snapshot.since) return known;
    const at = performance.now();
    const context = { ...this.context, snapshot, cwd, root: this.context.roots[0] ?? null, mayWrite: false };
    const tools = {
      at,
      castxml: castxmlHash(castxml, context),
      // Remembered hits have no further response files.
      surroundings: surroundingsDigest(surroundings(passthrough, [], context)),
    };
    this.#tools.set(key, tools);
    return tools;
  }
}

const PREFIX = 'hits-';

/** A digest of the whole query, apart from the state of the disk. */
function keyOf({ castxml, args, cwd, trees }: Invocation): string {
  return sha256([castxml, cwd, trees?.source ?? '', trees?.build ?? '', ...args].join('\0'));
}

function removeOldest(root: StoreRoot): void {
  const folder = ownFile('').slice(0, -1);
  const names = root
    .list(folder)
    .filter(({ name }) => name.startsWith(PREFIX) && name.endsWith('.v1'))
    .map(({ name }) => `${folder}/${name}`);
  if (names.length <= MAX_FILES) return;
  const dated = names.map((name) => ({ name, at: root.timeOf(name) ?? 0 }));
  for (const { name } of dated.sort((a, b) => b.at - a.at).slice(MAX_FILES)) root.remove(name);
}
