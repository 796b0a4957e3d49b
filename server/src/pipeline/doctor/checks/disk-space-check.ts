import type { Check, CheckContext } from '../check';
import type { Finding } from '../finding';
import { nearestFolder } from '../tools/nearest-folder';
import { present } from '../tools/tool-answer';

/** A folder that is written to. Below `error` free bytes nothing can be done; below `warning` a build may end half-way. */
interface Place {
  name: string;
  folder: string;
  error: number;
  warning: number;
}

const MB = 2 ** 20;
/** A wrapping makes some ten thousand files. */
const FILES = { error: 1000, warning: 20_000 };

/** There is room on the disks of the build, of the store and of temporary files. */
export const diskSpaceCheck: Check = {
  id: 'disk-space',
  title: 'Disk space',
  async run(context) {
    const findings: (Finding | null)[] = [];
    const seen: string[] = [];
    for (const place of await placesOf(context)) {
      const space = await context.disk.space(place.folder);
      if (!space) continue;
      seen.push(`${place.name} ${sizeText(space.freeBytes)}`);
      findings.push(noRoom(place, space.freeBytes), noFiles(place, space.freeFiles));
    }
    if (seen.length === 0) return { skipped: 'this system does not tell' };
    return { summary: `free: ${seen.join(', ')}`, findings: present(findings) };
  },
};

async function placesOf({ build, stores, temporary, disk }: CheckContext): Promise<Place[]> {
  const store = (await stores()).find(({ answers }) => answers);
  const folder = store && (await nearestFolder(store.path, disk));
  return present([
    build && { name: 'build', folder: build.dir, error: 200 * MB, warning: 5 * 1024 * MB },
    folder ? { name: 'store', folder, error: 0, warning: 500 * MB } : null,
    { name: 'temporary files', folder: temporary.folder, error: 20 * MB, warning: 200 * MB },
  ]);
}

function noRoom({ name, folder, error, warning }: Place, freeBytes: number): Finding | null {
  if (freeBytes >= warning) return null;
  const severity = freeBytes < error ? 'error' : 'warning';
  return {
    severity,
    message:
      severity === 'error'
        ? `The disk of the ${name} is full: ${sizeText(freeBytes)} are free.`
        : `The disk of the ${name} is nearly full: ${sizeText(freeBytes)} are free.`,
    evidence: [folder],
    remedy: remedyFor(name),
  };
}

function noFiles({ name, folder }: Place, freeFiles: number | null): Finding | null {
  if (freeFiles === null || freeFiles >= FILES.warning) return null;
  return {
    severity: freeFiles < FILES.error ? 'error' : 'warning',
    message: `The disk of the ${name} has room for only ${freeFiles} more files (inodes), however many bytes are free.`,
    evidence: [folder],
    remedy: remedyFor(name),
  };
}

function remedyFor(name: string): string {
  if (name === 'store')
    return 'Free some space, make the store smaller with “itk-wrap cache evict”, or set ITK_WRAP_CACHE to a folder on another disk.';
  return name === 'build'
    ? 'Free some space, or build in a folder on another disk.'
    : 'Free some space, or set TMPDIR to a folder on another disk.';
}

/** `12 MB` or `3.4 GB`. */
function sizeText(bytes: number): string {
  return bytes < 1024 * MB ? `${Math.floor(bytes / MB)} MB` : `${(bytes / MB / 1024).toFixed(1)} GB`;
}
