import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { encodePath } from '../inputs/path-bytes';
import { lstatOrNull, readRegularFile, stagingName, type FileContent } from '../inputs/input-files';
import { leadsOut } from '../../shared/path-parts';

/*
 * The only way to access a store. Anyone who can write to a store may have put anything into it: a link to another user's
 * home, a pipe, a folder in place of a file. So links below the root are not followed, only regular files are opened, and
 * every name comes from `store-names.ts`. Another process could still replace a folder between its check and its use, but
 * only if it may write to this store and runs at that moment.
 */

/** Options for opening a store. */
export interface StoreAccess {
  /** Permission bits that files and folders of the store do not get, as in umask(2). Null: the process's own umask. */
  umask: number | null;
}

/** How long the check of a folder is valid, in milliseconds. */
const TRUSTED_MS = 1000;
const PRIVATE_MODE = 0o700;
const OTHERS_MAY_WRITE = 0o022;

/**
 * One root of the store that is known to answer. Only `live-roots.ts` creates them. Names are relative to the root, with
 * forward slashes. Reading never throws: an unreadable file counts as absent. Writing throws the system's error.
 */
export class StoreRoot {
  readonly #folders = new Map<string, number>();

  /** @param path absolute; it need not exist, and may itself be a link */
  constructor(
    readonly path: string,
    private readonly access: StoreAccess = { umask: null },
  ) {}

  /** The absolute path of a name, for display or comparison. Do not open it. */
  file(name: string): string {
    return path.join(this.path, name);
  }

  /** The bytes of a regular file. Null if there is none, or if it has more than `maxBytes`. */
  read(name: string, maxBytes: number): FileContent | null {
    return this.#isBelowFolders(name)
      ? readRegularFile(this.file(name), maxBytes, { followLinks: false })
      : null;
  }

  /** Like `read`, but null if another user may have written the file. For data that is trusted without a check. */
  readOwn(name: string, maxBytes: number): FileContent | null {
    const content = this.read(name, maxBytes);
    return content && isOwn(content.owner, this.path) ? content : null;
  }

  /** The stats of a name, without following links. Null if it cannot be examined. */
  stat(name: string): fs.Stats | null {
    return this.#isBelowFolders(name) ? lstatOrNull(this.file(name)) : null;
  }

  /** When a file was last written, in milliseconds since 1970. Null if there is none. */
  timeOf(name: string): number | null {
    const stats = this.stat(name);
    return stats?.isFile() ? stats.mtimeMs : null;
  }

  /** The entries of a folder, in any order. Empty if it cannot be listed. */
  list(name: string): fs.Dirent[] {
    if (!this.#isFolder(name)) return [];
    try {
      return fs.readdirSync(this.file(name), { withFileTypes: true });
    } catch {
      return [];
    }
  }

  /** Whether the root is a folder. */
  exists(): boolean {
    return statIsFolder(this.path);
  }

  /** Creates a folder and its parents. */
  makeFolder(name: string, mode?: number): void {
    const above = parentOf(name);
    if (above === null) {
      if (!this.exists()) makeRoot(this.path, this.access.umask);
      return;
    }
    if (this.#isFolder(name)) return;
    this.makeFolder(above);
    const folder = this.file(name);
    try {
      fs.mkdirSync(folder, mode === undefined ? undefined : { mode });
      if (mode === undefined) this.#permit(folder, 0o777);
    } catch (error) {
      // Another process may have been faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (!this.#isFolder(name)) throw new Error(`${folder} is not a folder of the store`);
  }

  /** Writes a file under a temporary name and renames it, so that no reader sees a partial file. */
  write(name: string, bytes: Buffer | string): void {
    this.makeFolder(parentOf(name) ?? '');
    this.#writeStaged(name, bytes);
  }

  /** Like `write`, but into a folder that only this user may write to. */
  writeOwn(name: string, bytes: Buffer | string): void {
    const folder = parentOf(name) ?? '';
    this.makeFolder(parentOf(folder) ?? '');
    this.makeFolder(folder, PRIVATE_MODE);
    const stats = this.stat(folder);
    if (
      process.getuid !== undefined &&
      (stats?.uid !== process.getuid() || (stats.mode & OTHERS_MAY_WRITE) !== 0)
    )
      throw new Error(`${this.file(folder)} belongs to somebody else`);
    this.#writeStaged(name, bytes);
  }

  #writeStaged(name: string, bytes: Buffer | string): void {
    const file = this.file(name);
    const staging = path.join(path.dirname(file), stagingName(path.basename(file)));
    try {
      fs.writeFileSync(staging, bytes, { flag: 'wx' });
      this.#permit(staging, 0o666);
      fs.renameSync(staging, file);
    } catch (error) {
      this.#unlink(staging);
      throw error;
    }
  }

  /** Writes a new file. The folder must exist. */
  create(name: string, bytes: Buffer | string): void {
    this.#requireFolder(parentOf(name));
    fs.writeFileSync(this.file(name), bytes, { flag: 'wx' });
    this.#permit(this.file(name), 0o666);
  }

  /** Appends to a file, which is created if it does not exist. */
  append(name: string, text: string): void {
    this.makeFolder(parentOf(name) ?? '');
    this.#open(name, fs.constants.O_WRONLY | fs.constants.O_APPEND, (descriptor) => {
      fs.writeSync(descriptor, text);
    });
  }

