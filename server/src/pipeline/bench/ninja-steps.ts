import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunOutcome } from '../../shared/reasons';
import type { ProcessRunner } from '../../host/process';
import type { BenchRun, BenchTree } from './bench-trees';

/** How to run ninja. */
export interface NinjaOptions {
  /** The ninja to start. */
  program: string;
  /** The launcher to put before castxml if `cached` is set: `itk-castxml-cache`. */
  launcher: readonly string[];
  cached: boolean;
  /** The folder for build files. */
  folder: string;
  store: string;
  jobs: number;
  runProcess: ProcessRunner;
  signal: AbortSignal;
  onRun: (type: string) => void;
}

/** Runs castxml for a whole tree through ninja, as a build does, with one process for each type. */
export async function runThroughNinja(tree: BenchTree, options: NinjaOptions): Promise<RunOutcome[]> {
  const own = path.join(options.folder, 'ninja');
  await mkdir(own, { recursive: true });
  const file = path.join(own, 'build.ninja');
  await writeFile(file, buildFile(tree.runs, options.cached ? options.launcher : []));
  let output = '';
  let told = 0;
  const { stdout } = await options.runProcess({
    file: options.program,
    // Every edge runs, whatever the log says about the previous phase, because the outputs do not exist.
    args: ['-C', own, '-v', '-k', '0', '-j', String(options.jobs)],
    env: { ...process.env, ...environment(options.store) },
    signal: options.signal,
    onOutput: (_, chunk) => {
      output += chunk.toString();
      const ended = [...output.matchAll(/^\[(\d+)\/\d+\]/gm)].length;
      for (; told < ended; told++) options.onRun(tree.runs[told]?.type ?? '');
    },
  });
  const text = stdout.toString();
  const failed = [...text.matchAll(/^FAILED: /gm)].map((): RunOutcome => 'failed');
  if (!options.cached)
    return [...failed, ...Array<RunOutcome>(tree.runs.length - failed.length).fill('bypass')];
  return [
    ...failed,
    ...[...text.matchAll(/^itk-castxml-cache: (HIT|MISS) +\S+(?: \((l1)?)?/gm)].map(outcomeOf),
  ];
}

function outcomeOf([, word, level]: RegExpMatchArray): RunOutcome {
  if (word === 'MISS') return 'miss';
  return level ? 'hit-l1' : 'hit-l2';
}

function environment(store: string): NodeJS.ProcessEnv {
  return {
    ITK_WRAP_CACHE: store,
    ITK_WRAP_CACHE_VERBOSE: '1',
    ITK_WRAP_CACHE_BYPASS: undefined,
    ITK_WRAP_CACHE_REMOTE: undefined,
    ITK_WRAP_CACHE_MAX_SIZE: '1T',
  };
}

function buildFile(runs: readonly BenchRun[], launcher: readonly string[]): string {
  const edges = runs.map(({ output, invocation: { castxml, args, cwd } }) => {
    const command = inDirectory(cwd, [...launcher, castxml, ...args]);
    return `build ${ninjaPath(output)}: run\n  command_line = ${command.replaceAll('$', '$$$$')}\n`;
  });
  return `rule run\n  command = $command_line\n${edges.join('')}`;
}

/**
 * A command line in the form that ninja needs. On POSIX systems a shell runs it. On Windows the system does, which has no
 * `cd`.
 */
function inDirectory(cwd: string, words: readonly string[]): string {
  if (process.platform === 'win32')
    return `cmd /c "cd /d ${windowsWord(cwd)} && ${words.map(windowsWord).join(' ')}"`;
  return `cd ${shellWord(cwd)} && ${words.map(shellWord).join(' ')}`;
}

const PLAIN = /^[\w./:=+,@%-]+$/;
const shellWord = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
const windowsWord = (word: string): string =>
  PLAIN.test(word.replaceAll('\\', '/')) ? word : `"${word.replaceAll('"', '\\"')}"`;

const ninjaPath = (file: string): string => file.replace(/[$ :]/g, '$$$&');
