import { asciiJson } from '../inputs/path-bytes';
import { isTextLayout, type TextLayout } from '../inputs/text-layout';
import { isTrees } from '../invocation/tree-pair';
import type { Trees } from '../api';

/** The content of an L1 entry of the `manifest` scheme. */
export interface L1Entry {
  l2Key: string;
  /** The path and SHA-256 ("" if it could not be read) of every file that the preprocessor read, sorted by path. */
  deps: readonly (readonly [path: string, digest: string])[];
  /** The contract's fingerprint of the include directories. */
  incfp: string;
}

const KEY = /^[0-9a-f]{64}$/;

/** Whether a text is a key. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** Parses an entry. Null if the text is not one. */
export function parseL1Entry(text: string): L1Entry | null {
  try {
    const json = JSON.parse(text) as { l2_key?: unknown; deps?: unknown; incfp?: unknown } | null;
    if (typeof json?.l2_key !== 'string' || !KEY.test(json.l2_key)) return null;
    if (typeof json.incfp !== 'string' || !Array.isArray(json.deps)) return null;
    for (const dep of json.deps as (unknown[] | null)[])
      if (typeof dep?.[0] !== 'string' || typeof dep[1] !== 'string') return null;
    return { l2Key: json.l2_key, deps: json.deps as [string, string][], incfp: json.incfp };
  } catch {
    return null;
  }
}

/** The text of an entry in the contract's format. */
export function serializeL1Entry(entry: L1Entry): string {
  return asciiJson({ l2_key: entry.l2Key, deps: entry.deps, incfp: entry.incfp });
}

/** Further inputs of a run, which the contract's manifest does not record. */
export interface IncludeCheck {
  /** Directories whose entries decide which file an include finds, and the fingerprint of those entries. */
  watch: readonly string[];
  watchfp: string;
  /** Names that headers query with `__has_include`. */
  probes: readonly string[];
  /** The names that the source includes in quotes and that exist next to it. */
  beside: readonly string[];
  /** The origin of the lines of the preprocessed text. An XML must have the same one. */
  layout: TextLayout;
  /**
   * True if each dependency without a digest is named only by a `#line` and was not read. Older entries do not have this
   * field.
   */
  unread?: boolean;
}

/**
 * This implementation's record for an L1 entry, in `_check.json`. It is valid only for the entry whose content has the
 * SHA-256 `of`.
 */
export interface L1Check extends IncludeCheck {
  of: string;
  /** A digest of everything that affects a run and is neither in the key nor a header. */
  surroundings: string;
  /** For each include directory of `incfp`, the first hex digits of a digest of its names, to find out which one changed. */
  includes: readonly string[];
  /** The trees of the run, if known. */
  trees?: Trees;
}

/** Parses a check. Null if the text is not one. */
export function parseL1Check(text: string): L1Check | null {
  try {
    const json = JSON.parse(text) as Partial<L1Check> | null;
    if (typeof json?.of !== 'string' || typeof json.surroundings !== 'string') return null;
    if (!isIncludeCheck(json) || !isTexts(json.includes)) return null;
    if (json.trees !== undefined && !isTrees(json.trees)) return null;
    return json as L1Check;
  } catch {
    return null;
  }
}

/** Whether parsed JSON has the fields of an include check. */
export function isIncludeCheck(json: Partial<IncludeCheck>): boolean {
  return (
    typeof json.watchfp === 'string' &&
    isTexts(json.watch) &&
    isTexts(json.probes) &&
    isTexts(json.beside) &&
    isTextLayout(json.layout)
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

export function serializeL1Check(check: L1Check): string {
  return asciiJson(check);
}
