import os from 'node:os';
import path from 'node:path';
import type { ProcessRunner } from '../../host/process';
import { writeStderr } from '../../cache/invocation/start-castxml';
import { printable } from '../../shared/plain-text';
import { keepingBytes, rawArguments } from '../raw-arguments';

/** What a launcher gives to the cache. */
export interface Launched {
  /** Starts a process. From the first one on, a signal ends that process before this one. */
  runProcess: ProcessRunner;
  signal: AbortSignal;
  /** Starts `itk-castxml-cache --evict-to-cap` for a root. The build does not wait for it. */
  evictInBackground: (root: string) => void;
}

/** Prints a warning of a launcher. */
export type Warn = (message: string) => void;

/** Starts the launcher `name`: `main` gets its arguments and returns the exit code. */
export function start(name: string, main: (argv: readonly string[], warn: Warn) => Promise<number>): void {
  const warn: Warn = (message) => writeStderr(`${name}: ${printable(message)}\n`);
  main(rawArguments(process.argv), warn).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
      process.exitCode = 1;
    },
  );
}

/**
 * Runs the work of a launcher. Returns its exit code, or 128 + the number of the signal that ended it. Until a process runs,
 * a signal may end this one immediately, because all files are written by renames.
 */
export async function launch(work: (launched: Launched) => Promise<number>): Promise<number> {
  let signalled = 0;
  const abort = new AbortController();
  const endOn = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void => {
    process.once(signal, () => {
      signalled = 128 + os.constants.signals[signal];
      abort.abort();
    });
  };
  const runProcess: ProcessRunner = async (request) => {
    if (process.listenerCount('SIGTERM') === 0)
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) endOn(signal);
    const module = await import('../../host/process');
    return keepingBytes(module.runProcess)(request);
  };
  try {
    return await work({ runProcess, signal: abort.signal, evictInBackground });
  } catch (error) {
    if (signalled) return signalled;
    throw error;
  }
}

function evictInBackground(root: string): void {
  startEviction(root).catch(() => undefined);
}

async function startEviction(root: string): Promise<void> {
  const { spawn } = await import('node:child_process');
  // A native build has no separate script.
  const script = process.argv[1]?.endsWith('.js') ? process.argv[1] : null;
  const folder = path.dirname(script ?? process.execPath);
  const program = script === null ? [] : [path.join(folder, 'itk-castxml-cache.js')];
  const child = spawn(process.execPath, [...program, '--evict-to-cap', root], {
    // Bun reads settings from its current folder, so that is the program's own folder and not the build's.
    cwd: folder,
    detached: true,
    stdio: 'ignore',
  });
  child.on('error', () => undefined);
  child.unref();
}
