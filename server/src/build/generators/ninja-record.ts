import { appendFile } from 'node:fs/promises';
import type { ProcessRunner } from '../../host/process';
import { diskFs, textOrNull } from '../../host/build-files';
import { ninjaCommandHash } from './ninja-hash';
import { pathsOf } from '../build-paths';
import type { BuildCommand, BuildTree } from '../build-tree';
import { leadsOut } from '../../shared/path-parts';

/** A successful run of the build's own command without ninja. Times are milliseconds since 1970. */
export interface RecordedRun {
  command: BuildCommand;
  /** All outputs of the command in the build. */
  outputs: readonly string[];
  startedMs: number;
  endedMs: number;
}

/**
 * Writes runs into `.ninja_log` as ninja would have, so that it does not repeat the work. To ninja an output is up to date
 * if two conditions hold. The log has the hash of its command in build.ninja, and a time that is not older than any input.
 * We write the time at which the run began. Ninja then repeats the run if an input changed meanwhile.
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
  const version = before ? versionOf(before) : await versionOfProgram(build, runProcess);
  if (version === null || ninjaCommandHash('', version) === null) return;
  // CMake lists each output twice: by a relative path, and by an absolute path that begins with the folder as CMake knows
  // it.
  const home = build.cache.get('CMAKE_CACHEFILE_DIR') ?? build.dir;
  const spellings = (output: string): string[] => {
    const relative = paths.relative(build.dir, output);
    return (leadsOut(relative) ? [output] : [relative, `${home}/${relative}`]).map((name) =>
      name.replaceAll(paths.sep, '/'),
    );
  };
  const lines = runs.flatMap(({ command: { line }, outputs, startedMs, endedMs }) => {
    if (line === undefined) return [];
    const hash = (ninjaCommandHash(line, version) ?? 0n).toString(16);
    const took = Math.max(0, Math.round(endedMs - startedMs));
    const time = BigInt(Math.floor(startedMs)) * 1_000_000n;
    return outputs.flatMap(spellings).map((name) => `0\t${took}\t${time}\t${name}\t${hash}\n`);
  });
  if (lines.length === 0) return;
  const head = !before ? `# ninja log v${version}\n` : before.endsWith('\n') ? '' : '\n';
  // Append with a single write. A ninja that is running appends its lines in the same way.
  await appendFile(log, head + lines.join('')).catch(() => undefined);
}

function versionOf(log: string): number | null {
  const version = /^# ninja log v(\d+)\r?\n/.exec(log)?.[1];
  return version === undefined ? null : Number(version);
}

/** The version of the log that the build's ninja will write, if there is no log yet. */
async function versionOfProgram(build: BuildTree, runProcess: ProcessRunner): Promise<number | null> {
  const file = build.cache.get('CMAKE_MAKE_PROGRAM');
  if (!file) return null;
  try {
    const { stdout } = await runProcess({ file, args: ['--version'], cwd: build.dir });
    const [, major, minor] = /^(\d+)\.(\d+)/.exec(stdout.toString()) ?? [];
    const number = Number(major) * 100 + Number(minor);
    if (number >= 105 && number <= 111) return 5;
    return number === 112 ? 6 : number === 113 ? 7 : null;
  } catch {
    return null;
  }
}
