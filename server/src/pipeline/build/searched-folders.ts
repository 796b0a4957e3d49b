import path from 'node:path';
import type { SwigStep } from '../../build/build-tree';
import { absolute } from '../../build/build-paths';
import { leadsOut } from '../../shared/path-parts';

/**
 * The folders outside of the build in which SWIG searches the files that an interface names. A file that appears in one of them,
 * or is gone, may change what SWIG reads, although no file that it reads has changed. In the build, only CMake and the tools
 * write, and each run of CMake touches its folders.
 * @param build the build directory
 */
export function searchedFolders(build: string, { command }: SwigStep): string[] {
  const { cwd, argv } = command;
  const named = argv.flatMap((word) => (word.startsWith('-I') ? [absolute(cwd, word.slice(2))] : []));
  return [...new Set([cwd, ...named])].filter((folder) => leadsOut(path.relative(build, folder)));
}
