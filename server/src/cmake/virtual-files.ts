import path from 'node:path';
import { fromByteString, toByteString } from './bytes';
import { LimitError, type FileSystem } from './host';

/**
 * The disk, and over it what the script wrote: nothing is written to the disk itself. Paths are byte strings,
 * absolute and normal; contents are byte strings.
 */
export class VirtualFiles {
  /** Written files and made directories; null stands for what the script removed. */
  private readonly overlay = new Map<string, string | typeof DIRECTORY | null>();
  private readonly children = new Map<string, Set<string>>();
  private readonly kinds = new Map<string, 'file' | 'directory' | null>();
  private readonly listings = new Map<string, readonly string[]>();
  private bytes = 0;
  /** Told of each file that is written. */
  onWrite: ((file: string, content: string) => void) | null = null;

  constructor(
    private readonly disk: FileSystem,
    private readonly maxBytes: number,
  ) {}

  read(file: string): string | null {
    const entry = this.overlay.get(file);
    if (entry === DIRECTORY || entry === null) return null;
    if (entry !== undefined) return entry;
    return this.disk.read(fromByteString(file))?.toString('latin1') ?? null;
  }

  /** What the script wrote there, or null. */
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

  realPath(file: string): string {
    return this.overlay.has(file) ? file : toByteString(this.disk.realPath(fromByteString(file)));
  }

  /** Names in a directory, sorted. */
  list(directory: string): readonly string[] {
    let listing = this.listings.get(directory);
    if (listing === undefined) {
      listing = this.disk.list(fromByteString(directory)).map(toByteString).sort();
      this.listings.set(directory, listing);
    }
    const added = this.children.get(directory);
    if (added === undefined && !this.overlay.has(directory)) return listing;
    const names = new Set(this.overlay.get(directory) === null ? [] : listing);
    for (const name of added ?? []) names.add(name);
    const prefix = directory === '/' ? '/' : `${directory}/`;
    return [...names].filter((name) => this.overlay.get(prefix + name) !== null).sort();
  }

  write(file: string, content: string): void {
    this.bytes += content.length - (this.written(file)?.length ?? 0);
    if (this.bytes > this.maxBytes)
      throw new LimitError('bytes', 'the files that are written grow too large');
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
    this.overlay.set(file, null);
    this.children.get(path.posix.dirname(file))?.delete(path.posix.basename(file));
  }

  /** Forgets what is remembered of the disk, where it changed. */
  forget(file: string): void {
    this.kinds.delete(file);
  }

  /** What the script wrote, by path. */
  *writtenFiles(): IterableIterator<[string, string]> {
    for (const [file, content] of this.overlay) if (typeof content === 'string') yield [file, content];
  }

  private adopt(file: string): void {
    let child = file;
    for (;;) {
      const parent = path.posix.dirname(child);
      if (parent === child) return;
      let names = this.children.get(parent);
      const known = names !== undefined;
      if (names === undefined) this.children.set(parent, (names = new Set()));
      names.add(path.posix.basename(child));
      if (known) return;
      child = parent;
    }
  }
}

const DIRECTORY = Symbol('directory');
