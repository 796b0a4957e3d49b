import type { BuildFs } from '../../host/build-files';
import { pathsOf } from '../build-paths';

const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;

/** The POSIX ids of the user and group; null on systems without them. */
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
 * Whether nobody else can have created a folder or can change its content. This holds if the user owns it, the user or root
 * owns its parent, and nobody else may write to either. The user's private group, which has the same id as the user, does
 * not count as somebody else. On systems without such ids every folder counts as private.
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
