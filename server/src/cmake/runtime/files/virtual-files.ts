import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { MAX_VALUE_BYTES } from '../../values/value-limits';
import { fromByteString, toByteString } from '../../values/byte-string';
import { LimitError } from '../../values/evaluation-limits';
import type { Access, DirectoryEntry, FileSystem } from '../../../host/file-system';

/**
 * The disk with the files of the script on top. Nothing is written to the disk itself. Paths and contents are byte strings.
 * Paths are absolute and normalized.
 */
export class VirtualFiles {
  /** Written files and created directories. Null marks what the script removed. */
  private readonly overlay = new Map<string, string | typeof DIRECTORY | null>();
  private readonly children = new Map<string, Set<string>>();
  private readonly kinds = new Map<string, 'file' | 'directory' | null>();
  private readonly listings = new Map<string, readonly DirectoryEntry[]>();
  /** When the script last added to or removed from a directory, on a clock that counts such changes. */
  private readonly changes = new Map<string, number>();
  private clock = 0;
  private readonly globs = new Map<
    string,
    { found: readonly string[]; seen: readonly string[]; at: number }
  >();
  /** Contents of files that were read, except for large files. Templates are configured for each type. */
  private readonly contents = new Map<string, string | null>();
  private bytes = 0;
  private bytesRead = 0;
  /** Called for each file that is written. */
  onWrite: ((file: string, content: string) => void) | null = null;

  constructor(
    private readonly disk: FileSystem,
    private readonly maxBytes: number,
  ) {}

  /** Starts counting the bytes read again from zero. */
  renew(): void {
    this.bytesRead = 0;
  }

  /** The contents of a file. Null if it cannot be read, or is larger than a value may be. */
  read(file: string): string | null {
    const entry = this.overlay.get(file);
    if (entry === DIRECTORY || entry === null) return null;
    if (entry !== undefined) return entry;
    let content = this.contents.get(file);
    if (content === undefined) {
      content = this.disk.read(fromByteString(file), MAX_VALUE_BYTES)?.toString('latin1') ?? null;
      this.bytesRead += content?.length ?? 0;
      if (this.bytesRead > this.maxBytes)
        throw new LimitError('bytes', l10n.t('the files that are read are too large'));
      if (content === null || content.length <= MAX_KEPT_BYTES) this.contents.set(file, content);
    }
    return content;
  }

  /** Paths of the files on disk that were read as text, such as templates. Scripts and large files are not included. */
  readPaths(): IterableIterator<string> {
    return this.contents.keys();
  }

  /** The contents that the script wrote to a path, or null. */
  written(file: string): string | null {
    const entry = this.overlay.get(file);
    return typeof entry === 'string' ? entry : null;
  }

  kind(file: string): 'file' | 'directory' | null {
    const entry = this.overlay.get(file);
    if (entry !== undefined) return entry === null ? null : entry === DIRECTORY ? 'directory' : 'file';
    if (this.children.has(file)) return 'directory';
    let kind = this.kinds.get(file);
    if (kind === undefined) {
      kind = this.disk.kind(fromByteString(file));
      this.kinds.set(file, kind);
    }
    return kind;
  }

  isLink(file: string): boolean {
    return !this.overlay.has(file) && this.disk.isLink(fromByteString(file));
  }

  /** Whether an access is allowed. Files that the script wrote can be read and written. Directories can also be entered. */
  allows(file: string, access: Access): boolean {
    const entry = this.overlay.get(file);
    if (entry !== undefined) return entry === DIRECTORY || (entry !== null && access !== 'execute');
    return this.children.has(file) || this.disk.allows(fromByteString(file), access);
  }

  realPath(file: string): string {
    return this.overlay.has(file) ? file : toByteString(this.disk.realPath(fromByteString(file)));
  }

  /** The names in a directory, sorted. */
  list(directory: string): readonly string[] {
    return this.entries(directory).map(({ name }) => name);
  }

