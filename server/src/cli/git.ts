import type { ProcessRunner } from '../host/process';
import { CannotAsk } from './exit';

/** What a run of git printed, and whether it succeeded. */
export interface GitOutput {
  ok: boolean;
  bytes: Buffer;
  /** The same as text. */
  readonly text: string;
  error: string;
}

/** Options of a run of git. `input`: its standard input. `signal`: aborting it ends git. */
export interface GitOptions {
  input?: Buffer;
  signal?: AbortSignal;
}

/**
 * Runs git in a folder. All arguments are passed as they are, so no name can become a command. The configuration of the
 * repository cannot start a program: git asks no file system monitor and fetches nothing.
 * @param purpose the command or option that needs git, for messages
 * @throws CannotAsk if git cannot be started
 */
export async function runGit(
  folder: string,
  purpose: string,
  args: readonly string[],
  run: ProcessRunner,
  options: GitOptions = {},
): Promise<GitOutput> {
  const safe = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false'];
  const env = {
    ...process.env,
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_TERMINAL_PROMPT: '0',
    // Its messages are read.
    LC_ALL: 'C',
  };
  const request = { file: 'git', args: [...safe, ...args], cwd: folder, env, ...options };
  const result = await run(request).catch((error: Error) => {
    throw new CannotAsk(
      `${purpose} needs git, which cannot be started: ${error.message}. Install git, or add its folder to PATH.`,
    );
  });
  return {
    ok: result.code === 0,
    bytes: result.stdout,
    get text() {
      return result.stdout.toString('utf8');
    },
    error: result.stderr.toString('utf8').trim(),
  };
}
