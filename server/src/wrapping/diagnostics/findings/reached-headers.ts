import path from 'node:path';
import { Derived } from '../derived';
import type { WorkspaceIndex } from '../../index/workspace-index';
import type { Related } from '../diagnostic';

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
 * The first header that `isWanted`, of a header and all that it includes under no condition, nearest first. Null if there is
 * none.
 * @param module whose castxml runs read the header
 * @param purpose names the question, so that headers that were searched for it need not be searched again
 */
export function findReached(
  index: WorkspaceIndex,
  name: string,
  module: string,
  purpose: string,
  isWanted: (header: Omit<ReachedHeader, 'via'>) => boolean,
): ReachedHeader | null {
  const { visible, searched } = knownOf(index, module, purpose);
  if (visible === null) return null;
  const open: Include[] = [{ name, from: null, line: 0, system: false, parent: null }];
  const seen = new Set<string>();
  for (let next = 0; next < open.length; next++) {
    const include = open[next]!;
    if (seen.has(include.name) || searched.has(include.name)) continue;
    seen.add(include.name);
    // The index knows headers by their names alone.
    const files = include.name.includes('/') ? [] : index.headersNamed(include.name);
    const { from } = include;
    const file =
      files.find((one) => from !== null && path.dirname(one) === path.dirname(from)) ??
      files.find((one) => visible.has(index.moduleOf(one) ?? '')) ??
      null;
    const found = { name: include.name, file, files };
    if (isWanted(found)) return { ...found, via: includesTo(include) };
    if (file === null) continue;
    for (const one of index.includesOf(file)) open.push({ ...one, from: file, parent: include });
  }
  for (const one of seen) searched.add(one);
  return null;
}

/** An `#include` of the header `from`. The first one is that of the `.wrap` file. */
interface Include {
  name: string;
  from: string | null;
  line: number;
  system: boolean;
  parent: Include | null;
}

function includesTo(last: Include): Related[] {
  const found: Related[] = [];
  for (let one: Include | null = last; one !== null; one = one.parent) {
    const { name, from, line, system } = one;
    if (from === null) break;
    const start = { line, character: 0 };
    const message = `#include ${system ? `<${name}>` : `"${name}"`}`;
    found.unshift({ location: { file: from, range: { start, end: start } }, message });
  }
  return found;
}

interface Known {
  /** The modules whose headers castxml sees. Null if one of them is not in the index. */
  visible: ReadonlySet<string> | null;
  /** The names of headers that were searched in vain, with all that they include. */
  searched: Set<string>;
}

/** For one state of the index, by module and purpose. */
const knownOfIndex = new Derived<Map<string, Known>>();

function knownOf(index: WorkspaceIndex, module: string, purpose: string): Known {
  const byKey = knownOfIndex.of(index, index.revision, () => new Map<string, Known>());
  const key = `${purpose} ${module}`;
  const found = byKey.get(key) ?? { visible: index.headerClosure(module), searched: new Set() };
  byKey.set(key, found);
  return found;
}
