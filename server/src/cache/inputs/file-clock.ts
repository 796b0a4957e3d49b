import fs from 'node:fs';

/**
 * Creates the temporary file and returns its ctime, once the clock that stamps files has moved on from there: whatever
 * is modified from now on has a later one. That clock stands still for some milliseconds at a time, and lags behind the
 * process's own. Null if there is no place for the file.
 */
export async function clockOfFiles(file: string): Promise<number | null> {
  try {
    fs.writeFileSync(file, '', { flag: 'wx', mode: 0o600 });
    const beganMs = fs.statSync(file).ctimeMs;
    const tooLong = performance.now() + 1000;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const now = new Date();
      fs.utimesSync(file, now, now);
      if (fs.statSync(file).ctimeMs > beganMs) return beganMs;
      // A file system whose clock is this coarse cannot tell what was modified while castxml ran.
      if (performance.now() > tooLong) return null;
    }
  } catch {
    return null;
  }
}
