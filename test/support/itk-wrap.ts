import { execFile } from 'node:child_process';
import path from 'node:path';
import { root } from './repository';

/** How a run of `itk-wrap` ended. */
export interface ItkWrapRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the built `itk-wrap` in a folder. */
export function itkWrap(folder: string, ...args: readonly string[]): Promise<ItkWrapRun> {
  const command = [path.join(root, 'dist/itk-wrap.js'), ...args];
  return new Promise((resolve) =>
    execFile(process.execPath, command, { cwd: folder, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    ),
  );
}
