import fs from 'node:fs';
import path from 'node:path';
import { asciiJson } from './bytes';
import {
  readRegularFile,
  removeQuietly,
  stagingName,
  writeFileAtomically,
  makeFolder,
  type Signature,
} from './files';
import { parseL1Check, serialiseL1Check, type L1Check } from './l1-entry';
import { isTextLayout, type TextLayout } from './layout';
import { gunzip, gzip, sha256 } from './runtime';
import { isTrees } from './trees';
import type { StoreFormat, Trees } from './types';

/*
 * One root of the store: docs/cache.md has the layout. Reading never throws: what cannot be read is not there.
 * Writing throws; the caller goes on to the next root.
 */

const MAX_MANIFEST_BYTES = 64 << 20;
const MAX_XML_BYTES = 1 << 30;
/** XML compresses tenfold at any level: a faster one costs little and keeps a cold run close to a bare one. */
const GZIP_LEVEL = 1;

/** What of a name is this implementation's own. */
export const CHECK = '_check.json';
export const OUTPUTS: Record<StoreFormat, string> = { gzip: 'output.xml.gz', uncompressed: 'output.xml' };

/** An L1 file as it lies in a root. */
export interface StoredL1 {
  bytes: Buffer;
  /** When it was written or last used. */
  mtimeMs: number;
  /** Null where another implementation wrote it. */
  check: L1Check | null;
  /** Of the entry and of its check, as they were read. */
  signatures: readonly Signature[];
}

/** What this implementation records beside an XML, in `_check.json`. */
export interface L2Check {
  /** SHA-256 and length of the XML. */
  sha256: string;
  bytes: number;
  /** SHA-256 of the compressed file, where it is one: a tenth of the XML to go through before each use. */
  packed?: string;
  /** Digest of the flags that shape an XML and do not show in the preprocessed text. */
  flags: string;
  /** How long castxml took. */
  seconds: number;
  /** Where the lines of the text that it was made of came from. */
  layout: TextLayout;
  /** The trees that the XML's paths lie in, where they were known. */
  trees?: Trees;
  /** The trees that a file which was read names itself: the XML is right only where those lie at the same place. */
  pinned?: readonly (keyof Trees)[];
}

/** An L2 entry that is complete, as far as can be told without reading its XML. */
export interface StoredL2 {
  root: string;
  folder: string;
  format: StoreFormat;
  /** Bytes that the XML takes in the store. */
  bytes: number;
  usedMs: number;
  check: L2Check | null;
  /** Of the check, as it was read. */
  checkSignature: Signature | null;
}

export function l1Folder(root: string, key: string): string {
  return path.join(root, 'l1', key.slice(0, 2), key);
}

export function l2Folder(root: string, key: string): string {
  return path.join(root, 'l2', key.slice(0, 2), key);
}

export function readL1(root: string, key: string): StoredL1 | null {
  const folder = l1Folder(root, key);
  const content = readRegularFile(path.join(folder, 'l2_key'), MAX_MANIFEST_BYTES);
  if (!content || content.bytes.length === 0) return null;
  const check = readRegularFile(path.join(folder, CHECK), MAX_MANIFEST_BYTES);
  const parsed = check && parseL1Check(check.bytes.toString('utf8'));
  const belongs = parsed?.of === sha256(content.bytes);
  return {
    bytes: content.bytes,
    mtimeMs: content.signature.mtimeMs,
    check: belongs ? parsed : null,
    signatures: [content.signature, ...(check ? [check.signature] : [])],
  };
}

/** Writes an L1 entry: its check first, which says by a digest which entry it is for. Throws. */
export function writeL1(root: string, key: string, text: string, check: Omit<L1Check, 'of'> | null): void {
  const folder = l1Folder(root, key);
  makeFolder(folder);
  if (check) {
    const of = sha256(text);
    writeFileAtomically(path.join(folder, CHECK), serialiseL1Check({ ...check, of }));
  }
  writeFileAtomically(path.join(folder, 'l2_key'), text);
}

/** Looks up an L2 entry without reading its XML. `damaged` is the file of an entry that is there and cannot be used. */
export function findL2(root: string, key: string): StoredL2 | { damaged: string } | null {
  const folder = l2Folder(root, key);
  const ok = fs.statSync(path.join(folder, '_ok'), { throwIfNoEntry: false });
  if (!ok?.isFile()) return null;
  const content = readRegularFile(path.join(folder, CHECK), MAX_MANIFEST_BYTES);
  const check = content && parseL2Check(content.bytes.toString('utf8'));
  const checkSignature = content?.signature ?? null;
  for (const format of ['gzip', 'uncompressed'] as const) {
    const file = path.join(folder, OUTPUTS[format]);
    const stats = fs.statSync(file, { throwIfNoEntry: false });
    if (!stats) continue;
    const whole = format === 'gzip' || !check || check.bytes === stats.size;
    if (!stats.isFile() || stats.size === 0 || !whole) return { damaged: file };
    return { root, folder, format, bytes: stats.size, usedMs: ok.mtimeMs, check, checkSignature };
  }
  return { damaged: path.join(folder, OUTPUTS.gzip) };
}

