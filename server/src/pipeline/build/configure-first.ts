import path from 'node:path';
import type { BuildCommand, BuildTree } from '../../build/build-tree';
import { isInside } from '../../build/build-paths';
import { placeOutputs } from '../../cache/action/place-outputs';
import { mtimeOf } from '../../host/stat-memo';
import type { GeneratedBytes } from '../../wrapping/evaluation/prediction-types';

/**
 * The files that CMake read and that have changed since: ninja and make would run CMake first. `wraps` are the `.wrap` files
 * among them, whose effect can be predicted. Empty for builds of other tools, which do not tell.
 */
export function changedSinceConfigure({ dir, types, configureInputs, generator }: BuildTree): {
  wraps: string[];
  others: string[];
} {
  const generated = mtimeOf(path.join(dir, generator.includes('Makefiles') ? 'Makefile' : 'build.ninja'));
  if (generated === null) return { wraps: [], others: [] };
  const known = new Set(types.map(({ wrap }) => wrap));
  const newer = configureInputs.filter((file) => (mtimeOf(file) ?? Infinity) > generated);
  return {
    wraps: newer.filter((file) => known.has(file)),
    others: newer.filter((file) => !known.has(file)),
  };
}

/**
 * A file that CMake writes and that castxml, igenerator or SWIG reads, if one is missing. Ninja has no rule for it and gives up.
 * Null if all are there.
 */
export function missingSinceConfigure({ dir, types, modules }: BuildTree): string | null {
  const steps = [...types, ...modules].flatMap(({ swig }) => swig ?? []);
  const made = new Set(modules.flatMap(({ igeneratorOutputs }) => igeneratorOutputs));
  const read = new Set([
    ...types.flatMap(({ castxml, inputs }) => [...inputs, ...argumentFiles(castxml)]),
    ...modules.flatMap(({ igeneratorInputs }) => igeneratorInputs),
    ...steps.flatMap(({ inputs }) => inputs),
  ]);
  const written = [
    ...modules.flatMap(({ swig }) => swig?.source ?? []),
    ...[...read].filter((file) => WRITTEN_BY_CMAKE.test(file)),
  ];
  return written.find((file) => isInside(file, dir) && !made.has(file) && mtimeOf(file) === null) ?? null;
}

/** The files that a command names as an argument, also as a response file (`@FILE`). */
const argumentFiles = (command: BuildCommand | null): string[] =>
  (command?.argv ?? [])
    .filter((word) => WRITTEN_BY_CMAKE.test(word))
    .map((word) => path.resolve(command?.cwd ?? '', word.replace(/^@/, '')));

/** The sources and arguments for castxml, the templates and lists for igenerator, and what SWIG's interface files include. */
const WRITTEN_BY_CMAKE = /(?:\.cxx|\.inc|\.in|\.mdx|_ext\.i|[\\/]pyBase\.i)$/;

/**
 * Writes the predicted files of the wrapping that differ from those on disk, as CMake would. Files outside of the build's
 * wrapping folders stay as they are. Returns the files that were written. Throws the system's error.
 */
export function writePredicted({ dir, layout }: BuildTree, files: Iterable<GeneratedBytes>): string[] {
  const folders = [path.join(dir, 'Wrapping'), layout.inputs, layout.typedefs];
  const inside = [...files].filter(({ path: file }) => folders.some((folder) => isInside(file, folder)));
  return placeOutputs(inside.map((file) => ({ ...file, executable: false })));
}
