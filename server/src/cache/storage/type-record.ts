import { asciiJson, encodeText } from '../inputs/path-bytes';
import { sha256 } from '../codecs';
import { typeRecordFile } from './store-names';
import type { StoreRoot } from './store-root';
import type { NotStored } from '../../shared/reasons';

/**
 * The inputs of the last run for an output, in `<root>/_types/`. A missing L1 entry alone gives no reason. This record
 * distinguishes a changed source from one that was never cached. Other implementations ignore it.
 */
export interface TypeRecord {
  l1: string;
  l2: string;
  /** SHA-256 digests. */
  castxml: string;
  compiler: string;
  responseFile: string;
  source: string;
  arguments: string;
  /** The file with `__DATE__` or a similar macro that keeps the run out of L1, if there is one. */
  timeDependent?: string;
  /** Why the run was not stored. Unset if it was. */
  notStored?: NotStored;
  /**
   * The XML that the run wrote or left alone. `sha256` is that of the entry's XML, whose paths may be of other trees. Entries of one
   * key may differ, because the lines of comments are not part of it.
   */
  xml?: WrittenXml & { sha256: string };
}

/** What tells whether a file is still the one that a run wrote: its length, and its mtime in milliseconds since 1970. */
export interface WrittenXml {
  bytes: number;
  mtimeMs: number;
}

const PARTS = ['l1', 'l2', 'castxml', 'compiler', 'responseFile', 'source', 'arguments'] as const;

const MAX_BYTES = 1 << 16;

/** The record for an output. Null if there is none. */
export function readTypeRecord(root: StoreRoot, output: string): TypeRecord | null {
  const content = root.read(recordFile(output), MAX_BYTES);
  try {
    const json = JSON.parse(content?.bytes.toString('utf8') ?? '') as Partial<TypeRecord> | null;
    if (!json || !PARTS.every((part) => typeof json[part] === 'string')) return null;
    const { notStored } = json;
    if (notStored && (typeof notStored.kind !== 'string' || typeof notStored.subject !== 'string'))
      return null;
    return json as TypeRecord;
  } catch {
    return null;
  }
}

/**
 * Writes the record if it changed. Returns false if the root cannot be written: a later miss may then have no reason, and the XML is
 * recognized only by its text.
 */
export function writeTypeRecord(root: StoreRoot, output: string, record: TypeRecord): boolean {
  const file = recordFile(output);
  const text = asciiJson(record);
  if (root.read(file, MAX_BYTES)?.bytes.toString('latin1') === text) return true;
  try {
    root.write(file, text);
    return true;
  } catch {
    return false;
  }
}

const recordFile = (output: string): string => typeRecordFile(sha256(encodeText(output)));
