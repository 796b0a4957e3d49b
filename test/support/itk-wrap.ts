import { execFile } from 'node:child_process';
import path from 'node:path';
import { root } from './repository';

/** How a run of `itk-wrap` ended. */
export interface ItkWrapRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the built `itk-wrap` in a folder. It keeps no predictions in the user's folder, so that each run evaluates. */
export function itkWrap(folder: string, ...args: readonly string[]): Promise<ItkWrapRun> {
  const command = [path.join(root, 'dist/itk-wrap.js'), ...args];
  const env = { ITK_WRAP_PREDICTIONS: 'off', ...process.env };
  return new Promise((resolve) =>
    execFile(process.execPath, command, { cwd: folder, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    ),
  );
}
