import { readdirSync } from 'node:fs';
import path from 'node:path';
import { textOrNullSync } from '../../host/read-regular-file';
import type { Place } from './why';

/** The Python files of `itk` itself: those of ITK 5 and later, and those of ITK 4. */
const FOLDERS = ['Wrapping/Generators/Python/itk/support', 'Wrapping/Generators/Python'];

/** Where `itk` defines a function or a class in Python, such as `imread`. Null if it does not. */
export function pythonFunction(source: string, name: string): Place | null {
  if (!/^[A-Za-z_]\w*$/.test(name)) return null;
  const definition = new RegExp(`^(?:def|class) ${name}\\b`);
  for (const folder of FOLDERS)
    for (const file of pythonFiles(path.join(source, folder))) {
      const lines = (textOrNullSync(file) ?? '').split('\n');
      const line = lines.findIndex((text) => definition.test(text));
      if (line >= 0) return { file, line };
    }
  return null;
}

function pythonFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.py'));
    return names.sort().map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}
