import fs from 'node:fs';
import path from 'node:path';
import { sha256 } from './runtime';
import { findL2, OUTPUTS, readXml, storedMs, type StoredL2 } from './store';
import { readTypeRecord } from './type-record';
import type { Trees } from './types';

/** An XML as an entry of the store has it. */
export interface RecordedXml {
  /** Milliseconds since 1970: when the entry was stored, and when it was last used. */
  storedMs: number;
  usedMs: number;
  /** Its length; null if only unpacking the XML would tell. */
  bytes: number | null;
  /** The trees whose paths it holds; null if they are not recorded. */
  trees: Trees | null;
  /** Its SHA-256. Unpacks the XML if the entry does not record it. Null if the entry is damaged. */
  digest(): Promise<string | null>;
}

/** The XML of an entry in the first root that has it; null if none has. Does not read the XML. */
export function recordedXml(roots: readonly string[], l2Key: string): RecordedXml | null {
  for (const root of roots) {
    const found = findL2(root, l2Key);
    if (!found || 'damaged' in found) continue;
    const { check } = found;
    return {
      storedMs: storedMs(root, l2Key) ?? found.usedMs,
      usedMs: found.usedMs,
      bytes: check?.bytes ?? bytesOf(found),
      trees: check?.trees ?? null,
      digest: async () => {
        if (check) return check.sha256;
        const xml = await readXml(found);
        return xml && sha256(xml);
      },
    };
  }
  return null;
}

/** The L2 key of the last run for an output, whatever it was made of; null if none is recorded. */
export function lastRunOf(roots: readonly string[], output: string): string | null {
  for (const root of roots) {
    const record = readTypeRecord(root, output);
    if (record) return record.l2;
  }
  return null;
}

/** The length of an XML without a check beside it: gzip has it in its last four bytes. */
function bytesOf({ folder, format, bytes }: StoredL2): number | null {
  if (format === 'uncompressed') return bytes;
  let file: number | null = null;
  try {
    file = fs.openSync(path.join(folder, OUTPUTS.gzip), 'r');
    const tail = Buffer.alloc(4);
    return fs.readSync(file, tail, 0, 4, bytes - 4) === 4 ? tail.readUInt32LE(0) : null;
  } catch {
    return null;
  } finally {
    if (file !== null) fs.closeSync(file);
  }
}
