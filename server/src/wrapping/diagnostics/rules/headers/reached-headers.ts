import path from 'node:path';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import type { Related } from '../../diagnostic';

/**
 * Whether castxml sees only the headers of a module and its dependencies. Since ITK 6, itk_wrap_module() links only the
 * interface of the module. Before, all modules shared their include directories.
 */
export function seesOnlyDependencies(index: WorkspaceIndex): boolean {
  return index
    .occurrencesOf('variable', 'ITK_LIBRARY_NAMESPACE')
    .some(({ file }) => path.basename(file) === 'TypedefMacros.cmake');
}

/** A header that castxml would read. */
export interface ReachedHeader {
  /** As it is included. */
  name: string;
  /** The file that castxml would find, or null if none is visible. */
  file: string | null;
  /** All files of this name. */
  files: readonly string[];
  /** The includes that lead to it. */
  via: Related[];
}

/**
 * A header and all that it includes under no condition, nearest first.
 * @param visible the modules whose headers castxml sees
 */
export function* reachedHeaders(
  index: WorkspaceIndex,
  name: string,
  visible: ReadonlySet<string>,
): Generator<ReachedHeader> {
  const open: { name: string; from: string | null; via: Related[] }[] = [{ name, from: null, via: [] }];
  const seen = new Set<string>();
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { name: wanted, from, via } = next;
    if (seen.has(wanted)) continue;
    seen.add(wanted);
    // The index knows headers by their names alone.
    const files = wanted.includes('/') ? [] : index.headersNamed(wanted);
    const file =
      files.find((one) => from !== null && path.dirname(one) === path.dirname(from)) ??
      files.find((one) => visible.has(index.moduleOf(one) ?? '')) ??
      null;
    yield { name: wanted, file, files, via };
    if (file === null) continue;
    for (const { name: included, system, line } of index.includesOf(file)) {
      const start = { line, character: 0 };
      const shown = system ? `<${included}>` : `"${included}"`;
      const place = { location: { file, range: { start, end: start } }, message: `#include ${shown}` };
      open.push({ name: included, from: file, via: [...via, place] });
    }
  }
}
