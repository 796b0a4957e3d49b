import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { textOrNullSync } from '../../host/read-regular-file';
import type { Activity } from './activity';

/** A file that a server was busy with for a long time. */
interface Suspect {
  file: string;
  /** The process that was busy with it. */
  pid: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** How long suspects are remembered: a day. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** The folder of this user for notes about files that the server was busy with when it ended. */
export function suspectsFolder(environment: NodeJS.ProcessEnv, home = os.homedir()): string {
  const cache = environment.LOCALAPPDATA ?? environment.XDG_CACHE_HOME;
  return path.join(
    cache !== undefined && path.isAbsolute(cache) ? cache : path.join(home, '.cache'),
    'itk-wrapping',
    'busy',
  );
}

/**
 * Notes that this process has been busy with a file for a while. Call `forgetSuspect` when it has finished. Never throws.
 */
export function noteSuspect(folder: string, file: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const suspect: Suspect = { file, pid: process.pid, at: Date.now() };
    writeFileSync(recordOf(folder, file), JSON.stringify(suspect), { mode: 0o600 });
  } catch {
    // Without the note, the next server will process the file again and be ended again.
  }
}

/** Removes the note about a file. Never throws. */
export function forgetSuspect(folder: string, file: string): void {
  try {
    rmSync(recordOf(folder, file), { force: true });
  } catch {
    // The note is ignored after a day.
  }
}

/** The files that servers were busy with when they ended. Never throws. */
export function suspects(folder: string, now = Date.now()): string[] {
  return namesIn(folder).flatMap((name) => {
    const suspect = parse(textOrNullSync(path.join(folder, name), 1 << 16));
    if (!suspect || now - suspect.at > KEPT_MS) {
      rmSync(path.join(folder, name), { force: true });
      return [];
    }
    return isRunning(suspect.pid) ? [] : [suspect.file];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function recordOf(folder: string, file: string): string {
  return path.join(folder, `${createHash('sha256').update(file).digest('hex').slice(0, 32)}.json`);
}

function parse(text: string | null): Suspect | null {
  try {
    const { file, pid, at } = JSON.parse(text ?? '') as Partial<Suspect>;
    return typeof file === 'string' && typeof pid === 'number' && typeof at === 'number'
      ? { file, pid, at }
      : null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Skips files that blocked or ended an earlier server, until their text changes. A diagnostic tells the user why. The first
 * text of such a file that is seen counts as the one that caused the problem.
 */
export class Quarantine {
  /** The text of each file. Null: not seen yet. */
  private readonly held = new Map<string, string | null>();

  constructor(
    files: readonly string[],
    /** Called when the text of a file has changed. */
    private readonly released: (file: string) => void,
  ) {
    for (const file of files) this.held.set(file, null);
  }

  /** Whether a file with this text must be skipped. */
  holds(file: string, text: string): boolean {
    const known = this.held.get(file);
    if (known === undefined) return false;
    if (known === null) this.held.set(file, text);
    if (known === null || known === text) return true;
    this.held.delete(file);
    this.released(file);
    return false;
  }
}

/** Called before work on a file begins. Returns whether the file must be skipped. */
export type FileGuard = (file: string, text: string) => boolean;

/** Reports the current file to the watchdog, and skips files that an earlier server could not process. */
export function fileGuard(folder: string, files: readonly string[], activity: Activity): FileGuard {
  const quarantine = new Quarantine(files, (file) => forgetSuspect(folder, file));
  return (file, text) => {
    activity.workOn(file);
    return quarantine.holds(file, text);
  };
}
