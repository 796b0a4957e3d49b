import type { Command } from 'commander';
import { plural } from '../../shared/plural';
import { exitCodes } from '../exit';
import { findServers, stopServers, type FoundServer } from './ask-server';
import { privateProblem } from '../../host/private-folder';
import { serverFolder } from './server-address';
import { note, say, sayJson } from '../terminal/output';

interface Options {
  json?: boolean;
}

/** `itk-wrap cache server status | stop`: the process that serves hits to builds. */
export function registerServerCommands(cache: Command): void {
  const server = cache.command('server').description('show or end the process that serves hits to builds');
  const add = (name: string, description: string): Command =>
    server.command(name).description(description).option('--json', 'print one JSON value');
  add('status', 'show the server, if one runs').action(status);
  add('stop', 'end the server; the next build starts a new one').action(stop);
}

async function status({ json }: Options): Promise<void> {
  noteProblem();
  const found = await findServers(process.env);
  if (json) sayJson(found);
  else if (found.length === 0) say('No server runs. The first run of a build that was set up starts one.');
  else say(found.map(describe).join('\n'));
}

async function stop({ json }: Options): Promise<void> {
  noteProblem();
  const stopped = await stopServers(process.env);
  if (json) sayJson(stopped);
  else if (stopped.length === 0) say('No server runs.');
  else
    say(
      stopped
        .map(({ pid, ended }) => (ended ? `Process ${pid} has ended.` : `Process ${pid} could not be ended.`))
        .join('\n'),
    );
  process.exitCode = stopped.every(({ ended }) => ended) ? exitCodes.ok : exitCodes.badNews;
}

/** Builds do without a server in a folder that is not private. */
function noteProblem(): void {
  const folder = serverFolder(process.env);
  const problem = folder === null ? null : privateProblem(folder);
  if (problem !== null && !problem.startsWith('ENOENT')) note(`itk-wrap: ${problem}`);
}

function describe({ socket, pid, state }: FoundServer): string {
  if (!state) return `Process ${pid} does not answer at ${socket}. “itk-wrap cache server stop” ends it.`;
  const { hits, declined, uptime, idle, memory, peakMemory, script } = state;
  return [
    `Process ${state.pid}: ${plural(hits, 'hit', 'hits')} served, ${plural(declined, 'run', 'runs')} left to the launcher.`,
    `Started ${duration(uptime)} ago, last asked ${duration(idle)} ago; ${megabytes(memory)} MB, at most ${megabytes(peakMemory)} MB.`,
    `Script: ${script}`,
    `Socket: ${socket}`,
  ].join('\n');
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
const duration = (seconds: number): string =>
  seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`;
