import fs from 'node:fs';
import net from 'node:net';
import { readJsonAnswer, simpleRequest } from './frames';
import type { ServerState } from './hit-server';
import { privateProblem } from '../../host/private-folder';
import { addressIn, serverFolder, serversIn, type ServerAddress } from './server-address';

/** A server of this user, as found by its socket. `state` is null if it does not answer. */
export interface FoundServer {
  socket: string;
  pid: number | null;
  state: ServerState | null;
}

const ANSWER_MS = 3000;
/** How long a server may take to end. */
const END_MS = 5000;
const TOKEN = /^([0-9a-f]{64})\n(\d+)\n$/;

/** All servers of this user whose sockets are in the folder of the environment, also those of other versions. */
export async function findServers(environment: NodeJS.ProcessEnv): Promise<FoundServer[]> {
  const found: FoundServer[] = [];
  for (const address of addresses(environment)) {
    const { token, pid } = readToken(address);
    const state = await ask(address, 'status', token);
    // A server that was killed leaves its socket.
    if (state || (pid !== null && isServer(pid))) found.push({ socket: address.socket, pid, state });
  }
  return found;
}

/** Ends all these servers. One that does not answer is killed. Returns those that ran, and whether they ended. */
export async function stopServers(
  environment: NodeJS.ProcessEnv,
): Promise<(FoundServer & { ended: boolean })[]> {
  const stopped: (FoundServer & { ended: boolean })[] = [];
  await started(environment);
  for (const address of addresses(environment)) {
    const { token, pid } = readToken(address);
    const state = await ask(address, 'stop', token);
    const running = state?.pid ?? pid;
    const found = { socket: address.socket, pid: running, state };
    if (running !== null && isServer(running)) {
      const ended = (state !== null && (await hasEnded(running))) || (await kill(running));
      stopped.push({ ...found, ended });
    } else if (state) stopped.push({ ...found, ended: true });
    if (stopped.at(-1)?.ended !== false) removeFiles(address, token);
  }
  return stopped;
}

function addresses(environment: NodeJS.ProcessEnv): ServerAddress[] {
  const folder = serverFolder(environment);
  if (folder === null || privateProblem(folder) !== null) return [];
  return serversIn(folder).flatMap((name) => addressIn(folder, name) ?? []);
}

/** Waits for a server that is being started at the moment. */
async function started(environment: NodeJS.ProcessEnv): Promise<void> {
  const folder = serverFolder(environment);
  if (folder === null || privateProblem(folder) !== null) return;
  const isStarting = (): boolean => fs.readdirSync(folder).some((name) => name.endsWith('.lock'));
  for (const began = performance.now(); isStarting() && performance.now() - began < ANSWER_MS;)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

function readToken({ token: file }: ServerAddress): { token: string; pid: number | null } {
  try {
    const [, token = '', pid = ''] = TOKEN.exec(fs.readFileSync(file, 'latin1')) ?? [];
    return { token, pid: pid === '' ? null : Number(pid) };
  } catch {
    return { token: '', pid: null };
  }
}

function ask(
  { socket: file }: ServerAddress,
  what: 'status' | 'stop',
  token: string,
): Promise<ServerState | null> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const socket = net.connect({ path: file });
    const finish = (): void => {
      socket.destroy();
      const state = readJsonAnswer(bytes);
      resolve(state === undefined ? null : (state as ServerState));
    };
    const timer = setTimeout(finish, ANSWER_MS);
    socket.on('data', (chunk: Buffer) => (bytes = Buffer.concat([bytes, chunk])));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      finish();
    });
    socket.write(simpleRequest(what, token));
  });
}

/** Whether a process is a server of this program. Its number may have been given to another one. */
function isServer(pid: number): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('itk-castxml-cache-server.js\0');
  } catch {
    return false;
  }
}

async function hasEnded(pid: number): Promise<boolean> {
  for (const began = performance.now(); performance.now() - began < END_MS;) {
    if (!isServer(pid)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

async function kill(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return !isServer(pid);
  }
  return hasEnded(pid);
}

/** Removes what a killed server left, unless another one took its place meanwhile. */
function removeFiles(address: ServerAddress, token: string): void {
  if (readToken(address).token !== token) return;
  for (const file of [address.socket, address.token]) fs.rmSync(file, { force: true });
}
