import type { BuildFs } from '../../host/build-files';
import { scanNinja } from './ninja';
import { absolute, pathsOf } from '../build-paths';
import { CASTXML, IGENERATOR, rawBuildOf, Rules, SWIG, type RawBuild } from '../raw-build';

/** The text of the statement that lists the files that CMake read. */
export const RERUN = ': RERUN_CMAKE ';

/** Reads the castxml, igenerator and SWIG edges of `<dir>/build.ninja`, and the list of files that CMake read. */
export async function readNinja(
  dir: string,
  cache: ReadonlyMap<string, string>,
  fs: BuildFs,
): Promise<RawBuild> {
  const file = pathsOf(dir).join(dir, 'build.ninja');
  const rules = new Rules();
  const configureInputs: string[] = [];
  const problems = await scanNinja({
    file,
    dir,
    fs,
    wanted: [CASTXML, IGENERATOR, SWIG, RERUN],
    onEdge: (edge) => {
      if (edge.rule !== 'RERUN_CMAKE') return rules.add(edge);
      for (const input of edge.inputs) configureInputs.push(absolute(dir, input));
    },
  });
  const raw = await rawBuildOf(rules, { file, dir, cache, fs });
  return { ...raw, configureInputs, problems: [...problems, ...raw.problems] };
}
