import { appendFile, rm, stat } from 'node:fs/promises';
import type { ProcessRunner } from '../../host/process';
import { diskFs, textOrNull } from '../../host/build-files';
import { openRegularFile } from '../../host/read-regular-file';
import { ninjaCommandHash } from './ninja-hash';
import { ninjaLogVersion, UNFINISHED } from './ninja-log';
import { pathsOf } from '../build-paths';
import type { BuildCommand, BuildTree } from '../build-tree';
import { leadsOut } from '../../shared/path-parts';
import type { DepsRecord } from './ninja-deps';
import { recordDeps } from './record-deps';

/** A successful run of the build's own command without ninja. Times are milliseconds since 1970. */
export interface RecordedRun {
  command: BuildCommand;
  /** All outputs of the command in the build. */
  outputs: readonly string[];
  /** The names in its depfile, in their bytes, if ninja's rule has one. */
  inputs?: readonly Buffer[] | undefined;
  startedMs: number;
  endedMs: number;
}

/**
 * Writes runs into `.ninja_log` as ninja would have, so that it does not repeat the work. To ninja an output is up to date
 * if two conditions hold. The log has the hash of its command in build.ninja, and a time that is not older than any input.
 * We write the time at which the run began. Ninja then repeats the run if an input changed meanwhile.
 *
 * If the rule has a depfile, ninja must also know what the run read: from `.ninja_deps`, or from the depfile itself. A run
 * for which that is not possible is not written, because ninja would then use an older list. Call `forgetInNinja` before each run.
 *
 * Nothing is written for other build tools or for an unknown version of the log. Ninja then repeats the work.
 */
export async function recordInNinja(
  build: BuildTree,
  runs: readonly RecordedRun[],
  runProcess: ProcessRunner,
): Promise<void> {
  if (!build.generator.startsWith('Ninja') || runs.length === 0) return;
  const paths = pathsOf(build.dir);
  const log = paths.join(build.dir, '.ninja_log');
  const before = await textOrNull(log, diskFs);
  const program = once(() => versionOfProgram(build, runProcess));
  const version = before ? ninjaLogVersion(before) : logVersionOf(await program());
  if (version === null || ninjaCommandHash('', version) === null) return;
  const known = await withKnownInputs(build, runs, async () => ((await program()) ?? 0) >= WITH_DEPS_4);
  const lines = known.flatMap(({ command: { line }, outputs, startedMs, endedMs }) => {
    if (line === undefined) return [];
    const hash = (ninjaCommandHash(line, version) ?? 0n).toString(16);
    const took = Math.max(0, Math.round(endedMs - startedMs));
    const time = BigInt(Math.floor(startedMs)) * 1_000_000n;
    return outputs
      .flatMap((output) => namesOf(build, output))
      .map((name) => `0\t${took}\t${time}\t${name}\t${hash}\n`);
  });
  if (lines.length === 0) return;
  const head = !before ? `# ninja log v${version}\n` : before.endsWith('\n') ? '' : '\n';
  // Append with a single write. A ninja that is running appends its lines in the same way.
  await appendFile(log, head + lines.join('')).catch(() => undefined);
}

/**
 * Makes ninja forget the last run for outputs, so that it repeats the next one unless that is recorded. Without this, a run that is
 * killed leaves new outputs beside an old list of what they were made from, and ninja would not notice a change of anything else.
 */
export async function forgetInNinja(
  build: Pick<BuildTree, 'dir' | 'generator' | 'cache'>,
  outputs: readonly string[],
): Promise<void> {
  if (!build.generator.startsWith('Ninja') || outputs.length === 0) return;
  const log = pathsOf(build.dir).join(build.dir, '.ninja_log');
  const lines = outputs
    .flatMap((output) => namesOf(build, output))
    .map((name) => `0\t0\t0\t${name}\t${UNFINISHED}\n`);
  const isWhole = await endsWithLine(log);
  // Without a log, ninja knows of no run.
  if (isWhole === null) return;
  await appendFile(log, (isWhole ? '' : '\n') + lines.join('')).catch(() => undefined);
}

