import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Removes a folder although a process that ends, such as the resident server, may still write into it. */
export const WITH_RETRIES = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;

/**
 * Creates a folder for each test, which is removed after it. Call this inside `describe`. @returns a function that returns
 * the folder
 */
export function tempDir(): () => string {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'itk-wrap-test-'));
  });
  afterEach(() => rmSync(dir, WITH_RETRIES));
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
