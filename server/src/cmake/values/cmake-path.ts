import path from 'node:path';

/** Whether a path in CMake's notation is absolute. It has `/` even on Windows, where it may begin with a drive. */

export function isAbsolutePath(file: string): boolean {
  return file.startsWith('/') || file.startsWith('~') || file.startsWith('\\') || /^[A-Za-z]:/.test(file);
}

/** The path without `.`, `..`, and doubled or trailing slashes. */
export function normalPath(file: string): string {
  if (!/\/\/|\/\.|\/$|^\.|\\/.test(file)) return file;
  const normal = path.posix.normalize(file);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/** The normalized path, resolved against a directory. */
export function resolvePath(base: string, file: string): string {
  return normalPath(isAbsolutePath(file) ? file : `${base}/${file}`);
}