/** Whether the last line of a file is complete. Null if the file cannot be read, or is empty. */
async function endsWithLine(file: string): Promise<boolean | null> {
  try {
    const handle = await openRegularFile(file);
    try {
      const { size } = await handle.stat();
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
      return bytesRead === 0 ? null : buffer[0] === 0x0a;
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

/**
 * The names of an output in the log. CMake lists each output twice: by a relative path, and by an absolute path that begins with the
 * folder as CMake knows it.
 */
function namesOf(build: Pick<BuildTree, 'dir' | 'cache'>, output: string): string[] {
  const paths = pathsOf(build.dir);
  const home = build.cache.get('CMAKE_CACHEFILE_DIR') ?? build.dir;
  const first = nameOf(build, output);
  return paths.isAbsolute(first) ? [first] : [first, `${home}/${first}`.replaceAll(paths.sep, '/')];
}

/** The name of an output in build.ninja. */
function nameOf(build: Pick<BuildTree, 'dir'>, output: string): string {
  const paths = pathsOf(build.dir);
  const relative = paths.relative(build.dir, output);
  return (leadsOut(relative) ? output : relative).replaceAll(paths.sep, '/');
}

/** The runs whose inputs ninja knows now. */
async function withKnownInputs(
  build: BuildTree,
  runs: readonly RecordedRun[],
  isSupported: () => Promise<boolean>,
): Promise<RecordedRun[]> {
  const known: RecordedRun[] = [];
  const listed: { run: RecordedRun; record: DepsRecord; depfile: string }[] = [];
  for (const run of runs) {
    const { depfile } = run.command;
    if (!depfile) known.push(run);
    else if (!depfile.deps) {
      if (await isWrittenSince(depfile.file, run.startedMs)) known.push(run);
    } else if (run.inputs) {
      const [output = ''] = run.outputs;
      const mtimeNs = await stat(output, { bigint: true }).then(
        (stats) => stats.mtimeNs,
        () => null,
      );
      if (mtimeNs === null) continue;
      const record = { output: nameOf(build, output), mtimeNs, inputs: run.inputs };
      listed.push({ run, record, depfile: depfile.file });
    }
  }
  const records = listed.map(({ record }) => record);
  if (records.length === 0 || !(await recordDeps(build.dir, records, isSupported))) return known;
  // Ninja removes them, too.
  for (const { depfile } of listed) await rm(depfile, { force: true }).catch(() => undefined);
  return [...known, ...listed.map(({ run }) => run)];
}

/** The inaccuracy of file times. */
const SLACK_MS = 1000;

function isWrittenSince(file: string, sinceMs: number): Promise<boolean> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs >= sinceMs - SLACK_MS,
    () => false,
  );
}

/** The first ninja with version 4 of `.ninja_deps`. */
const WITH_DEPS_4 = 109;

/** The version of the log that a ninja writes. */
function logVersionOf(program: number | null): number | null {
  if (program === null || program < 105) return null;
  if (program <= 111) return 5;
  return program === 112 ? 6 : program === 113 ? 7 : null;
}

/** The version of the build's ninja: 111 for 1.11. Null if it is unknown. */
async function versionOfProgram(build: BuildTree, runProcess: ProcessRunner): Promise<number | null> {
  const file = build.cache.get('CMAKE_MAKE_PROGRAM');
  if (!file) return null;
  try {
    const { stdout } = await runProcess({ file, args: ['--version'], cwd: build.dir });
    const [, major, minor] = /^(\d+)\.(\d+)/.exec(stdout.toString()) ?? [];
    const number = Number(major) * 100 + Number(minor);
    return Number.isNaN(number) ? null : number;
  } catch {
    return null;
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
