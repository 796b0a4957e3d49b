import path from 'node:path';
import { asciiJson } from '../inputs/path-bytes';
import { stagingName, type Signature } from '../inputs/input-files';
import { parseL1Check, serializeL1Check, type L1Check } from './l1-entry';
import { isTextLayout, type TextLayout } from '../inputs/text-layout';
import { gunzip, gzip, sha256 } from '../codecs';
import {
  CHECK,
  L1_ENTRY,
  l1Folder,
  l2Folder,
  LAST_CHECK,
  LAST_STORE,
  META,
  OK,
  OUTPUTS,
} from './store-names';
import type { StoreRoot } from './store-root';
import { isTrees } from '../invocation/tree-pair';
import type { Trees } from '../api';
import type { StoreFormat } from './store-names';

/*
 * The entries of one root of the store. Reading never throws: an unreadable entry counts as absent. Writing throws, and the
 * caller continues with the next root.
 */

const MAX_MANIFEST_BYTES = 64 << 20;
/** Tens of times the size of ITK's largest XML. */
const MAX_XML_BYTES = 1 << 28;
/** A deflated stream never unpacks to more than this many times its size. */
const MAX_INFLATION = 1032;
/** XML compresses to a tenth at any level. A fast one costs little, and keeps a cold run close to a run without a cache. */
const GZIP_LEVEL = 1;

/** An L1 file in a root. */
export interface StoredL1 {
  bytes: Buffer;
  /** When it was written or last used, in milliseconds since 1970. */
  mtimeMs: number;
  /** Null if another implementation wrote it. */
  check: L1Check | null;
  /** The signatures of the entry and its check when they were read. */
  signatures: readonly Signature[];
}

/** This implementation's record for an XML, in `_check.json`. */
export interface L2Check {
  /** SHA-256 and length of the XML. */
  sha256: string;
  bytes: number;
  /**
   * SHA-256 of the compressed file, if it is compressed. Only a tenth of the XML's size has to be verified before each use.
   */
  packed?: string;
  /** A digest of the flags that affect an XML and are not visible in the preprocessed text. */
  flags: string;
  /** How long castxml took. */
  seconds: number;
  /** The origin of the lines of the preprocessed text. */
  layout: TextLayout;
  /** The trees of the XML's paths, if known. */
  trees?: Trees;
  /** The trees that a file names in its own text. The XML is right only if these trees are at the same place. */
  pinned?: readonly (keyof Trees)[];
  /** The trees whose path is in the preprocessed text, outside of line markers. */
  literals?: readonly (keyof Trees)[];
}

/** An L2 entry that is complete, as far as this is known without reading its XML. */
export interface StoredL2 {
  root: StoreRoot;
  /** Its name in the root. */
  name: string;
  format: StoreFormat;
  /** The size of the XML in the store. */
  bytes: number;
  usedMs: number;
  check: L2Check | null;
  /** The signature of the check when it was read. */
  checkSignature: Signature | null;
}

/** The L1 entry of a key. Null if there is none. */
export function readL1(root: StoreRoot, key: string): StoredL1 | null {
  const folder = l1Folder(key);
  const content = root.read(`${folder}/${L1_ENTRY}`, MAX_MANIFEST_BYTES);
  if (!content || content.bytes.length === 0) return null;
  const check = root.read(`${folder}/${CHECK}`, MAX_MANIFEST_BYTES);
  const parsed = check && parseL1Check(check.bytes.toString('utf8'));
  const belongs = parsed?.of === sha256(content.bytes);
  return {
    bytes: content.bytes,
    mtimeMs: content.signature.mtimeMs,
    check: belongs ? parsed : null,
    signatures: [content.signature, ...(check ? [check.signature] : [])],
  };
}

/** Writes an L1 entry after its check, which names the entry by a digest. Throws the system's error. */
export function writeL1(root: StoreRoot, key: string, text: string, check: Omit<L1Check, 'of'> | null): void {
  const folder = l1Folder(key);
  if (check) root.write(`${folder}/${CHECK}`, serializeL1Check({ ...check, of: sha256(text) }));
  root.write(`${folder}/${L1_ENTRY}`, text);
}

/** An L2 entry that exists but cannot be used: the path of the damaged file. */
export interface DamagedL2 {
  damaged: string;
}

/** Looks up an L2 entry without reading its XML. */
export function findL2(root: StoreRoot, key: string): StoredL2 | DamagedL2 | null {
  const name = l2Folder(key);
  const usedMs = root.timeOf(`${name}/${OK}`);
  if (usedMs === null) return null;
  const content = root.read(`${name}/${CHECK}`, MAX_MANIFEST_BYTES);
  const check = content && parseL2Check(content.bytes.toString('utf8'));
  const checkSignature = content?.signature ?? null;
  for (const format of ['gzip', 'uncompressed'] as const) {
    const output = `${name}/${OUTPUTS[format]}`;
    const stats = root.stat(output);
    if (!stats) continue;
    const whole = format === 'gzip' || !check || check.bytes === stats.size;
    if (!stats.isFile() || stats.size === 0 || !whole) return { damaged: root.file(output) };
    return { root, name, format, bytes: stats.size, usedMs, check, checkSignature };
  }
  return { damaged: root.file(`${name}/${OUTPUTS.gzip}`) };
}

