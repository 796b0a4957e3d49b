import path from 'node:path';
import { prepareNow } from '../cache-context';
import { clockOfFiles } from '../inputs/file-clock';
import { removeQuietly } from '../inputs/input-files';
import { changeSince, observe, type Observed } from '../inputs/observe';
import { preprocess, startEarly, type EarlyRun } from '../invocation/start-castxml';
import type { Prepared } from '../invocation/resolved-run';
import { l2Key } from '../keys';
import type { Found } from '../lookup/found';
import { findUsableL2, xmlFits } from '../lookup/usable-entry';
import { fromRemote, localizeXml, sendManifest } from '../storage/remote/remote-run';
import { findL2, type L2Check, type StoredL2 } from '../storage/entries';
import { temporaryFile } from '../storage/temporaries';
import type { NotStored, RunOutcome } from '../../shared/reasons';
import type { CacheContext } from '../cache-context';
import { mayMoveXml, moveXml } from '../places/moved-xml';
import type { CachedRun } from './begin-run';
import { keysOfXml, underKey } from '../lookup/keys-of-xml';
import { saveL1 } from './save';
import type { Tier } from './tier';

/** The result of `castxml -E` for a run. */
export type Preprocessed =
  /** The arguments do not form a cacheable run. */
  | { state: 'not-cacheable' }
  | { state: 'failed'; prepared: Prepared; notStored: NotStored }
  | {
      state: 'done';
      prepared: Prepared;
      l2: string;
      /** When it began, by the file system's clock, in milliseconds since 1970. */
      beganMs: number;
      /** The files that the run reads, or why they are unknown. */
      observed: Observed | NotStored;
      /** The key of an entry that fits but could not be restored, if there is one. */
      unrestored: string | null;
    };

/** Finds the XML of the text that `castxml -E` writes. Create one object for each run. */
export class PreprocessedTier implements Tier {
  #fromRemote = false;
  #early: EarlyRun | null = null;
  readonly #temporary = temporaryFile();
  /** Set by `find`. */
  result: Preprocessed = { state: 'not-cacheable' };

  /** castxml itself, if it was started while its inputs were examined. */
  get early(): EarlyRun | null {
    return this.#early;
  }

  async find(run: CachedRun): Promise<Found | null> {
    const { cache, invocation, options } = run;
    const beganMs = await clockOfFiles(this.#temporary);
    const prepared = prepareNow(cache, invocation);
    if (!prepared) return null;
    const text = beganMs === null ? null : await preprocess(cache, prepared, this.#temporary, options);
    if (!text || beganMs === null) {
      const notStored: NotStored =
        beganMs === null
          ? { kind: 'no-clock', subject: path.dirname(this.#temporary) }
          : { kind: 'not-preprocessed', subject: prepared.source };
      this.result = { state: 'failed', prepared, notStored };
      return null;
    }
    const l2 = l2Key(prepared.castxmlHash, text, cache.scheme);
    const known =
      cache.remote() !== null ||
      cache.roots.some((root) => findL2(root, l2) !== null) ||
      mayMoveXml(cache, prepared, text);
    // If nothing can hit, start castxml while its inputs are still being examined.
    if (!known) this.#early = startEarly(cache, invocation, options);
    await new Promise(setImmediate);
    const observed = observe(cache, prepared, text, l2);
    if (isObserved(observed) && this.#early) cache.keepDigests();
    this.result = { state: 'done', prepared, l2, beganMs, observed, unrestored: null };
    if (!isObserved(observed) || !known) return null;
    const found = await this.#findXml(cache, observed, beganMs);
    // If castxml runs nevertheless, this one could not be restored.
    this.result.unrestored = found?.l2Key ?? null;
    return found;
  }

  /** The XML of the text: in a local root, made from an earlier one, or on the remote. */
  async #findXml(cache: CacheContext, observed: Observed, beganMs: number): Promise<Found | null> {
    const { prepared, check, entry } = observed;
    const fits = (one: { check: L2Check | null }): boolean => xmlFits(one, check.layout, check.trees ?? null);
    const hit = (l2Key: string, l2: StoredL2): Found => {
      return { state: 'hit', l2Key, l2, entry, ...(check.trees ? { trees: check.trees } : {}) };
    };
    const keys = keysOfXml(observed);
    for (const key of keys) {
      const local = findUsableL2(key, prepared, cache.roots, fits);
      if (!('reason' in local)) return hit(key, local);
    }
    const moved = await moveXml(cache, observed, beganMs);
    if (moved) return hit(keys[1], moved);
    const remote = cache.remote();
    if (!remote) return null;
    const far = await fromRemote(cache, () =>
      localizeXml(cache, remote, keys[1], prepared, (check) => fits({ check })),
    );
    this.#fromRemote = far !== null;
    return far && hit(keys[1], far);
  }

  async record({ cache }: CachedRun, { l2Key }: Found): Promise<void> {
    if (this.result.state !== 'done' || !isObserved(this.result.observed) || l2Key === undefined) return;
    const { observed, beganMs } = this.result;
    if (changeSince(cache, observed, beganMs)) return;
    await saveL1(cache, underKey(observed, l2Key), cache.roots);
    const remote = cache.remote();
    if (remote) await fromRemote(cache, () => sendManifest(remote, observed));
  }

  outcome(): { outcome: RunOutcome; remote?: 'hit' } {
    return { outcome: 'hit-l2', ...(this.#fromRemote ? { remote: 'hit' } : {}) };
  }

  /** Ends running processes and removes the temporary file. */
  async dispose(): Promise<void> {
    await this.#early?.end();
    removeQuietly(this.#temporary);
  }
}

export const isObserved = (found: Observed | NotStored): found is Observed => 'entry' in found;
