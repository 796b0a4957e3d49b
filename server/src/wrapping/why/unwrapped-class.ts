import path from 'node:path';
import { newWrapText, placeOfNewWrap } from '../index/new-wrap';
import type { IndexedClass } from '../headers/header-index';
import type { WorkspaceIndex } from '../index/workspace-index';
import { moduleOfFolder } from './disabled-modules';
import { looseName, pythonName } from './python-types';

/** A class that a header declares and that no `.wrap` file wraps. */
export interface UnwrappedClassFile {
  className: string;
  header: string;
  /** The module of the header. */
  module: string;
  /** The `.wrap` file that would wrap the class, and a first text for it. */
  wrap: string;
  text: string;
}

/**
 * The class that a name in Python or C++ means, from the headers. Null if no header in the include folder of a module declares
 * it, or if several declare classes with that name.
 */
export function unwrappedClass(index: WorkspaceIndex, name: string): UnwrappedClassFile | null {
  const found = classesNamed(index, name).flatMap((one) => {
    const folder = path.dirname(one.file);
    const module = path.basename(folder) === 'include' ? moduleOfFolder(path.dirname(folder)) : null;
    return module === null ? [] : [{ ...one, module }];
  });
  if (found.length !== 1) return null;
  const { name: className, file, module, template, superclass } = found[0]!;
  const text = newWrapText({ className, template, superclass, types: ['WRAP_ITK_SCALAR'] });
  return { className, header: file, module, wrap: placeOfNewWrap(file, className).file, text };
}

function classesNamed(index: WorkspaceIndex, name: string): IndexedClass[] {
  const exact = index.classNamed(name) ?? index.classNamed(`itk::${name}`);
  if (exact) return [exact];
  const wanted = looseName(pythonName(name.replace(/^itk(?=[A-Z])/, '')));
  return index.allClasses().filter((one) => looseName(pythonName(one.name)) === wanted);
}
