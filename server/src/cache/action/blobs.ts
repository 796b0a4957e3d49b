import { gunzip, gzip, sha256 } from '../codecs';
import { blobFile } from '../storage/store-names';
import type { StoreFormat } from '../storage/store-names';
import type { StoreRoot } from '../storage/store-root';
import type { Blob } from './action';

/** Larger files are not stored. It is many times the size of ITK's largest `Python.cpp`. */
export const MAX_BLOB_BYTES = 1 << 28;
const GZIP_LEVEL = 1;
const FORMATS = ['gzip', 'uncompressed'] as const;

/** The blob of a content. */
export const blobOf = (content: Buffer): Blob => ({ sha256: sha256(content), bytes: content.length });

/** The content of a blob, verified by its digest. Null if no root has it. A damaged file is removed. */
export async function readBlob(roots: readonly StoreRoot[], blob: Blob): Promise<Buffer | null> {
  for (const root of roots)
    for (const format of FORMATS) {
      const name = blobFile(blob.sha256, format);
      const stored = root.read(name, MAX_BLOB_BYTES);
      if (!stored) continue;
      const content = await unpacked(stored.bytes, format, blob);
      if (content) return content;
      root.retire(name);
    }
  return null;
}

/** A content of unknown length, verified by its digest. Null if no root has it. */
export async function readContent(roots: readonly StoreRoot[], digest: string): Promise<Buffer | null> {
  for (const root of roots)
    for (const format of FORMATS) {
      const stored = root.read(blobFile(digest, format), MAX_BLOB_BYTES);
      const content = stored && (await contentOf(stored.bytes, format, digest));
      if (content) return content;
    }
  return null;
}

/** The root's name for a stored content. Null if the root has none. */
export function storedBlob(root: StoreRoot, digest: string): string | null {
  return FORMATS.map((format) => blobFile(digest, format)).find((name) => root.timeOf(name) !== null) ?? null;
}

/** Adds a content. Throws the system's error. */
export async function writeBlob(root: StoreRoot, content: Buffer, format: StoreFormat): Promise<Blob> {
  const blob = blobOf(content);
  if (storedBlob(root, blob.sha256) === null)
    root.write(blobFile(blob.sha256, format), format === 'gzip' ? await gzip(content, GZIP_LEVEL) : content);
  return blob;
}

/** The content of a stored file, if it is the blob that it should be. Null if it is damaged. */
export async function unpacked(stored: Buffer, format: StoreFormat, blob: Blob): Promise<Buffer | null> {
  try {
    const content = format === 'gzip' ? await gunzip(stored, { maxBytes: blob.bytes, alone: true }) : stored;
    return content.length === blob.bytes && sha256(content) === blob.sha256 ? content : null;
  } catch {
    return null;
  }
}

/** The content of a stored file, if it has this digest. Null if it does not. */
export async function contentOf(stored: Buffer, format: StoreFormat, digest: string): Promise<Buffer | null> {
  try {
    const content = format === 'gzip' ? await gunzip(stored, { maxBytes: MAX_BLOB_BYTES }) : stored;
    return sha256(content) === digest ? content : null;
  } catch {
    return null;
  }
}
