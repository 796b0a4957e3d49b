import fs from 'node:fs';
import path from 'node:path';

/*
 * A network file system whose server is away does not fail: every call on it waits, for ever, and nothing can be done
 * about the process that made it. So before anything is asked of a root that lies on one, another process is sent
 * ahead, and a root from which it does not return in time is left out.
 */

export interface LivenessOptions {
  /** The system's table of mounts, as /proc/self/mountinfo has it; "" where there is none. */
  readMounts?: () => string;
  /** Looks at a folder in another process; resolves to false where that takes too long. */
  probe?: (root: string) => Promise<boolean>;
  warn: (message: string) => void;
}

const PROBE_MS = 3000;
/** Types of file systems that have a server which may be away. */
const REMOTE_TYPES = /^(nfs\d?|cifs|smb\w*|9p|afs|ceph|glusterfs|lustre|beegfs|fuse(\..+|blk)?)$/;

/** The roots that answer. Costs one small read where none of them lies on a network. */
export async function liveRoots(roots: readonly string[], options: LivenessOptions): Promise<string[]> {
  const mounts = parseMounts((options.readMounts ?? readMountInfo)());
  // Most machines have none, and need not look at each part of a path.
  if (!mounts.some(({ type }) => REMOTE_TYPES.test(type))) return [...roots];
  const probe = options.probe ?? probeByProcess;
  const answers = await Promise.all(
    roots.map(async (root) => {
      if (!isRemote(root, mounts)) return true;
      if (await probe(root)) return true;
      options.warn(`the store ${root} does not answer; going on without it`);
      return false;
    }),
  );
  return roots.filter((_, i) => answers[i]);
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
      point: point.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8))),
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

async function probeByProcess(root: string): Promise<boolean> {
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
