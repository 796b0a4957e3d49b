import type { BuildFs } from '../../host/read-only-files';
import { pathsOf } from '../build-paths';

const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;

/** Who asks, by the numbers that POSIX systems give to users and groups; null on systems without them. */
export interface User {
  uid: number;
  gid: number;
}

/** The user of this process. */
export function currentUser(): User | null {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  return uid === undefined || gid === undefined ? null : { uid, gid };
}

/**
 * Whether nobody else can have put a folder where it lies, or change what is in it: the user owns it, the user or root owns its
 * parent, and nobody else may write to either. A group counts as nobody else if it is the user's own private one, which has
 * the user's number. On systems without such numbers every folder counts as private.
 */
export async function isPrivate(
  dir: string,
  fs: BuildFs,
  user: User | null = currentUser(),
): Promise<boolean> {
  if (user === null) return true;
  try {
    const own = await fs.stat(dir);
    const parent = await fs.stat(pathsOf(dir).dirname(dir));
    return (
      own.uid === user.uid &&
      (parent.uid === user.uid || parent.uid === 0) &&
      [own, parent].every(
        ({ mode, gid }) =>
          (mode & OTHERS_WRITE) === 0 &&
          ((mode & GROUP_WRITES) === 0 || (gid === user.gid && user.gid === user.uid)),
      )
    );
  } catch {
    return false;
  }
}
