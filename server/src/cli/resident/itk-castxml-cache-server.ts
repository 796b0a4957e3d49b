import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { HitFinder, type ServedTool } from './hit-finder';
import { HitServer } from './hit-server';
import { serverAddress, stagedSocket, type ServerAddress } from './server-address';
import { makePrivate } from '../../host/private-folder';

/*
 * The resident server: `itk-castxml-cache-server.js IDLE-SECONDS`. The launcher starts it (resident/start-server.ts). It ends
 * itself when it was idle for that long, when its script or its socket is no longer its own, and when it needs too much memory.
 * A run never needs it.
 */

const CHECK_EVERY_MS = 5000;
const MAX_MEMORY_BYTES = 384 * 2 ** 20;
/** The time for the last answers to reach their clients. */
const LAST_ANSWERS_MS = 200;

function main(): void {
  const script = fs.realpathSync(process.argv[1] ?? '');
  const idleMs = Number(process.argv[2]) * 1000;
  const address = serverAddress(script, process.env);
  if (!address) return;
  const unlock = (): void => fs.rmSync(address.lock, { force: true });
  try {
    if (idleMs > 0 && makePrivate(address.folder) === null)
      unlessAnswered(address.socket, () => serve(script, address, idleMs, unlock), unlock);
    else unlock();
  } catch {
    unlock();
  }
}

/** A client of an older version finds no server and has one started, although there is one of this version. */
function unlessAnswered(socket: string, start: () => void, end: () => void): void {
  const client = net.connect(socket);
  client.on('connect', () => {
    client.destroy();
    end();
  });
  client.on('error', start);
}

function serve(script: string, address: ServerAddress, idleMs: number, unlock: () => void): void {
  const finder = new HitFinder();
  const token = crypto.randomBytes(32).toString('hex');
  const sources = [
    script,
    ...[...LAUNCHERS.keys()].map((name) => path.join(path.dirname(script), `${name}.js`)),
  ];
  const asStarted = sources.map(stateOf).join();
  const toolOf = toolsOf(script);
  let socketState = '';
  let ending = false;

  const isCurrent = (): boolean =>
    stateOf(address.socket) === socketState && sources.map(stateOf).join() === asStarted;
  const isSmall = everySecond(() => process.memoryUsage.rss() < MAX_MEMORY_BYTES);
  const isWanted = (): boolean => isCurrent() && server.idleMs < idleMs && isSmall();
  const end = (): void => {
    if (ending) return;
    ending = true;
    server.end();
    // If another server took its place, the files are of that one.
    if (stateOf(address.socket) === socketState)
      for (const file of [address.socket, address.token]) fs.rmSync(file, { force: true });
    finder.flush();
    setTimeout(() => process.exit(0), LAST_ANSWERS_MS);
  };
  const endIfUnwanted = (): void => {
    if (!isWanted()) end();
  };

  const server = new HitServer({
    finder,
    token,
    script,
    socket: address.socket,
    toolOf: (launcher) => (isCurrent() ? toolOf(launcher) : null),
    onServed: endIfUnwanted,
    onStop: end,
  });
  const staged = stagedSocket(address.socket);
  const listener = net.createServer(server.accept);
  listener.on('error', () => {
    unlock();
    process.exit(1);
  });
  const umask = process.umask(0o077);
  listener.listen({ path: staged, backlog: 511 }, () => {
    process.umask(umask);
    writeToken(address.token, token);
    socketState = stateOf(staged);
    fs.renameSync(staged, address.socket);
    unlock();
    setInterval(endIfUnwanted, Math.min(CHECK_EVERY_MS, idleMs / 2));
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
}

/** The token, and the process id for `itk-wrap cache server stop`. */
function writeToken(file: string, token: string): void {
  const staged = `${file}.${process.pid}`;
  fs.writeFileSync(staged, `${token}\n${process.pid}\n`, { mode: 0o600, flag: 'wx' });
  fs.renameSync(staged, file);
}

/** What changes if a file is replaced. A rename changes the ctime, so that is not part of it. */
function stateOf(file: string): string {
  const stats = fs.lstatSync(file, { bigint: true, throwIfNoEntry: false });
  return stats ? `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs}` : '';
}

/** The tool of each launcher next to the script. A launcher is the same in every request of a build. */
function toolsOf(script: string): (launcher: string) => ServedTool | null {
  const answers = new Map<string, ServedTool | null>();
  return (launcher) => {
    let answer = answers.get(launcher);
    if (answer === undefined) {
      const isBeside =
        path.isAbsolute(launcher) &&
        sameFile(path.join(path.dirname(launcher), path.basename(script)), script);
      answer = isBeside ? (LAUNCHERS.get(path.basename(launcher)) ?? null) : null;
      if (answers.size < 64) answers.set(launcher, answer);
    }
    return answer;
  };
}

const LAUNCHERS: ReadonlyMap<string, ServedTool> = new Map([
  ['itk-castxml-cache', 'castxml'],
  ['itk-swig-cache', 'swig'],
]);

function sameFile(file: string, script: string): boolean {
  try {
    return fs.realpathSync(file) === script;
  } catch {
    return false;
  }
}

main();

/** Asks at most once a second. Between that, the last answer counts. */
function everySecond(ask: () => boolean): () => boolean {
  let [askedMs, answer] = [-Infinity, false];
  return () => {
    if (performance.now() - askedMs < 1000) return answer;
    [askedMs, answer] = [performance.now(), ask()];
    return answer;
  };
}
