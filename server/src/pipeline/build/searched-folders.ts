import path from 'node:path';
import type { SwigStep } from '../../build/build-tree';
import { absolute } from '../../build/build-paths';

/**
 * The folders in which SWIG searches the files that an interface names, apart from those that runs of igenerator and SWIG write
 * to. A file that appears in one of them, or is gone, may change what SWIG reads, although no file that it reads has changed.
 */
export function searchedFolders({ command, source, outputs }: SwigStep): string[] {
  const { cwd, argv } = command;
  const named = argv.flatMap((word) => (word.startsWith('-I') ? [absolute(cwd, word.slice(2))] : []));
  const written = new Set([source, ...outputs].map((file) => path.dirname(file)));
  return [...new Set([cwd, ...named])].filter((folder) => !written.has(folder));
}
