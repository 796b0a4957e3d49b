import fs from 'node:fs';
import os from 'node:os';

/*
 * Where the resident server listens. `server/native/itk-castxml-cache-client.c` computes the same folder and the same name. A name
 * stands for the script of the server in its current state, and for the user, the machine and the container. So two of them
 * never meet, and a server of an older version is not asked anymore.
 */

/** The version of the frames. A server and a client with different versions have different sockets. */
export const PROTOCOL = 3;

/** The files of one server, as absolute paths. */
export interface ServerAddress {
  folder: string;
  socket: string;
  /** The secret that each request must contain, and the server's process id, in a file that only the user can read. */
  token: string;
  /** Exists while a server is being started. */
  lock: string;
}

/** The longest path that every system accepts as the name of a socket. */
const MAX_SOCKET_BYTES = 103;

/** The folder of the sockets. Null if the environment names none. */
export function serverFolder(environment: NodeJS.ProcessEnv): string | null {
  const { XDG_RUNTIME_DIR: runtime, XDG_CACHE_HOME: cache, HOME: home } = environment;
  if (runtime?.startsWith('/')) return `${runtime}/itk-wrap`;
  if (cache?.startsWith('/')) return `${cache}/itk-wrap-server`;
  return home?.startsWith('/') ? `${home}/.cache/itk-wrap-server` : null;
}

/** The address of the server with this script, for this user. Null on Windows, and if a path is missing or too long. */
export function serverAddress(script: string, environment: NodeJS.ProcessEnv): ServerAddress | null {
  const folder = serverFolder(environment);
  const identity = identityOf(script);
  return folder === null || identity === null ? null : addressIn(folder, fnv1a(identity));
}

/** The address of the server with this name. Null if its path is too long. */
export function addressIn(folder: string, name: string): ServerAddress | null {
  const file = (extension: string): string => `${folder}/${name}.${extension}`;
  const socket = file('sock');
  if (Buffer.byteLength(stagedSocket(socket)) > MAX_SOCKET_BYTES) return null;
  return { folder, socket, token: file('token'), lock: file('lock') };
}

/** The name under which a server creates its socket, before it renames it. */
export function stagedSocket(socket: string): string {
  return `${socket}.${process.pid}`;
}

/** The names of all servers that have a socket in a folder. */
export function serversIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder).flatMap((name) => /^([0-9a-f]{16})\.sock$/.exec(name)?.[1] ?? []);
  } catch {
    return [];
  }
}

function identityOf(script: string): string | null {
  const { geteuid, getegid } = process;
  if (!geteuid || !getegid) return null;
  const file = stat(script);
  if (!file) return null;
  const seconds = file.mtimeNs / 1_000_000_000n;
  const places = ['/proc/self/ns/mnt', '/'].map((place) => stat(place)?.ino ?? 0n);
  return `itk-wrap ${PROTOCOL} ${file.ino} ${file.size} ${seconds} ${places.join(' ')} ${geteuid()} ${getegid()} ${os.hostname()}`;
}

function stat(file: string): fs.BigIntStats | undefined {
  try {
    return fs.statSync(file, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** The 64-bit FNV-1a hash, which is short in C. Nothing depends on its strength, because the folder is private. */
function fnv1a(text: string): string {
  let hash = 14695981039346656037n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 1099511628211n);
  return hash.toString(16).padStart(16, '0');
}