  /** Sets the time of an empty file, which is created if it does not exist. Returns false if that fails. */
  stamp(name: string, nowMs: number): boolean {
    try {
      this.makeFolder(parentOf(name) ?? '');
      this.#open(name, fs.constants.O_WRONLY, (descriptor) => {
        fs.futimesSync(descriptor, nowMs / 1000, nowMs / 1000);
      });
      return true;
    } catch {
      return false;
    }
  }

  /** Marks a file as used now. The times in a read-only root do not change. */
  touch(name: string, nowMs: number): void {
    if (!this.#isBelowFolders(name)) return;
    try {
      fs.lutimesSync(this.file(name), nowMs / 1000, nowMs / 1000);
    } catch {
      // The root is read-only, or the file was removed meanwhile.
    }
  }

  /** Renames within the root. */
  rename(from: string, to: string): void {
    this.#requireFolder(parentOf(from));
    this.#requireFolder(parentOf(to));
    fs.renameSync(this.file(from), this.file(to));
  }

  /**
   * Removes a file, or a folder with its content. A link is removed, not followed. Returns false if it cannot be removed or
   * is not really in this root.
   */
  remove(name: string): boolean {
    const above = parentOf(name);
    if (above === null || !this.#isFolder(above, true)) return false;
    try {
      if (!isInside(fs.realpathSync(this.file(above)), fs.realpathSync(this.path))) return false;
      fs.rmSync(this.file(name), { recursive: true, force: true, maxRetries: 2 });
      return true;
    } catch {
      // The next eviction removes what is left.
      return false;
    }
  }

  /** Takes a name out of use in one step, and then removes it. Returns false if it is still in use. */
  retire(name: string): boolean {
    const trash = path.posix.join(parentOf(name) ?? '', stagingName(path.posix.basename(name)));
    try {
      this.rename(name, trash);
    } catch {
      return false;
    }
    this.remove(trash);
    return true;
  }

  /** Whether this user may write to the root, by its permissions and its mount. Writes nothing, so it is for showing. */
  mayWrite(): boolean {
    try {
      fs.accessSync(this.path, fs.constants.W_OK | fs.constants.X_OK);
      return true;
    } catch {
      return false;
    }
  }

  /** Whether a file can be created in the root. Tries it, because a network mount may refuse what its permissions allow. */
  isWritable(): boolean {
    const probe = stagingName('probe');
    try {
      this.create(probe, '');
      this.#unlink(this.file(probe));
      return true;
    } catch {
      return false;
    }
  }

  #open(name: string, flags: number, use: (descriptor: number) => void): void {
    const file = this.file(name);
    const safe = flags | NO_FOLLOW | NON_BLOCKING;
    const before = lstatOrNull(file);
    if (before && !before.isFile()) throw new Error(`${file} is not a file of the store`);
    const descriptor = fs.openSync(file, before ? safe : safe | fs.constants.O_CREAT, 0o666);
    try {
      use(descriptor);
    } finally {
      closeQuietly(descriptor);
    }
    if (!before) this.#permit(file, 0o666);
  }

  /** Applies the store's umask to a new file or folder. */
  #permit(file: string, mode: number): void {
    if (this.access.umask === null) return;
    try {
      fs.chmodSync(file, mode & ~this.access.umask);
    } catch {
      // A file system without permissions has nothing to change.
    }
  }

  #unlink(file: string): void {
    try {
      fs.unlinkSync(file);
    } catch {
      // It was never created, or the next eviction removes it.
    }
  }

  #requireFolder(name: string | null): void {
    if (name !== null && !this.#isFolder(name))
      throw new Error(`${this.file(name)} is not a folder of the store`);
  }

  #isBelowFolders(name: string): boolean {
    const above = parentOf(name);
    return above === null || this.#isFolder(above);
  }

  /**
   * Whether a name and all its parents up to the root are folders and not links. `anew`: even if that was checked a moment
   * ago.
   */
  #isFolder(name: string, anew = false): boolean {
    if (name === '') return true;
    const seen = this.#folders.get(name);
    if (!anew && seen !== undefined && performance.now() - seen < TRUSTED_MS) return true;
    const above = parentOf(name);
    if (above !== null && !this.#isFolder(above, anew)) return false;
    if (lstatOrNull(this.file(name))?.isDirectory() !== true) {
      this.#folders.delete(name);
      return false;
    }
    if (this.#folders.size > MAX_FOLDERS) this.#folders.clear();
    this.#folders.set(name, performance.now());
    return true;
  }
}

