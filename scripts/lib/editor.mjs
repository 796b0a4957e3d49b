// Chooses the editor that the demo opens.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/**
 * The absolute path of the desktop VS Code's `code`, if it is installed and there is a desktop to show it on, else
 * undefined. `isProgram` tells whether a file is executable.
 */
export function desktopEditor({ env = process.env, platform = process.platform, isProgram = canRun } = {}) {
  const hasDesktop = platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY;
  if (!hasDesktop) return undefined;
  return (env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .map((folder) => path.join(folder, platform === 'win32' ? 'code.cmd' : 'code'))
    .find(isProgram);
}

function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
