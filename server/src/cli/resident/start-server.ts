import fs from 'node:fs';
import path from 'node:path';
import { findProgram } from '../../cache/invocation/find-program';
import { makePrivate } from '../../host/private-folder';
import { serverAddress } from './server-address';

/** A server that was started this long ago and still has the lock did not start. */
const START_MS = 10_000;
const IDLE_SECONDS = 600;

/** What the server needs of its environment. The rest, such as `NODE_OPTIONS`, is of the build. */
const KEPT = ['PATH', 'HOME', 'XDG_RUNTIME_DIR', 'XDG_CACHE_HOME'];

/**
 * Starts the resident server in the background, unless another process is doing so. The build does not wait for it. Whatever goes
 * wrong, runs go on without a server.
 *
 * @param folder the folder of the launcher
 */
export async function startServer(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  if (environment.ITK_WRAP_CACHE_SERVER === '0') return;
  const script = path.join(folder, 'itk-castxml-cache-server.js');
  const address = serverAddress(script, environment);
  const node = process.versions.bun ? findProgram('node', folder, environment) : process.execPath;
  if (!address || !node || makePrivate(address.folder) !== null || !lock(address.lock)) return;
  const { spawn } = await import('node:child_process');
  const seconds = Number(environment.ITK_WRAP_CACHE_SERVER_IDLE);
  const child = spawn(node, [script, String(seconds > 0 ? seconds : IDLE_SECONDS)], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
    env: Object.fromEntries(KEPT.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []))),
  });
  child.on('error', () => fs.rmSync(address.lock, { force: true }));
  child.unref();
}

/** Takes the lock, which the server removes once it listens. */
function lock(file: string): boolean {
  const since = fs.lstatSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (since !== undefined && Math.abs(Date.now() - since) < START_MS) return false;
  if (since !== undefined) fs.rmSync(file, { force: true });
  try {
    fs.writeFileSync(file, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
