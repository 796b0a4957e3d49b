import path from 'node:path';
import { textOrNullSync } from '../../host/read-regular-file';
import type { OptionChange } from './enabling-options';
import { looseName, pythonName } from './python-types';

/**
 * The options that enable the modules whose `.wrap` files wrap a class, for modules that are not enabled.
 * @param wraps all `.wrap` files of the source tree
 * @param className a name in Python or C++
 */
export function modulesThatWrap(
  wraps: readonly string[],
  className: string,
  options: ReadonlyMap<string, string>,
): OptionChange[] {
  const wanted = looseName(pythonName(className.replace(/^itk(?=[A-Z])/, '')));
  const modules = new Set<string>();
  for (const file of wraps) {
    const text = textOrNullSync(file) ?? '';
    const names = [...text.matchAll(/itk_wrap_\w*class\(\s*"([\w:]+)"/gi)].map(([, name]) => name!);
    if (!names.some((name) => looseName(pythonName(name)) === wanted)) continue;
    const module = moduleOfFolder(path.dirname(path.dirname(file)));
    if (module !== null) modules.add(module);
  }
  return [...modules]
    .map((module) => `Module_${module}`)
    .filter((name) => options.get(name) !== 'ON')
    .map((name) => ({ name, from: options.get(name) ?? null, to: 'ON' }));
}

/** The module of a folder, from its itk-module.cmake. Null if it has none. */
export function moduleOfFolder(folder: string): string | null {
  const file = path.join(folder, 'itk-module.cmake');
  return /^[ \t]*itk_module\(\s*(\w+)/im.exec(textOrNullSync(file) ?? '')?.[1] ?? null;
}
