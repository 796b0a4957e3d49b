import { spawn } from 'node:child_process';
import type { ProcessRequest } from './process';

/** A process that is told lines and answers with lines. */
export interface InteractiveProcess {
  /** Sends a line to its standard input. Does nothing after its end. */
  send(line: string): void;
  /**
   * Ends its standard input, so that it can end its own processes, and kills it two seconds later if it is still there.
   * Aborting the signal of the request does the same.
   */
  end(): void;
  /** Resolves when it has ended and all of its lines were delivered. Rejects if it could not be started. */
  readonly ended: Promise<void>;
}

/** Starts a program for a conversation. `onLine` gets each line of its standard output. Its stderr is not read. */
export type ProcessStarter = (
  request: Pick<ProcessRequest, 'file' | 'args' | 'cwd' | 'env' | 'signal'>,
  onLine: (line: string) => void,
) => InteractiveProcess;

const KILL_AFTER_MS = 2000;

export const startProcess: ProcessStarter = ({ file, args, cwd, env, signal }, onLine) => {
  const child = spawn(file, [...args], {
    cwd,
    env: env ?? process.env,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  // A process may end without reading its input.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
  // Whoever waits for it gets the error.
  ended.catch(() => undefined);
  const end = (): void => {
    child.stdin.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    const stop = (): void => clearTimeout(timer);
    ended.then(stop, stop);
  };
  const finish = (): void => signal?.removeEventListener('abort', end);
  ended.then(finish, finish);
  if (signal?.aborted) end();
  else signal?.addEventListener('abort', end, { once: true });
  return { send: (line) => void child.stdin.write(`${line}\n`), end, ended };
};