const MAX_FOLDERS = 4096;
const NO_FOLLOW = fs.constants.O_NOFOLLOW ?? 0;
const NON_BLOCKING = fs.constants.O_NONBLOCK ?? 0;

/** The parent folder of a name. "" is the root, which has the parent null. */
function parentOf(name: string): string | null {
  if (name === '') return null;
  const end = name.lastIndexOf('/');
  return end < 0 ? '' : name.slice(0, end);
}

function isInside(file: string, folder: string): boolean {
  return !leadsOut(path.relative(folder, file));
}

function statIsFolder(file: string): boolean {
  try {
    return fs.statSync(encodePath(file)).isDirectory();
  } catch {
    return false;
  }
}

/**
 * Creates the root and the folders above it. Node's own recursive mkdir never returns if a file system answers "no such
 * file" to a mkdir in a folder that exists, as /proc and some network mounts do.
 */
function makeRoot(folder: string, umask: number | null): void {
  try {
    fs.mkdirSync(folder);
    if (umask !== null) fs.chmodSync(folder, 0o777 & ~umask);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statIsFolder(folder)) return;
    const parent = path.dirname(folder);
    if (code !== 'ENOENT' || parent === folder || statIsFolder(parent)) throw error;
    makeRoot(parent, umask);
    makeRoot(folder, umask);
  }
}

function closeQuietly(descriptor: number): void {
  try {
    fs.closeSync(descriptor);
  } catch {
    // There is nothing left to do.
  }
}

/**
 * Whether nobody else can have written a file. Windows has no owner in a file's stats, so there only files in the user's profile
 * count: its access control list keeps other users out. `user`: a user id, or the profile folder if the system has no ids.
 */
export function isOwn(
  { uid, mode }: { uid: number; mode: number },
  root: string,
  user: number | { home: string } = process.getuid?.() ?? { home: os.homedir() },
): boolean {
  if (typeof user === 'number') return uid === user && (mode & OTHERS_MAY_WRITE) === 0;
  return user.home !== '' && isInside(root, user.home);
}
