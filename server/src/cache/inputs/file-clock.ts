import fs from 'node:fs';

/**
 * Creates a temporary file, and returns its ctime once the clock that stamps files has advanced. Every later modification
 * then has a later ctime. That clock advances in steps of some milliseconds, and is behind the process's own clock. Null if
 * the file cannot be created.
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
      // If the clock is this coarse, modifications during the run of castxml cannot be recognized.
      if (performance.now() > tooLong) return null;
    }
  } catch {
    return null;
  }
}
