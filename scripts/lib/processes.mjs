// Programs that the scripts start. Each has its own process group, and ends when the script ends, for whatever reason.
import { spawn } from 'node:child_process';

const running = new Set();
let endsWithUs = false;

/** The exit code that a shell would report for a script that this signal ended. */
const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Starts a program (an argument list, no shell) in its own process group, with no standard input. It ends when this script
 * ends: normally, by an error, by Ctrl-C or by SIGTERM.
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
 * Runs a program to its end. Its output goes to ours, or line by line to `onLine` if that is given. Resolves with the exit
 * code. Rejects if the program could not be started.
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

/** Calls `onLine` with each line of a stream, without its line break. This includes a last line that has none. */
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

/** Asks a program that `start` started, and its process group, to end. Kills them after `graceMs`. */
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
    // It has already ended.
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
