import * as path from 'node:path';

/**
 * The path functions of the system that a build was made on, inferred from its folder. A build in `C:\build` is read by
 * Windows' rules on any system, so that the rules can be tested anywhere.
 */
export function pathsOf(dir: string): path.PlatformPath {
  return isWindowsPath(dir) ? path.win32 : path.posix;
}

/** Whether a path begins with a drive letter or is a UNC path. */
export function isWindowsPath(file: string): boolean {
  return file.charCodeAt(0) !== SLASH && /^(?:[A-Za-z]:[\\/]|\\\\)/.test(file);
}

const SLASH = 0x2f;

/** A path as the build writes it, made absolute against `dir`, its separators and `..` resolved. */
export function absolute(dir: string, file: string): string {
  // Nearly all paths of a build are plain, and there are tens of thousands.
  if (dir.charCodeAt(0) === SLASH && isPlain(file)) {
    if (file.charCodeAt(0) === SLASH) return file;
    if (isPlain(dir)) return `${dir}/${file}`;
  }
  return pathsOf(dir).resolve(dir, file);
}

/** Whether there is nothing to resolve in a POSIX path: no `.` or `..`, no doubled or trailing slash. */
function isPlain(file: string): boolean {
  return (
    file !== '' &&
    file.charCodeAt(0) !== 0x2e &&
    !file.includes('/.') &&
    !file.includes('//') &&
    !file.endsWith('/')
  );
}

/** The last component of a path; both separators count on Windows' paths. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** A type's name is its `.wrap` file's, up to the first dot, as CMake's NAME_WE. */
export function typeNameOf(wrapFile: string): string {
  const name = baseName(wrapFile);
  const dot = name.indexOf('.', 1);
  return dot < 0 ? name : name.slice(0, dot);
}

/** A normalized form of a path, to recognize the same file if its path is written in several ways. */
export function pathKey(file: string): string {
  return file.charCodeAt(0) !== SLASH && isWindowsPath(file) ? file.replace(/\\/g, '/').toLowerCase() : file;
}

/** Whether a path is a folder or inside it, by comparing names only. */
export function isInside(file: string, dir: string): boolean {
  if (dir === '') return false;
  const outer = pathKey(dir).replace(/\/$/, '');
  const inner = pathKey(file);
  return inner === outer || inner.startsWith(outer + '/');
}

/** A list as CMake writes it in one argument: items between semicolons; `\;` is a semicolon in an item. */
export function cmakeList(text: string): string[] {
  return text
    .split(/(?<!\\);/)
    .map((item) => item.replace(/\\;/g, ';'))
    .filter((item) => item !== '');
}
