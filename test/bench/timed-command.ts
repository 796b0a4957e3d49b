import { spawnSync } from 'node:child_process';

/** How long a command took, in seconds. `processor` is user and system time of all of its processes. */
export interface Times {
  processor: number;
  wall: number;
}

/**
 * Starts a command as ninja does, with `posix_spawn`, and prints its times in the last line. Node does not report the processor time
 * of a child.
 */
const TIMING = `
import os, sys, time
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
print(f"\\n{used.ru_utime} {used.ru_stime} {time.perf_counter() - start}")
sys.exit(min(os.waitstatus_to_exitcode(status) % 256, 255))
`;

/** Runs a command with more variables, and times it. Throws an error if it fails. Needs Python 3.9. */
export function timed(command: readonly string[], variables: NodeJS.ProcessEnv, cwd?: string): Times {
  const { status, stdout, stderr, error } = spawnSync('python3', ['-c', TIMING, ...command], {
    env: { ...process.env, ...variables },
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) {
    const said = error?.message ?? (stdout + stderr).slice(-2000);
    throw new Error(`${command.join(' ').slice(0, 2000)} failed: ${said}`);
  }
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