/** When an L2 entry was stored, in milliseconds since 1970. Null if there is none. */
export function storedMs(root: StoreRoot, key: string): number | null {
  return root.timeOf(`${l2Folder(key)}/${META}`);
}

/** Parses a check. Null if the text is not one. */
export function parseL2Check(text: string): L2Check | null {
  try {
    const json = JSON.parse(text) as Partial<L2Check> | null;
    if (typeof json?.sha256 !== 'string' || typeof json.bytes !== 'number') return null;
    if (typeof json.flags !== 'string' || typeof json.seconds !== 'number') return null;
    if (!isTextLayout(json.layout) || (json.trees !== undefined && !isTrees(json.trees))) return null;
    if (json.pinned !== undefined && !Array.isArray(json.pinned)) return null;
    if (json.literals !== undefined && !Array.isArray(json.literals)) return null;
    if (json.packed !== undefined && typeof json.packed !== 'string') return null;
    return json as L2Check;
  } catch {
    return null;
  }
}

/**
 * The XML of an entry, verified as far as the entry allows. Null if it is damaged. A recorded digest of the compressed file,
 * together with the unpacked length, is enough. `thoroughly` also compares the XML's own digest.
 */
export async function readXml(entry: StoredL2, { thoroughly = false } = {}): Promise<Buffer | null> {
  const { check, format } = entry;
  const content = entry.root.read(`${entry.name}/${OUTPUTS[format]}`, MAX_XML_BYTES);
  if (!content || content.bytes.length === 0) return null;
  if (format === 'uncompressed') return isWholeXml(content.bytes, check) ? content.bytes : null;
  const packed = check?.packed;
  if (packed !== undefined && sha256(content.bytes) !== packed) return null;
  try {
    const xml = await gunzip(content.bytes, {
      maxBytes: Math.min(check?.bytes ?? Infinity, content.bytes.length * MAX_INFLATION, MAX_XML_BYTES),
      vouched: packed !== undefined && !thoroughly,
    });
    if (packed !== undefined && !thoroughly) return xml.length === check?.bytes ? xml : null;
    return isWholeXml(xml, check) ? xml : null;
  } catch {
    return null;
  }
}

function isWholeXml(xml: Buffer, check: L2Check | null): boolean {
  if (xml.length === 0) return false;
  if (check) return xml.length === check.bytes && sha256(xml) === check.sha256;
  // Without a digest, text that begins like CastXML's output must also end like it.
  if (!xml.subarray(0, 5).equals(Buffer.from('<?xml'))) return true;
  return /<\/(?:CastXML|GCC_XML)>\s*$/.test(xml.subarray(-64).toString('latin1'));
}

/** An L2 entry to add. */
export interface NewL2 {
  key: string;
  l1Key: string;
  xml: Buffer;
  format: StoreFormat;
  check: L2Check;
}

/**
 * Adds an L2 entry, which is completed under a staging name and then renamed. A usable entry that already exists is kept,
 * unless `replace` is set. Returns whether the entry was added. Throws the system's error.
 */
export async function writeL2(root: StoreRoot, entry: NewL2, replace: boolean): Promise<boolean> {
  const folder = l2Folder(entry.key);
  const staging = path.posix.join(path.posix.dirname(folder), stagingName(entry.key));
  root.makeFolder(staging);
  try {
    const packing = entry.format === 'gzip';
    const bytes = packing ? await gzip(entry.xml, GZIP_LEVEL) : entry.xml;
    // The record of another file (from a remote or another root) is not valid for this one.
    const check: L2Check = { ...entry.check, packed: packing ? sha256(bytes) : undefined };
    root.create(`${staging}/${OUTPUTS[entry.format]}`, bytes);
    const meta = { l1_key: entry.l1Key, l2_key: entry.key, format: entry.format };
    root.create(`${staging}/${META}`, asciiJson(meta));
    root.create(`${staging}/${CHECK}`, asciiJson(check));
    root.create(`${staging}/${OK}`, '');
    return publish(root, entry.key, staging, replace);
  } finally {
    root.remove(staging);
  }
}

/** Renames a staged entry into place. Returns false if another process was faster. */
function publish(root: StoreRoot, key: string, staging: string, replace: boolean): boolean {
  const folder = l2Folder(key);
  for (let attempt = 0; ; attempt++) {
    try {
      root.rename(staging, folder);
      return true;
    } catch (error) {
      if (!root.stat(folder) || attempt === 3) throw error;
      const existing = findL2(root, key);
      if (existing && !('damaged' in existing) && !replace) return false;
      root.retire(folder);
    }
  }
}

/** Records that something was stored, so that eviction has work to do. */
export function noteStored(root: StoreRoot, nowMs: number): void {
  // A new store is below its maximum size. Its size is checked later.
  if (root.timeOf(LAST_STORE) === null) root.stamp(LAST_CHECK, nowMs);
  root.stamp(LAST_STORE, nowMs);
}
