import path from 'node:path';

/** Paths as CMake writes them: with `/`, also on Windows, where they may begin with a drive. */

export function isAbsolutePath(file: string): boolean {
  return file.startsWith('/') || file.startsWith('~') || file.startsWith('\\') || /^[A-Za-z]:/.test(file);
}

/** Without `.`, `..`, doubled and trailing slashes. */
export function normalPath(file: string): string {
  if (!/\/\/|\/\.|\/$|^\.|\\/.test(file)) return file;
  const normal = path.posix.normalize(file);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/** The path as seen from a directory, normal. */
export function resolvePath(base: string, file: string): string {
  return normalPath(isAbsolutePath(file) ? file : `${base}/${file}`);
}
