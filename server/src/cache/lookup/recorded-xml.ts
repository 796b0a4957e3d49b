import { sha256 } from '../codecs';
import { findL2, readXml, storedMs, type StoredL2 } from '../storage/entries';
import { OUTPUTS } from '../storage/store-names';
import type { StoreRoot } from '../storage/store-root';
import { readTypeRecord, type WrittenXml } from '../storage/type-record';
import type { Trees } from '../api';

/** The XML of an entry in the store. */
export interface RecordedXml {
  /** When the entry was stored, and when it was last used, in milliseconds since 1970. */
  storedMs: number;
  usedMs: number;
  /** Its length. Null if only unpacking the XML would show it. */
  bytes: number | null;
  /** The trees whose paths it contains. Null if they are not recorded. */
  trees: Trees | null;
  /** Its SHA-256. Unpacks the XML if the entry does not record it. Null if the entry is damaged. */
  digest(): Promise<string | null>;
}

/** The XML of an entry in the first root that has it. Null if no root has it. Does not read the XML. */
export function recordedXml(roots: readonly StoreRoot[], l2Key: string): RecordedXml | null {
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

/** The L2 key of the last run for an output, regardless of its inputs. Null if none is recorded. */
export function lastRunOf(roots: readonly StoreRoot[], output: string): string | null {
  for (const root of roots) {
    const record = readTypeRecord(root, output);
    if (record) return record.l2;
  }
  return null;
}

/**
 * The entry from which a run wrote an XML as it is on disk: its L2 key and the SHA-256 of its XML. Null if none is recorded, or if
 * the file has another length or mtime.
 */
export function writtenBy(
  roots: readonly StoreRoot[],
  output: string,
  file: WrittenXml,
): { l2: string; sha256: string } | null {
  for (const root of roots) {
    const record = readTypeRecord(root, output);
    if (record?.xml?.bytes === file.bytes && record.xml.mtimeMs === file.mtimeMs)
      return { l2: record.l2, sha256: record.xml.sha256 };
  }
  return null;
}

/** The length of an XML without a check. gzip stores it in the last four bytes. */
function bytesOf({ root, name, format, bytes }: StoredL2): number | null {
  if (format === 'uncompressed') return bytes;
  const packed = root.read(`${name}/${OUTPUTS.gzip}`, MAX_PACKED_BYTES)?.bytes;
  return packed && packed.length >= 18 ? packed.readUInt32LE(packed.length - 4) : null;
}

const MAX_PACKED_BYTES = 1 << 28;
