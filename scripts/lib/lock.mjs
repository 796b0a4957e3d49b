// A lock between processes that cannot outlive its holder.
import { spawn } from 'node:child_process';

/**
 * Runs `action` while no other process holds `file`, and says so if it has to wait. It is a kernel lock, held by a `flock`
 * process that ends when its standard input closes. So it is released when this process ends, even by SIGKILL.
 */
export async function withLock(file, action) {
  const holder = spawn('flock', ['--exclusive', file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const waiting = setTimeout(() => console.log(`  … another process is busy: waiting for ${file}`), 1000);
  try {
    await new Promise((resolve, reject) => {
      holder.stdout.once('data', resolve);
      holder.once('close', () => reject(new Error(`The lock ${file} could not be taken.`)));
      holder.once('error', (error) =>
        reject(
          error.code === 'ENOENT' ? new Error('The program flock is missing: install util-linux.') : error,
        ),
      );
    });
  } finally {
    clearTimeout(waiting);
  }
  try {
    return await action();
  } finally {
    holder.stdin.end();
  }
}
