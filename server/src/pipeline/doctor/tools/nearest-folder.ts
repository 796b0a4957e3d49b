import path from 'node:path';
import type { DiskFacts } from '../../../host/disk-facts';

/** The folder itself, or the nearest one above it that exists. Null if there is none. */
export async function nearestFolder(folder: string, disk: Pick<DiskFacts, 'facts'>): Promise<string | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((await disk.facts(at)) !== null) return at;
    if (at === path.dirname(at)) return null;
  }
}
