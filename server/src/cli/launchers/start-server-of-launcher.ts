import fs from 'node:fs';
import path from 'node:path';

/** The client found no resident server, so start one for later runs. */
export async function startServer(): Promise<void> {
  delete process.env.ITK_WRAP_CACHE_SERVER_START;
  try {
    const module = await import('../resident/start-server');
    await module.startServer(programFolder(), process.env);
  } catch {
    // The next run that finds no server tries again.
  }
}

/** The folder of this program. A native build has no separate script. */
function programFolder(): string {
  const script = process.argv[1];
  return path.dirname(fs.realpathSync(script?.endsWith('.js') ? script : process.execPath));
}
