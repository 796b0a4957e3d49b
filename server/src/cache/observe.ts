import fs from 'node:fs';
import path from 'node:path';
import { encodePath } from './bytes';
import { takeSnapshot } from './digests';
import { prepareNow, type Engine } from './engine';
import { dependencyPaths, stripLineMarkers } from './keys';
import type { L1Check, L1Entry } from './l1-entry';
import { layoutOf } from './layout';
import { besideSource, contractFingerprint, directoryDigests } from './lookup';
import type { Prepared } from './prepare';
import { newcomer, probedNames, watchDirectories, watchFingerprint } from './shadow';
import { timeDependence } from './time-macros';
import { mentionedTrees } from './trees';
import type { Trees } from './types';

/** What one run read, as it was right after the preprocessor had read it. */
export interface Observed {
  prepared: Prepared;
  l2: string;
  entry: L1Entry;
  check: Omit<L1Check, 'of'>;
  /** The file that keeps the run out of L1, because its text holds a date or a time. */
  timeDependent: string | null;
  /** The preprocessed text holds a path of the trees. */
  bound: boolean;
  /** The trees whose paths it holds outside of line markers. */
  boundTo: readonly (keyof Trees)[];
}

export function observe(engine: Engine, prepared: Prepared, text: Buffer, l2: string): Observed {
  const { digests } = engine;
  const snapshot = takeSnapshot();
  const trees = prepared.trees();
  const names = dependencyPaths(text);
  const files = names.map((name) => path.resolve(prepared.invocation.cwd, name));
  const states = files.map((file) => digests.file(file, snapshot));
  const probing = files.filter((_, i) => states[i]?.probesFiles);
  const probes = [...new Set(probing.flatMap((file) => probedNames(readText(file))))].sort();
  const space = { deps: files, source: prepared.source, probes, searchDirectories: prepared.searchDirs() };
  const watch = watchDirectories(space, digests, snapshot);
  const mentions = files.find((_, i) => states[i]?.timeMacros) ?? null;
  const check = {
    surroundings: prepared.surroundingsDigest,
    watch,
    watchfp: watchFingerprint(watch, space, trees, digests, snapshot),
    probes,
    beside: besideSource(prepared, () => files),
    includes: directoryDigests(prepared, digests, snapshot),
    layout: layoutOf(text, prepared.source, trees),
    ...(trees ? { trees } : {}),
  };
  return {
    prepared,
    l2,
    entry: {
      l2Key: l2,
      deps: names.map((name, i) => [name, states[i]?.digest ?? ''] as const),
      incfp: contractFingerprint(prepared, { digests, snapshot }),
    },
    check,
    timeDependent: timeDependence(text, mentions, engine.now()) ? (mentions ?? prepared.source) : null,
    bound: trees !== null && mentionedTrees(text, trees).length > 0,
    boundTo: trees === null ? [] : mentionedTrees(stripLineMarkers(text), trees),
  };
}

function readText(file: string): string {
  try {
    return fs.readFileSync(encodePath(file), 'latin1');
  } catch {
    return '';
  }
}

/**
 * Whether what castxml read is what was observed: nothing was touched since the run began, at `beganMs` by the clock
 * of the file system. Content alone would not do: a file may have changed and changed back.
 */
export function isUnchanged(engine: Engine, observed: Observed, beganMs: number): boolean {
  const { digests } = engine;
  const before = observed.prepared;
  const now = prepareNow(engine, before.invocation);
  if (now?.l1 !== before.l1 || now.surroundingsDigest !== before.surroundingsDigest) return false;
  const snapshot = takeSnapshot();
  const files = observed.entry.deps.map(([name]) => path.resolve(before.invocation.cwd, name));
  for (const [i, file] of files.entries()) {
    const state = digests.file(file, snapshot);
    if (state.digest !== observed.entry.deps[i]?.[1]) return false;
    if (state.signature && state.signature.ctimeMs > beganMs) return false;
  }
  const space = { deps: files, probes: observed.check.probes };
  const { watch, watchfp, beside, trees } = observed.check;
  if (watchFingerprint(watch, space, trees ?? null, digests, snapshot) !== watchfp) return false;
  if (besideSource(now, () => files).join('\0') !== beside.join('\0')) return false;
  if (contractFingerprint(now, { digests, snapshot }) !== observed.entry.incfp) return false;
  return newcomer(watch, space, beganMs, digests, snapshot) === null;
}

/**
 * The trees that a file which was read names in its own text, where no translation could follow. A tree that only a comment
 * names, as ITK's itk_eigen.h does, is not in the preprocessed text, and so not in the XML.
 */
export function namedTrees(observed: Observed): (keyof Trees)[] {
  const { trees } = observed.check;
  if (!trees || !observed.bound) return [];
  const { cwd } = observed.prepared.invocation;
  const named = new Set<keyof Trees>();
  for (const [name] of observed.entry.deps)
    try {
      const bytes = fs.readFileSync(encodePath(path.resolve(cwd, name)));
      for (const tree of mentionedTrees(bytes, trees)) if (observed.boundTo.includes(tree)) named.add(tree);
    } catch {
      // A file that is gone is noticed elsewhere.
    }
  return [...named].sort();
}