/** When an L2 entry was stored, in milliseconds since 1970; null where there is none. */
export function storedMs(root: string, key: string): number | null {
  const meta = path.join(l2Folder(root, key), '_meta.json');
  return fs.statSync(meta, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

export function parseL2Check(text: string): L2Check | null {
  try {
    const json = JSON.parse(text) as Partial<L2Check> | null;
    if (typeof json?.sha256 !== 'string' || typeof json.bytes !== 'number') return null;
    if (typeof json.flags !== 'string' || typeof json.seconds !== 'number') return null;
    if (!isTextLayout(json.layout) || (json.trees !== undefined && !isTrees(json.trees))) return null;
    if (json.pinned !== undefined && !Array.isArray(json.pinned)) return null;
    if (json.packed !== undefined && typeof json.packed !== 'string') return null;
    return json as L2Check;
  } catch {
    return null;
  }
}

/**
 * The XML of an entry, verified as far as the entry allows; null where it is damaged. Where the digest of the compressed
 * file is on record, it vouches for the XML, with the length that it unpacks to; `thoroughly` compares the XML's own
 * digest too. `alone`: no other run goes on in this process.
 */
export async function readXml(
  entry: StoredL2,
  { thoroughly = false, alone = false } = {},
): Promise<Buffer | null> {
  const { check, format } = entry;
  const content = readRegularFile(path.join(entry.folder, OUTPUTS[format]), MAX_XML_BYTES);
  if (!content || content.bytes.length === 0) return null;
  if (format === 'uncompressed') return isWholeXml(content.bytes, check) ? content.bytes : null;
  const packed = check?.packed;
  if (packed !== undefined && sha256(content.bytes) !== packed) return null;
  try {
    const xml = await gunzip(content.bytes, {
      maxBytes: check?.bytes ?? MAX_XML_BYTES,
      alone,
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
  // Without a digest: what begins as CastXML's output must end as it, too.
  if (!xml.subarray(0, 5).equals(Buffer.from('<?xml'))) return true;
  return /<\/(?:CastXML|GCC_XML)>\s*$/.test(xml.subarray(-64).toString('latin1'));
}

export interface NewL2 {
  key: string;
  l1Key: string;
  xml: Buffer;
  format: StoreFormat;
  check: L2Check;
}

/**
 * Adds an L2 entry: made whole under a staging name, then renamed. One that is there already and fit for use stays,
 * unless `replace` is set. Returns the bytes that it added. Throws.
 */
export async function writeL2(root: string, entry: NewL2, replace: boolean): Promise<number> {
  const folder = l2Folder(root, entry.key);
  const staging = path.join(path.dirname(folder), stagingName(entry.key));
  makeFolder(staging);
  try {
    const packing = entry.format === 'gzip';
    const bytes = packing ? await gzip(entry.xml, GZIP_LEVEL) : entry.xml;
    // What is recorded of another file (a remote's, another root's) does not hold for this one.
    const check: L2Check = { ...entry.check, packed: packing ? sha256(bytes) : undefined };
    fs.writeFileSync(path.join(staging, OUTPUTS[entry.format]), bytes);
    const meta = { l1_key: entry.l1Key, l2_key: entry.key, format: entry.format };
    fs.writeFileSync(path.join(staging, '_meta.json'), asciiJson(meta));
    fs.writeFileSync(path.join(staging, CHECK), asciiJson(check));
    fs.writeFileSync(path.join(staging, '_ok'), '');
    return publish(root, entry.key, staging, replace) ? bytes.length : 0;
  } finally {
    removeQuietly(staging);
  }
}

/** Renames a staged entry into place. False where another process put one there first. */
function publish(root: string, key: string, staging: string, replace: boolean): boolean {
  const folder = l2Folder(root, key);
  for (let attempt = 0; ; attempt++) {
    try {
      fs.renameSync(staging, folder);
      return true;
    } catch (error) {
      const there = fs.existsSync(folder);
      if (!there || attempt === 3) throw error;
      const existing = findL2(root, key);
      if (existing && !('damaged' in existing) && !replace) return false;
      retire(folder);
    }
  }
}

/** Takes an entry out of use in one step, and then removes it. */
export function retire(folder: string): void {
  const trash = path.join(path.dirname(folder), stagingName(path.basename(folder)));
  try {
    fs.renameSync(folder, trash);
  } catch {
    return;
  }
  removeQuietly(trash);
}

/** Marks entries as used now. A root that cannot be written keeps its times. */
export function touch(files: readonly string[], nowMs: number): void {
  for (const file of files)
    try {
      fs.utimesSync(file, nowMs / 1000, nowMs / 1000);
    } catch {
      // Read-only, or removed meanwhile.
    }
}

/** When a root's size was last looked at. */
export const LAST_CHECK = '_last_check';

/** Notes that something was stored: eviction has work to do. */
export function noteStored(root: string, nowMs: number): void {
  const file = path.join(root, '_last_store');
  // A store that begins is not over its cap: whether it has grown past it is looked at later.
  if (!fs.existsSync(file)) stamp(path.join(root, LAST_CHECK), nowMs);
  stamp(file, nowMs);
}

/** Makes an empty file, where there is none, and dates it. False where that cannot be done. */
export function stamp(file: string, nowMs: number): boolean {
  try {
    fs.closeSync(fs.openSync(file, 'a'));
    fs.utimesSync(file, nowMs / 1000, nowMs / 1000);
    return true;
  } catch {
    return false;
  }
}
