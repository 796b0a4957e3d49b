import type { BuildFs } from '../../host/build-files';
import { scanNinja } from './ninja';
import { absolute, pathsOf } from '../build-paths';
import { CASTXML, IGENERATOR, rawBuildOf, Rules, type RawBuild } from '../raw-build';

/** The text of the statement that lists the files that CMake read. */
export const RERUN = ': RERUN_CMAKE ';

/** Reads the castxml and igenerator edges of `<dir>/build.ninja`, and the list of files that CMake read. */
export async function readNinja(
  dir: string,
  cache: ReadonlyMap<string, string>,
  fs: BuildFs,
): Promise<RawBuild> {
  const file = pathsOf(dir).join(dir, 'build.ninja');
  const rules = new Rules();
  const wrapFiles: string[] = [];
  const problems = await scanNinja({
    file,
    dir,
    fs,
    wanted: [CASTXML, IGENERATOR, RERUN],
    onEdge: (edge) => {
      if (edge.rule !== 'RERUN_CMAKE') return rules.add(edge);
      for (const input of edge.inputs) if (input.endsWith('.wrap')) wrapFiles.push(absolute(dir, input));
    },
  });
  const raw = await rawBuildOf(rules, { file, dir, cache, fs });
  return { ...raw, wrapFiles, problems: [...problems, ...raw.problems] };
}
