import type { BuildTree } from '../../build/build-tree';
import { pathsOf } from '../../build/build-paths';
import type { DiskFacts } from '../../host/disk-facts';
import { MAX_SOURCE_BYTES } from '../../host/read-regular-file';
import { type Minimum, MINIMUMS, MINIMUMS_OF_RELEASES } from './known-versions';
import { isOlder } from './versions';

/** The oldest version of a tool that the sources accept, and the file that says so. */
export interface FoundMinimum {
  version: string;
  source: string;
}

/**
 * The oldest version of a tool that the sources of a build accept: as they say themselves, or, if the sources are not on this machine, as
 * their release is known to need. Null if that is not known.
 */
export async function minimumOf(
  build: Pick<BuildTree, 'source' | 'itkVersion'> | null,
  tool: Minimum,
  disk: Pick<DiskFacts, 'facts' | 'text'>,
): Promise<FoundMinimum | null> {
  if (!build) return null;
  for (const { file, pattern } of MINIMUMS[tool]) {
    const source = pathsOf(build.source).join(build.source, file);
    const found = pattern.exec((await disk.text(source, MAX_SOURCE_BYTES)) ?? '')?.[1];
    if (found) return { version: found, source };
  }
  if ((await disk.facts(build.source)) !== null || build.itkVersion === null) return null;
  const { itkVersion } = build;
  const known = MINIMUMS_OF_RELEASES.filter(
    (each) => each.tool === tool && !isOlder(itkVersion, each.itk),
  ).at(-1);
  return known ? { version: known.atLeast, source: known.source } : null;
}
