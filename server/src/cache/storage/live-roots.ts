import fs from 'node:fs';
import path from 'node:path';
import { decodePath } from '../inputs/path-bytes';
import { unescapeC } from '../inputs/c-string';
import { StoreRoot } from './store-root';

/*
 * A network file system whose server is away does not fail: every call on it waits, for ever, and nothing can be done
 * about the process that made it. So before anything is asked of a root that lies on one, a look at it is sent ahead, and
 * a root from which that does not return in time is left out. Nothing else makes a `StoreRoot`: what is not known to
 * answer cannot be asked.
 */

export interface LivenessOptions {
  /** The system's table of mounts, as /proc/self/mountinfo has it; "" if there is none. */
  readMounts?: () => string;
  /** Looks at a folder without waiting for it here; resolves to false if that takes too long. Default: `probeByProcess`. */
  probe?: (root: string) => Promise<boolean>;
  /** Permission bits to remove from stored files. Default: those of the process. */
  umask?: number | null;
  warn: (message: string, subject?: string) => void;
  /** As `performance.now`. */
  now?: () => number;
}

const PROBE_MS = 3000;
/** How long a root on a network that answered is taken to answer still. */
const RECHECK_MS = 10_000;
/** Types of file systems that have a server which may be away. */
const REMOTE_TYPES = /^(nfs\d?|cifs|smb\w*|9p|afs|ceph|glusterfs|lustre|beegfs|fuse(\..+|blk)?)$/;

/** The roots of a cache, and which of them answer. */
export class LiveRoots {
  readonly #roots: ReadonlyMap<string, StoreRoot>;
  /** By path, the answer on its way, or the last one. */
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
   * The roots that answer, in their order; the same list as long as it has not changed. Costs one small read if none of
   * them is on a network, and that once.
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
    // A look that never returned goes on waiting: no second one is sent after it before that.
    const asked = { at: now(), answer: probe(root) };
    this.#asked.set(root, asked);
    if (await asked.answer) return true;
    warn(`the store ${root} does not answer; continuing without it`, root);
    return false;
  }
}

/** Which of these paths lead to a network file system. Most machines have none, and need not look at each part of a path. */
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

/** Lines of mountinfo(5): the mount point is the fifth field, the type follows a lone hyphen. */
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

/** Links that lead to each other end here. */
const MOST_LINKS = 40;

/** Whether a path leads to a network file system, found without a call on one: links are followed up to it. */
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

/** A path with its first link replaced by what it names; null where no link is met on this machine's own disks. */
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

/** For programs that start processes anyway: the look is another process, which may hang as long as it likes. */
export async function probeByProcess(root: string): Promise<boolean> {
  const { spawn } = await import('node:child_process');
  return new Promise((resolve) => {
    // Detached and let go of: a process that hangs on a dead server cannot even be killed.
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

/** Looks that have not come back, by root. */
const waiting = new Set<string>();

/**
 * For a server, which starts no process: the look goes on in one of the threads that Node keeps for the file system. One
 * that hangs takes that thread away, so that no second one is sent to the same root; and it would keep the process from
 * ending, which then ends by a signal.
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
