import { spawnSync } from 'node:child_process';

/** How long a command took, in seconds. `processor` is user and system time of all of its processes. */
export interface Times {
  processor: number;
  wall: number;
}

/** A shell that times a command and prints the times in its last line. Node does not report the time of a child process. */
const TIMING = 'TIMEFORMAT="%U %S %R"; { time "$@" 2>/dev/null; } 2>&1';

/** Runs a command with more variables, and times it. Throws an error if it fails. Needs bash. */
export function timed(command: readonly string[], variables: NodeJS.ProcessEnv, cwd?: string): Times {
  const { status, stdout } = spawnSync('bash', ['-c', TIMING, 'bash', ...command], {
    env: { ...process.env, ...variables },
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${command.join(' ').slice(0, 2000)} failed: ${stdout.slice(-2000)}`);
  const [user = 0, system = 0, wall = 0] = (stdout.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { processor: user + system, wall };
}

/** One time relative to another: of processor time, and of wall time. */
export const ratio = (measured: Times, plain: Times): number[] => [
  measured.processor / plain.processor,
  measured.wall / plain.wall,
];

/** The median of a column, with three digits. */
export function median(ratios: readonly number[][], column: number): string {
  const sorted = ratios.map((row) => row[column] ?? NaN).sort((a, b) => a - b);
  return (sorted[sorted.length >> 1] ?? NaN).toFixed(3);
}
