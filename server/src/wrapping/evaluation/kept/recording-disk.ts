import { createHash } from 'node:crypto';
import { Disk } from '../../../host/disk';
import type { Access, DirectoryEntry } from '../../../host/file-system';

/**
 * A question to the disk with its answer. Contents and listings are answered by their digest. Each is a tuple, because there
 * are thousands in a file.
 */
export type DiskAnswer =
  | readonly [ask: 'read', path: string, digest: string | null, maxBytes: number | null]
  | readonly [ask: 'kind', path: string, kind: 'file' | 'directory' | null]
  | readonly [ask: 'link', path: string, isLink: boolean]
  | readonly [ask: 'list', path: string, digest: string]
  | readonly [ask: 'real', path: string, realPath: string]
  | readonly [ask: Access, path: string, allowed: boolean];

/** An evaluation that asks more than this is not kept. ITK asks some 10,000. */
const MAX_ANSWERS = 200_000;

/** The disk, with a record of everything that was asked about it. The record proves later that a result still holds. */
export class RecordingDisk extends Disk {
  private readonly known = new Map<string, DiskAnswer>();
  private consistent = true;

  /**
   * All questions with their answers, each once. Null if there are too many, or if one was answered differently later, so
   * that no single state of the disk explains all answers.
   */
  answers(): DiskAnswer[] | null {
    return this.consistent && this.known.size <= MAX_ANSWERS ? [...this.known.values()] : null;
  }

  override read(file: string, maxBytes?: number): Buffer | null {
    const bytes = super.read(file, maxBytes);
    this.note(['read', file, bytes && digestOf(bytes), maxBytes ?? null]);
    return bytes;
  }

  override kind(file: string): 'file' | 'directory' | null {
    const kind = super.kind(file);
    this.note(['kind', file, kind]);
    return kind;
  }

  override isLink(file: string): boolean {
    const isLink = super.isLink(file);
    this.note(['link', file, isLink]);
    return isLink;
  }

  override list(directory: string): DirectoryEntry[] {
    const entries = super.list(directory);
    this.note(['list', directory, listingDigest(entries)]);
    return entries;
  }

  override realPath(file: string): string {
    const real = super.realPath(file);
    this.note(['real', file, real]);
    return real;
  }

  override allows(file: string, access: Access): boolean {
    const allowed = super.allows(file, access);
    this.note([access, file, allowed]);
    return allowed;
  }

  private note(answer: DiskAnswer): void {
    const [ask, file, value] = answer;
    const key = `${ask} ${answer[3] ?? ''} ${file}`;
    const before = this.known.get(key);
    if (before === undefined) this.known.set(key, answer);
    else if (before[2] !== value) this.consistent = false;
  }
}

/** Whether the disk still gives all these answers. */
export function givesAnswers(disk: Disk, answers: readonly DiskAnswer[]): boolean {
  return answers.every((answer) => {
    const [ask, file, value] = answer;
    switch (ask) {
      case 'read': {
        const bytes = disk.read(file, answer[3] ?? undefined);
        return (bytes && digestOf(bytes)) === value;
      }
      case 'kind':
        return disk.kind(file) === value;
      case 'link':
        return disk.isLink(file) === value;
      case 'list':
        return listingDigest(disk.list(file)) === value;
      case 'real':
        return disk.realPath(file) === value;
      default:
        return disk.allows(file, ask) === value;
    }
  });
}

/** The SHA-256 of bytes or of a text, in hexadecimal. */
export function digestOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function listingDigest(entries: readonly DirectoryEntry[]): string {
  return digestOf(
    entries
      .map(({ name, kind }) => `${name}\0${kind}\n`)
      .sort()
      .join(''),
  );
}
