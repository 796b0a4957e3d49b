/** The last component of a path of any system. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** A path without its last component. Empty if there is only one. */
export function folderName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/**
 * Whether the result of `path.relative(folder, file)` leads out of the folder. A name such as `..notes` begins with two dots too,
 * and lies inside. Windows gives an absolute path for a file on another drive.
 */
export function leadsOut(relative: string): boolean {
  return /^(?:\.\.(?:[\\/]|$)|[\\/]|[A-Za-z]:)/.test(relative);
}
