import { statSync } from 'node:fs';

/** A file's modification time in milliseconds since 1970; null if it does not exist. */
export type Mtime = number | null;

/** Remembers modification times until they are forgotten. 817 types name the same headers some 500,000 times. */
export class StatMemo {
  private readonly known = new Map<string, Mtime>();

  /** Synchronous, because a promise for each of thousands of headers takes many times as long as the call itself. */
  mtime(file: string): Mtime {
    let answer = this.known.get(file);
    if (answer === undefined) {
      answer = mtimeOf(file);
      this.known.set(file, answer);
    }
    return answer;
  }

  forget(files: readonly string[]): void {
    for (const file of files) this.known.delete(file);
  }

  clear(): void {
    this.known.clear();
  }
}

/** A file’s modification time, from the disk. */
export function mtimeOf(file: string): Mtime {
  try {
    return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
  } catch {
    // A folder on the way is not accessible or not a folder.
    return null;
  }
}

const SECOND_MS = 1000;

/**
 * Whether a file may have changed after another one was made, by their times in milliseconds. CMake's `configure_file(… COPYONLY)`
 * gives a copy, such as that of pyBase.i, the time of its original without the fraction of the second. So a time in whole seconds
 * is the whole second, unless the other time has no fraction either, as on a file system that keeps none.
 */
export function isNewer(changed: number, made: number): boolean {
  if (changed > made) return true;
  return changed % SECOND_MS === 0 && made % SECOND_MS !== 0 && made - changed < SECOND_MS;
}
