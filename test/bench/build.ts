/**
 * Benchmarks the build tree: how long reading it takes, how long the server takes to know the state of every type, and what
 * a change of one header costs. `npm run bench:build -- [--build DIR] [--edit HEADER]`, after `npm run build`.
 *
 * The stores of ITK_WRAP_CACHE are only read. An empty store is put before them, so that the first measurement has no index
 * of hashes, and the second one is warm. The server is only told that a header changed. `--edit` names a header that is
 * really changed, and restored byte for byte. ITK_WRAPPING_PROFILES names a folder for V8's profiles of the server.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import { findBuilds } from '../../server/src/build/find/find-builds';
import { readPklState } from '../../server/src/build/pkl/pkl';
import { readBuild } from '../../server/src/build/read-build';
import type { BuildTree } from '../../server/src/build/build-tree';
import { methods, type TypeDetails } from '../../server/src/shared/protocol';
import { LspClient } from '../support/lsp-client';

const ROUNDS = 9;
const QUIET_MS = 400;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const row = (what: string, value: string, aim = ''): void =>
  console.log(`${what.padEnd(50)} ${value.padStart(9)}${aim && `   aim ${aim}`}`);
const ms = (value: number): string => `${value.toFixed(0)} ms`;

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Measures reading, in comparison with ninja loading the same build.ninja and with reading only the file. */
async function reading(dir: string): Promise<BuildTree> {
  const file = path.join(dir, 'build.ninja');
  readFileSync(file);
  const first = await timed(() => readBuild(dir));
  const [ours, ninja, bare, cpu]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    ours.push(await timed(() => readBuild(dir)));
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
    ninja.push(await timed(() => spawnSync('ninja', ['-C', dir, '-t', 'rules'], { maxBuffer: 1 << 28 })));
    bare.push(await timed(() => readFileSync(file)));
  }
  const build = await readBuild(dir);
  const { types, modules } = build;
  const size = (statSync(file).size / 1e6).toFixed(1);
  console.log(`${dir}: ${types.length} types, ${modules.length} modules, build.ninja of ${size} MB`);
  row('readBuild, the first in a process', ms(first), '250 ms');
  row('readBuild, median', ms(median(ours)), '250 ms');
  row('readBuild, CPU', ms(median(cpu)));
  row('ninja loads it, and ours / it', `${ms(median(ninja))} ${(median(ours) / median(ninja)).toFixed(2)}`);
  row('bare read, and ours / it', `${ms(median(bare))} ${(median(ours) / median(bare)).toFixed(1)}`);
  row(
    'pkl of all modules',
    ms(
      await timed(async () => {
        for (const module of modules) await readPklState(build, module);
      }),
    ),
  );
  row('findBuilds', ms(await timed(() => findBuilds([build.source]))));
  return build;
}

/** Starts a server on the build, and waits until it knows the state of every type. */
async function started(
  build: BuildTree,
  store: string,
  evaluation: boolean,
): Promise<{ client: LspClient; seconds: number; cpu: number }> {
  const profiles = process.env.ITK_WRAPPING_PROFILES;
  const before = performance.now();
  const client = await LspClient.start(
    build.source,
    { ITK_WRAP_CACHE: store },
    { buildDirectory: build.dir, evaluation: { enabled: evaluation } },
    { execArgv: profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [] },
  );
  await client.until('every state', () => client.changedTypes.size >= build.types.length, 120_000);
  return { client, seconds: (client.lastChanged - before) / 1000, cpu: cpuOf(client.pid) };
}

/** The milliseconds from telling the server about a header until it has reported the last affected state. */
async function headerChange(client: LspClient, header: string): Promise<{ ms: number; types: number }> {
  client.changedTypes.clear();
  const start = performance.now();
  await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: URI.file(header).toString(), type: FileChangeType.Changed }],
  });
  await client.until(`a state that ${header} bears on`, () => client.changedTypes.size > 0);
  while (performance.now() - client.lastChanged < QUIET_MS) await delay(20);
  return { ms: client.lastChanged - start, types: client.changedTypes.size };
}

function memoryOf(pid: number): number {
  const file = `/proc/${pid}/status`;
  return existsSync(file) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024 : NaN;
}

/** User and system time of a process and its threads so far, in seconds. Other load does not affect it. */
function cpuOf(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return NaN;
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function headers(client: LspClient, build: BuildTree, edit: string | undefined): Promise<void> {
  // A header that only its own class reads, and one that nearly all classes read.
  const [type] = build.types.filter(({ name }) => name === 'itkAbsImageFilter').concat(build.types);
  const details = await client.connection.sendRequest<TypeDetails | null>(methods.typeDetails, {
    type: type?.name,
  });
  const known = (details?.headers ?? []).map(({ uri }) => URI.parse(uri).fsPath);
  const named = (name: string): string | undefined => known.find((file) => path.basename(file) === name);
  for (const header of [named(`${type?.name}.h`), named('itkLightObject.h')]) {
    if (header === undefined) continue;
    const all: { ms: number; types: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) all.push(await headerChange(client, header));
    const types = all[0]?.types ?? 0;
    row(
      `${path.basename(header)} told changed: ${types} states`,
      ms(median(all.map((one) => one.ms))),
      '100 ms',
    );
  }
  if (edit === undefined) return;
  const [text, { atime, mtime }] = [readFileSync(edit), statSync(edit)];
  try {
    writeFileSync(edit, `${text.toString()}\n`);
    const { ms: edited, types } = await headerChange(client, edit);
    row(`${path.basename(edit)} changed: ${types} states`, ms(edited), '100 ms');
  } finally {
    writeFileSync(edit, text);
    utimesSync(edit, atime, mtime);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { build: { type: 'string' }, edit: { type: 'string' } } });
  const build = await reading(path.resolve(values.build ?? (await import('../support/itk')).itkBuild));
  const own = await mkdtemp(path.join(tmpdir(), 'itk-wrapping-bench-'));
  const store = [own, ...(process.env.ITK_WRAP_CACHE ?? '').split(path.delimiter)].filter(Boolean);
  try {
    for (const [what, aim, last] of [
      ['first', '2 s', false],
      ['warm', '0.8 s', true],
    ] as const) {
      const { client, seconds, cpu } = await started(build, store.join(path.delimiter), false);
      const hits = client.view?.types.filter(({ state }) => state === 'hit').length ?? 0;
      row(`all states, ${what} (${hits} HIT)`, `${seconds.toFixed(2)} s`, aim);
      row(`all states, ${what}, CPU`, `${cpu.toFixed(2)} s`);
      while (performance.now() - client.lastChanged < QUIET_MS) await delay(20);
      if (last) await headers(client, build, values.edit);
      row(`memory of the server, ${what}`, `${memoryOf(client.pid).toFixed(0)} MB`, '350 MB');
      await client.stop();
    }
    const { client } = await started(build, store.join(path.delimiter), true);
    await client.until('the evaluation', () => client.isQuiet(10_000), 180_000);
    row('memory of the server, sources evaluated', `${memoryOf(client.pid).toFixed(0)} MB`, '350 MB');
    await client.stop();
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

void main();
