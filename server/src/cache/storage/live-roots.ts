import fs from 'node:fs';
import path from 'node:path';
import { decodePath } from '../inputs/path-bytes';
import { unescapeC } from '../inputs/c-escapes';
import { StoreRoot } from './store-root';

/*
 * If the server of a network file system is down, calls do not fail but wait forever, and the calling process cannot be
 * stopped. So a root on such a file system is probed before it is used, and skipped if the probe does not return in time.
 * Only this file creates `StoreRoot`s, so that no code can use a root that is not known to answer.
 */

/** How roots are probed. */
export interface LivenessOptions {
  /** Returns the system's mount table, as in /proc/self/mountinfo. "" if there is none. */
  readMounts?: () => string;
  /** Probes a folder without blocking. Resolves to false if that takes too long. Default: `probeByProcess`. */
  probe?: (root: string) => Promise<boolean>;
  /** Permission bits to remove from stored files. Default: those of the process. */
  umask?: number | null;
  warn: (message: string, subject?: string) => void;
  /** Like `performance.now`. */
  now?: () => number;
}

const PROBE_MS = 3000;
/** How long a network root that answered is assumed to answer, in milliseconds. */
const RECHECK_MS = 10_000;
/** Types of file systems with a server that may be down. */
const REMOTE_TYPES = /^(nfs\d?|cifs|smb\w*|9p|afs|ceph|glusterfs|lustre|beegfs|fuse(\..+|blk)?)$/;

/** The roots of a cache, and whether they answer. */
export class LiveRoots {
  readonly #roots: ReadonlyMap<string, StoreRoot>;
  /** For each path, the pending or the last answer. */
  readonly #asked = new Map<string, { at: number; answer: Promise<boolean> }>();
  #current: readonly StoreRoot[] | null = null;
  #remote: ReadonlySet<string> | null = null;

  constructor(
    private readonly paths: readonly string[],
    private readonly options: LivenessOptions,
  ) {
    const access = { umask: options.umask ?? null };
    this.#roots = new Map(paths.map((root) => [root, new StoreRoot(root, access)]));
  }

  /**
   * The roots that answer, in order. The list object stays the same while the roots do. If no root is on a network, this
   * costs one small read, once.
   */
  async current(): Promise<readonly StoreRoot[]> {
    const remote = (this.#remote ??= remoteRoots(this.paths, this.options));
    if (remote.size === 0 && this.#current) return this.#current;
    const answers = await Promise.all(
      this.paths.map(async (root) => !remote.has(root) || (await this.#answers(root))),
    );
    const live = [...this.#roots.values()].filter((_, i) => answers[i]);
    if (this.#current?.length === live.length && this.#current.every((root, i) => root === live[i]))
      return this.#current;
    return (this.#current = live);
  }

  async #answers(root: string): Promise<boolean> {
    const { probe = probeByProcess, now = () => performance.now(), warn } = this.options;
    const last = this.#asked.get(root);
    if (last && now() - last.at < RECHECK_MS) return last.answer;
    // A probe that has not returned keeps waiting, so no second one is started.
    const asked = { at: now(), answer: probe(root) };
    this.#asked.set(root, asked);
    if (await asked.answer) return true;
    warn(`the store ${root} does not answer; continuing without it`, root);
    return false;
  }
}

/** The paths that lead to a network file system. Most machines have none, so the parts of each path need not be checked. */
function remoteRoots(paths: readonly string[], options: LivenessOptions): ReadonlySet<string> {
  const mounts = parseMounts((options.readMounts ?? readMountInfo)());
  if (!mounts.some(({ type }) => REMOTE_TYPES.test(type))) return new Set();
  return new Set(paths.filter((root) => isRemote(root, mounts)));
}

interface Mount {
  point: string;
  type: string;
}

function readMountInfo(): string {
  try {
    return process.platform === 'linux' ? fs.readFileSync('/proc/self/mountinfo', 'utf8') : '';
  } catch {
    return '';
  }
}

/** Parses lines of mountinfo(5). The mount point is the fifth field, and the type follows a lone hyphen. */
function parseMounts(table: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of table.split('\n')) {
    const fields = line.split(' ');
    const point = fields[4];
    const type = fields[fields.indexOf('-', 6) + 1];
    if (point === undefined || type === undefined || !line.includes(' - ')) continue;
    mounts.push({
      point: decodePath(Buffer.from(unescapeC(Buffer.from(point).toString('latin1')), 'latin1')),
      type,
    });
  }
  return mounts;
}

/** The maximum number of links to follow, because links may form a loop. */
const MOST_LINKS = 40;

/** Whether a path leads to a network file system. Links are followed, but no call touches a network file system. */
function isRemote(root: string, mounts: readonly Mount[]): boolean {
  let file = root;
  for (let links = 0; links < MOST_LINKS; links++) {
    if (REMOTE_TYPES.test(typeOfMount(file, mounts))) return true;
    const next = followFirstLink(file, mounts);
    if (next === null) return false;
    file = next;
  }
  return false;
}

/** A path with its first link resolved. Null if there is no link on local disks. */
function followFirstLink(file: string, mounts: readonly Mount[]): string | null {
  const names = file.split(path.sep);
  for (let i = 2; i <= names.length; i++) {
    const above = names.slice(0, i).join(path.sep);
    if (REMOTE_TYPES.test(typeOfMount(above, mounts))) return null;
    try {
      const stats = fs.lstatSync(above, { throwIfNoEntry: false });
      if (!stats) return null;
      if (!stats.isSymbolicLink()) continue;
      return path.resolve(path.dirname(above), fs.readlinkSync(above), ...names.slice(i));
    } catch {
      return null;
    }
  }
  return null;
}

/** The type of the last mount on the longest mount point above a path. */
function typeOfMount(file: string, mounts: readonly Mount[]): string {
  let best: Mount = { point: '', type: '' };
  for (const mount of mounts) {
    const above = mount.point === '/' || file === mount.point || file.startsWith(mount.point + path.sep);
    if (above && mount.point.length >= best.point.length) best = mount;
  }
  return best.type;
}

/**
 * Probes a root for programs that start processes anyway. The probe is another process, which may hang as long as it likes.
 */
export async function probeByProcess(root: string): Promise<boolean> {
  const { spawn } = await import('node:child_process');
  return new Promise((resolve) => {
    // Detached, because a process that hangs on a dead server cannot even be killed.
    const child = spawn('stat', ['--', root], { detached: true, stdio: 'ignore' });
    child.unref();
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(false);
    }, PROBE_MS);
    const answered = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    child.on('exit', answered);
    child.on('error', answered);
  });
}

/** Roots whose probes have not returned. */
const waiting = new Set<string>();

/**
 * Probes a root for the language server, which starts no process. The probe runs in one of Node's file-system threads. A
 * probe that hangs occupies that thread, so no second one is started for the same root. It would also keep the process from
 * ending, so the process then ends itself by a signal.
 */
export function probeByThread(root: string): Promise<boolean> {
  if (waiting.has(root)) return Promise.resolve(false);
  if (waiting.size === 0) process.on('exit', endByForce);
  waiting.add(root);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), PROBE_MS);
    timer.unref();
    fs.stat(root, () => {
      waiting.delete(root);
      if (waiting.size === 0) process.off('exit', endByForce);
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function endByForce(): void {
  process.kill(process.pid, 'SIGKILL');
}
