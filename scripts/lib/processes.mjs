// Programs that the scripts start: each in a process group of its own, each ended with the script, whatever ends that.
import { spawn } from 'node:child_process';

const running = new Set();
let endsWithUs = false;

/** The exit code a shell would show for a script that this signal ended. */
const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Starts a program (an argument list, no shell) in its own process group, with nothing on its standard input.
 * It is ended when this script ends: on its last line, on an error, on Ctrl-C, on SIGTERM.
 */
export function start(file, args, options = {}) {
  watchOurEnd();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
  running.add(child);
  child.on('close', () => running.delete(child));
  child.on('error', () => running.delete(child));
  return child;
}

/**
 * Runs a program to its end. Its output goes through to ours, or to `onLine`, line by line, where that is given.
 * Resolves with the exit code; rejects where the program could not be started.
 */
export function run(file, args, { onLine, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = start(file, args, {
      stdio: onLine ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      ...options,
    });
    if (onLine) for (const stream of [child.stdout, child.stderr]) lines(stream, onLine);
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Calls `onLine` with each line of a stream, without its end, also with a last one that has none. */
export function lines(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const parts = (rest + text).split(/\r?\n/);
    rest = parts.pop() ?? '';
    parts.forEach(onLine);
  });
  stream.on('end', () => rest && onLine(rest));
}

/** Asks a program that `start` started, and all of its group, to end; makes them end after `graceMs`. */
export async function stop(child, graceMs = 3000) {
  if (!running.has(child)) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await closed;
  clearTimeout(timer);
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

function watchOurEnd() {
  if (endsWithUs) return;
  endsWithUs = true;
  for (const [signal, code] of Object.entries(signalCodes))
    process.once(signal, () => {
      void Promise.all([...running].map((child) => stop(child))).finally(() => process.exit(code));
    });
  process.on('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));
}
