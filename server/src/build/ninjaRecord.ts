import { appendFile } from 'node:fs/promises';
import type { ProcessRunner } from '../util/process';
import { diskFs, textOrNull } from './files';
import { scanNinja } from './ninja';
import { ninjaCommandHash } from './ninjaHash';
import { absolute, pathKey, pathsOf } from './paths';
import { CASTXML, IGENERATOR } from './rawBuild';
import type { BuildTree } from './types';

/** A run of the build's own command that was started elsewhere, and ended well. Times in milliseconds since 1970. */
export interface RecordedRun {
  /** One of the files that it wrote. */
  output: string;
  startedMs: number;
  endedMs: number;
}

/**
 * Writes runs into `.ninja_log` as ninja would have, so that it does not do the same work again. It holds an output for
 * made where the log has it with the hash of the command as it is now, and with a time that no input is newer than: here
 * the time at which the run began, so that an input that changed while it ran makes ninja run it again.
 *
 * Nothing is written for a build of another tool, or for a log of a version that is not known; ninja then does it again.
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
  const byOutput = new Map(runs.map((run) => [pathKey(run.output), run]));
  // CMake gives each output twice, relative and by its absolute name, which begins with the folder as CMake knows it.
  const home = build.cache.get('CMAKE_CACHEFILE_DIR') ?? build.dir;
  const lines: string[] = [];
  await scanNinja({
    file: paths.join(build.dir, 'build.ninja'),
    dir: build.dir,
    fs: diskFs,
    wanted: [CASTXML, IGENERATOR],
    onEdge({ rule, command, outputs, implicitOutputs }) {
      // What another rule has beside its command (a response file) may be part of its hash.
      if (rule !== 'CUSTOM_COMMAND') return;
      const all = [...outputs, ...implicitOutputs];
      const run = all.map((name) => byOutput.get(pathKey(absolute(build.dir, name)))).find(Boolean);
      if (!run) return;
      const hash = (ninjaCommandHash(command, version) ?? 0n).toString(16);
      const took = Math.max(0, Math.round(run.endedMs - run.startedMs));
      const time = BigInt(Math.floor(run.startedMs)) * 1_000_000n;
      for (const name of all)
        for (const spelling of new Set([name, paths.isAbsolute(name) ? name : `${home}/${name}`]))
          lines.push(`0\t${took}\t${time}\t${spelling}\t${hash}\n`);
    },
  });
  if (lines.length === 0) return;
  const head = !before ? `# ninja log v${version}\n` : before.endsWith('\n') ? '' : '\n';
  // One write at the end of the file: a ninja that is running adds its lines in the same way.
  await appendFile(log, head + lines.join('')).catch(() => undefined);
}

function versionOf(log: string): number | null {
  const version = /^# ninja log v(\d+)\r?\n/.exec(log)?.[1];
  return version === undefined ? null : Number(version);
}

/** The version of the log that the build's ninja writes, where it has not written one yet. */
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
