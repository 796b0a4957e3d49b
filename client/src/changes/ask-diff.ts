import { spawn } from 'node:child_process';
import type { CancellationToken } from 'vscode';
import type { DiffProblem } from '../../../server/src/shared/diff/revision';

/** What `itk-wrap diff` answered: a value, why it cannot compare, or its message. Null: it was cancelled. */
export type DiffAnswer<T> = { value: T } | { problem: DiffProblem } | { message: string } | null;

/** How long a cancelled run has to remove its copies before it is killed. */
const KILL_AFTER_MS = 5000;
/** A change of every type of ITK has a report of about 10 MB. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/** Variables that would make git read another repository than that of the folder. */
const OF_REPOSITORIES = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_COMMON_DIR',
];

/**
 * Runs `itk-wrap diff --format json` with VS Code's own Node. The arguments are passed as they are, without a shell.
 * @param script the path of dist/itk-wrap.js
 * @param folder where it starts
 */
export function askDiff<T>(
  script: string,
  folder: string,
  args: readonly string[],
  token: CancellationToken,
): Promise<DiffAnswer<T>> {
  const env: NodeJS.ProcessEnv = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  for (const name of OF_REPOSITORIES) delete env[name];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, 'diff', '--format', 'json', ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let size = 0;
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill('SIGTERM');
      timer ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    };
    const subscription = token.onCancellationRequested(stop);
    if (token.isCancellationRequested) stop();
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_OUTPUT) stop();
        else output[stream].push(chunk);
      });
    const end = (answer: DiffAnswer<T>): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(token.isCancellationRequested ? null : answer);
    };
    child.once('error', ({ message }) => end({ message }));
    child.once('close', (code) =>
      end(
        answerOf<T>(code, Buffer.concat(output.stdout).toString(), Buffer.concat(output.stderr).toString()),
      ),
    );
  });
}

function answerOf<T>(code: number | null, stdout: string, stderr: string): DiffAnswer<T> {
  const message = stderr.replace(/^itk-wrap: /, '').trim();
  try {
    const value = JSON.parse(stdout) as T | { problem: DiffProblem };
    return code === 0 ? { value: value as T } : { problem: (value as { problem: DiffProblem }).problem };
  } catch {
    return { message: message || `itk-wrap diff: ${code ?? 'SIGTERM'}` };
  }
}
