import fs from 'node:fs';
import path from 'node:path';
import { byCodePoint, encodePath } from './bytes';
import type { Snapshot } from './digests';
import type { Engine } from './engine';
import { serialiseL1Entry } from './l1-entry';
import { argumentsDigest, contractFingerprint, directoryDigests, type PortableHit } from './lookup';
import { isUnchanged, pinnedTrees, type Observed } from './observe';
import { fromPortable, portableKey, toPortable, writePortable, type PortableEntry } from './portable';
import { inputDigest, type Prepared } from './prepare';
import { sha256 } from './runtime';
import { noteStored, writeL1, writeL2, type L2Check, type StoredL2 } from './store';
import { resolveTokens, sameTrees, tokenise } from './trees';
import type { Trees } from './types';
import { writeTypeRecord, type TypeRecord } from './type-record';

/** What a finished run adds to the store. */
export interface Finished {
  observed: Observed;
  /** When it began, by the clock of the file system. */
  beganMs: number;
  castxmlSeconds: number;
  /** An entry of this key is there and is not fit for this run. */
  replace: boolean;
}

/** What was stored of a run, or could have been. */
export interface Saved {
  /** Null where no root took it. */
  root: string | null;
  xml: Buffer;
  check: L2Check;
}

/** Stores a finished run in the first root that takes it; null where nothing of it may be stored. */
export async function saveRun(engine: Engine, finished: Finished): Promise<Saved | null> {
  const { observed } = finished;
  const { prepared } = observed;
  const xml = readOutput(prepared.output);
  if (!xml || !isUnchanged(engine, observed, finished.beganMs)) return null;
  const { layout, trees } = observed.check;
  const check = {
    sha256: sha256(xml),
    bytes: xml.length,
    flags: prepared.flags,
    seconds: finished.castxmlSeconds,
    layout,
    ...(trees ? { trees, pinned: pinnedTrees(observed, xml) } : {}),
  };
  const { format } = engine.options;
  for (const root of engine.roots)
    try {
      const entry = { key: observed.l2, l1Key: prepared.l1, xml, format, check };
      await writeL2(root, entry, finished.replace);
      noteStored(root, engine.now());
      saveL1(engine, observed, [root]);
      return { root, xml, check };
    } catch (error) {
      engine.warn(`cannot store in ${root}: ${(error as Error).message}`);
    }
  return { root: null, xml, check };
}

function readOutput(file: string): Buffer | null {
  try {
    const bytes = fs.readFileSync(encodePath(file));
    return bytes.length > 0 ? bytes : null;
  } catch {
    return null;
  }
}

/** Writes what leads to an L2 entry without a process, to the first of the roots that takes it. */
export function saveL1(engine: Engine, observed: Observed, roots: readonly string[]): void {
  const { prepared, l2, entry, check, timeDependent } = observed;
  firstThatTakesIt(engine, roots, (root) => {
    // What holds only until the clock moves on would be honoured by the other implementations.
    if (timeDependent === null) {
      if (engine.scheme === 'plain') writeL1(root, prepared.l1, l2, null);
      else {
        writeL1(root, prepared.l1, serialiseL1Entry(entry), check);
        savePortable(observed, root);
      }
    }
    const record = typeRecord(prepared, l2);
    writeTypeRecord(root, prepared.output, timeDependent === null ? record : { ...record, timeDependent });
  });
}

function savePortable(observed: Observed, root: string): void {
  const { prepared, check } = observed;
  if (check.trees) writePortable(root, portableKey(prepared, check.trees), portableOf(observed, check.trees));
}

/** What was observed as an entry of the portable index. */
export function portableOf(observed: Observed, trees: Trees): PortableEntry {
  const { prepared, entry, check, bound } = observed;
  const { watch, watchfp, probes, beside, layout } = check;
  const deps = entry.deps.map(([dep, digest]) => {
    return [tokenise(path.resolve(prepared.invocation.cwd, dep), trees), digest] as const;
  });
  const portable = toPortable({ watch, watchfp, probes, beside, layout }, trees);
  return { ...portable, l2Key: entry.l2Key, deps, bound };
}

/**
 * After a hit of the portable index: the contract's L1 entry for this place, so that the other implementations hit
 * too. Where the text holds a path of the trees, its L2 key is of the trees that made it, and no other may name it.
 */
export function saveL1OfPortable(
  engine: Engine,
  prepared: Prepared,
  hit: PortableHit,
  l2: StoredL2,
  snapshot: Snapshot,
): void {
  const { entry, trees } = hit;
  if (entry.bound && !(l2.check?.trees && sameTrees(l2.check.trees, trees))) return;
  const { digests } = engine;
  const deps = entry.deps
    .map(([dep, digest]) => [resolveTokens(dep, trees), digest] as const)
    .sort((a, b) => byCodePoint(a[0], b[0]));
  const { watch, watchfp, probes, beside, layout } = fromPortable(entry, trees);
  const l1 = { l2Key: entry.l2Key, deps, incfp: contractFingerprint(prepared, { digests, snapshot }) };
  const check = {
    ...{ watch, watchfp, probes, beside, trees },
    layout: { source: '', exact: '', portable: layout.portable },
    surroundings: prepared.surroundingsDigest,
    includes: directoryDigests(prepared, digests, snapshot),
  };
  firstThatTakesIt(engine, engine.roots, (root) => {
    writeL1(root, prepared.l1, serialiseL1Entry(l1), check);
    writeTypeRecord(root, prepared.output, typeRecord(prepared, entry.l2Key));
  });
}

function typeRecord(prepared: Prepared, l2: string): TypeRecord {
  return {
    l1: prepared.l1,
    l2,
    castxml: prepared.castxmlHash,
    compiler: prepared.surroundings.compiler?.digest ?? '',
    responseFile: inputDigest(prepared.responseBytes),
    source: inputDigest(prepared.sourceBytes),
    arguments: argumentsDigest(prepared),
  };
}

function firstThatTakesIt(engine: Engine, roots: readonly string[], write: (root: string) => void): void {
  for (const root of roots)
    try {
      write(root);
      return;
    } catch (error) {
      engine.warn(`cannot write to ${root}: ${(error as Error).message}`);
    }
}
