import { spawn } from 'node:child_process';

/** A program to start. It is always an argument list, never a shell command. */
export interface ProcessRequest {
  file: string;
  args: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The process's standard input. Default: empty. */
  input?: Buffer;
  /** `inherit` passes the parent's stdout and stderr to the process. `pipe` collects its output. Default: `pipe`. */
  output?: 'inherit' | 'pipe';
  /** Called with each piece of output as it arrives, if `output` is `pipe`. */
  onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  /** Aborting it ends the process: SIGTERM, and SIGKILL two seconds later. */
  signal?: AbortSignal;
  /**
   * Aborting the signal also ends the processes that the process has started. The process does not get the terminal's Ctrl-C, so
   * the caller passes that on through the signal. Windows has no such groups. Default: false.
   */
  group?: boolean;
}

/** How a program ended. `code` is null if a signal ended it. */
export interface ProcessResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: Buffer;
}

/** Runs a program to its end. Rejects only if it could not be started (ENOENT, EACCES). */
export type ProcessRunner = (request: ProcessRequest) => Promise<ProcessResult>;

const KILL_AFTER_MS = 2000;

/** The real process runner. Tests pass another one to count calls or inject faults. */
export const runProcess: ProcessRunner = (request) =>
  new Promise((resolve, reject) => {
    const inherit = request.output === 'inherit';
    const group = request.group === true && process.platform !== 'win32';
    const child = spawn(request.file, [...request.args], {
      cwd: request.cwd,
      env: request.env ?? process.env,
      stdio: [request.input ? 'pipe' : 'ignore', inherit ? 'inherit' : 'pipe', inherit ? 'inherit' : 'pipe'],
      windowsHide: true,
      detached: group,
    });
    const end = (name: NodeJS.Signals): void => {
      if (!group || child.pid === undefined) child.kill(name);
      else killGroup(child.pid, name);
    };
    // A process may end without reading its input.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(request.input);
    const collected: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream]?.on('data', (chunk: Buffer) => {
        collected[stream].push(chunk);
        request.onOutput?.(stream, chunk);
      });
    let killTimer: NodeJS.Timeout | undefined;
    const abort = (): void => {
      end('SIGTERM');
      killTimer = setTimeout(() => end('SIGKILL'), KILL_AFTER_MS);
      killTimer.unref();
    };
    if (request.signal?.aborted) abort();
    request.signal?.addEventListener('abort', abort, { once: true });
    const finish = (): void => {
      clearTimeout(killTimer);
      request.signal?.removeEventListener('abort', abort);
    };
    child.on('error', (error) => {
      finish();
      reject(error);
    });
    child.on('close', (code, signal) => {
      finish();
      resolve({
        code,
        signal,
        stdout: Buffer.concat(collected.stdout),
        stderr: Buffer.concat(collected.stderr),
      });
    });
  });

/** The group may have ended meanwhile. */
function killGroup(leader: number, name: NodeJS.Signals): void {
  try {
    process.kill(-leader, name);
  } catch {
    // There is nothing left to end.
  }
}
