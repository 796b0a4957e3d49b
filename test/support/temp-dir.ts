import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Removes a folder although a process that ends, such as the resident server, may still write into it. `maxRetries` of `rmSync` is not
 * enough: it tries to remove the same folder again, but not what has appeared in it.
 */
export function removeFolder(dir: string): void {
  for (let tries = 1; ; tries++)
    try {
      return rmSync(dir, { recursive: true, force: true });
    } catch (error) {
      if (tries === TRIES) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
}

const TRIES = 20;
const PAUSE_MS = 100;

/**
 * Creates a folder for each test, which is removed after it. Call this inside `describe`. @returns a function that returns
 * the folder
 */
export function tempDir(): () => string {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'itk-wrap-test-'));
  });
  afterEach(() => removeFolder(dir));
  return () => dir;
}

/** Writes files, given by their path below `dir`. */
export function writeFiles(dir: string, files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
