import { stat } from 'node:fs/promises';

/** A file's modification time in milliseconds since 1970; null where it is not there. */
export type Mtime = number | null;

/**
 * Modification times, asked of the disk once until forgotten: 817 types name the same headers some 500,000 times.
 */
export class StatMemo {
  private readonly known = new Map<string, Promise<Mtime>>();

  mtime(file: string): Promise<Mtime> {
    let answer = this.known.get(file);
    if (!answer) {
      answer = stat(file).then(
        (stats) => stats.mtimeMs,
        () => null,
      );
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
