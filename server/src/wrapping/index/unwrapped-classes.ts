import path from 'node:path';
import type { EnabledClasses } from '../evaluation/enabled-classes';
import { placeOfNewWrap } from './new-wrap';
import type { IndexedClass } from '../headers/header-index';
import type { WorkspaceIndex } from './workspace-index';

/** A class that no `.wrap` file wraps, with the module that it belongs to. */
export type UnwrappedClass = IndexedClass & { module: string };

/**
 * The classes in the `include` folders of modules that no `.wrap` file names, sorted by name. A class is left out if its
 * file or the evaluation shows that it is wrapped under a composed name.
 */
export function unwrappedClasses(index: WorkspaceIndex, enabled: EnabledClasses | null): UnwrappedClass[] {
  const wrapped = new Set(enabled?.classNames() ?? []);
  return index
    .allClasses()
    .flatMap((found): UnwrappedClass[] => {
      const { name, file } = found;
      // Classes in inner namespaces, such as itk::Functor, are details of others.
      if (!/^itk::(?:Statistics::)?\w+$/.test(name)) return [];
      if (path.basename(path.dirname(file)) !== 'include') return [];
      const module = index.moduleOf(file);
      if (module === null || wrapped.has(name) || index.isMentioned('class', name)) return [];
      const type = path.basename(placeOfNewWrap(file, name).file, '.wrap');
      return index.wrapsOf(type).length > 0 ? [] : [{ ...found, module }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