  /** The entries of a directory, sorted by name. Their kind is null for links to nothing. */
  entries(directory: string): readonly DirectoryEntry[] {
    const listing = this.listingOf(directory);
    const added = this.children.get(directory);
    if (added === undefined && !this.overlay.has(directory)) return listing;
    const prefix = directory === '/' ? '/' : `${directory}/`;
    const kinds = new Map<string, DirectoryEntry['kind']>();
    if (this.overlay.get(directory) !== null)
      for (const { name, kind } of listing)
        if (this.overlay.get(prefix + name) !== null) kinds.set(name, kind);
    for (const name of added ?? [])
      if (this.overlay.get(prefix + name) !== null) kinds.set(name, this.kind(prefix + name));
    return [...kinds].map(([name, kind]) => ({ name, kind })).sort(byName);
  }

  private listingOf(directory: string): readonly DirectoryEntry[] {
    let listing = this.listings.get(directory);
    if (listing === undefined) {
      const prefix = directory === '/' ? '/' : `${directory}/`;
      listing = this.disk.list(fromByteString(directory)).map((entry) => {
        const name = toByteString(entry.name);
        return { name, kind: entry.kind ?? this.kind(prefix + name) };
      });
      this.listings.set(directory, [...listing].sort(byName));
    }
    return this.listings.get(directory)!;
  }

  /**
   * The result of `find`, cached until a directory that it passes to `see` changes. Macros search for the same headers
   * thousands of times.
   */
  remembered(key: string, find: (see: (directory: string) => void) => string[]): readonly string[] {
    const known = this.globs.get(key);
    const same = known?.seen.every((directory) => (this.changes.get(directory) ?? 0) <= known.at);
    if (known !== undefined && same) return known.found;
    const seen = new Set<string>();
    const at = this.clock;
    const found = find((directory) => seen.add(directory));
    this.globs.set(key, { found, seen: [...seen], at });
    return found;
  }

  write(file: string, content: string): void {
    this.bytes += content.length - (this.written(file)?.length ?? 0);
    if (this.bytes > this.maxBytes)
      throw new LimitError('bytes', l10n.t('the files that are written grow too large'));
    this.overlay.set(file, content);
    this.adopt(file);
    this.onWrite?.(file, content);
  }

  makeDirectory(directory: string): void {
    if (this.kind(directory) !== null) return;
    this.overlay.set(directory, DIRECTORY);
    this.adopt(directory);
  }

  remove(file: string, recursive: boolean): void {
    if (this.kind(file) === 'directory') {
      if (!recursive) return;
      for (const name of this.list(file)) this.remove(`${file}/${name}`, true);
    }
    this.bytes -= this.written(file)?.length ?? 0;
    this.overlay.set(file, null);
    this.changes.set(path.posix.dirname(file), ++this.clock);
    this.children.get(path.posix.dirname(file))?.delete(path.posix.basename(file));
  }

  /** Forgets what was read about a file on disk, because it changed. */
  forget(file: string): void {
    this.kinds.delete(file);
    this.contents.delete(file);
  }

  /** The files that the script wrote: path and contents. */
  *writtenFiles(): IterableIterator<[string, string]> {
    for (const [file, content] of this.overlay) if (typeof content === 'string') yield [file, content];
  }

  private adopt(file: string): void {
    let child = file;
    for (;;) {
      const parent = path.posix.dirname(child);
      if (parent === child) return;
      // What is written into a directory that was removed makes it again.
      if (this.overlay.get(parent) === null) this.overlay.set(parent, DIRECTORY);
      let names = this.children.get(parent);
      const known = names !== undefined;
      if (names === undefined) this.children.set(parent, (names = new Set()));
      const name = path.posix.basename(child);
      if (!names.has(name)) this.changes.set(parent, ++this.clock);
      names.add(name);
      if (known && this.children.get(path.posix.dirname(parent))?.has(path.posix.basename(parent))) return;
      child = parent;
    }
  }
}

const MAX_KEPT_BYTES = 1024 * 1024;

const DIRECTORY = Symbol('directory');

const byName = (a: DirectoryEntry, b: DirectoryEntry): number => (a.name < b.name ? -1 : 1);
