import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { BuildTree } from '../../build/build-tree';
import type { ProcessRequest, ProcessRunner } from '../../host/process';
import { timesOf } from '../runs/partial-outputs';
import { ninjaOf, needsNinja } from '../runs/tool-plans';
import { targetsThatNeed, whatMakes } from './ninja-query';

/** How the making of libraries went. */
export interface LibrariesRun {
  /** The steps that succeeded: of a compiler, the linker, and copies of Python files. */
  ran: number;
  /** Modules whose library was up to date. */
  unchanged: string[];
  /** Modules whose library could not be made. */
  failed: string[];
  /** Modules whose library was not made because of a cancellation. */
  skipped: string[];
  /** What went wrong and what to do next. Null if nothing did. */
  problem: string | null;
}

/** What is told meanwhile. */
export interface LibrariesOptions {
  jobs: number;
  signal: AbortSignal;
  /** A line that ninja or one of its tools printed. */
  onLine: (line: string) => void;
  /** A step has ended, of so many that are known to be needed. */
  onStep: (done: number, total: number) => void;
}

/**
 * Makes the Python libraries of modules with ninja, which compiles and links whatever is out of date, and what all of them need of
 * the Python package. A failure stops only the libraries that need its result. Ninja removes the output of a
 * step that an abort ends.
 */
export async function makeLibraries(
  build: BuildTree,
  modules: readonly string[],
  runProcess: ProcessRunner,
  { jobs, signal, onLine, onStep }: LibrariesOptions,
): Promise<LibrariesRun> {
  const none = { ran: 0, unchanged: [], failed: [], skipped: [], problem: null };
  if (modules.length === 0) return none;
  const ninja = ninjaOf(build);
  if (ninja === null) return { ...none, failed: [...modules], problem: needsNinja(build) };
  const inBuild = (request: Omit<ProcessRequest, 'file' | 'cwd'>): ReturnType<ProcessRunner> =>
    runProcess({ file: ninja, cwd: build.dir, ...request });
  const libraryOf = await whatMakes(inBuild, modules.map(targetOf));
  const libraries = modules.map((name) => libraryOf.get(targetOf(name)) ?? null);
  const unknown = modules.filter((_, index) => libraries[index] === null);
  if (unknown.length > 0) return { ...none, failed: [...modules], problem: withoutRule(build, unknown) };
  const files = libraries.map((library) => path.resolve(build.dir, library ?? ''));
  const others: string[] = [];
  for (const target of OTHER_TARGETS) if ((await whatMakes(inBuild, [target])).size > 0) others.push(target);
  const before = await timesOf(files);
  const reader = new StepReader(onLine, onStep);
  const { code } = await inBuild({
    args: ['-k', '0', '-j', String(jobs), ...modules.map(targetOf), ...others],
    env: { ...process.env, NINJA_STATUS: '[%f/%t] ' },
    signal,
    onOutput: (stream, chunk) => reader.add(stream, chunk),
  });
  reader.end();
  const after = await timesOf(files);
  const left = modules.filter((_, index) => {
    const file = files[index] ?? '';
    return after.get(file) === before.get(file) || after.get(file) === null;
  });
  const ran = Math.max(0, reader.done - reader.failures);
  if (code === 0) return { ...none, ran, unchanged: left };
  if (signal.aborted) return { ...none, ran, skipped: left };
  const stopped = await targetsThatNeed(inBuild, reader.failed);
  const failed = left.filter((name) => stopped === null || stopped.has(targetOf(name)));
  return {
    ...{ ran, skipped: [], unchanged: left.filter((name) => !failed.includes(name)) },
    failed: failed.length > 0 ? failed : [LIBRARY],
    problem: couldNot(failed),
  };
}

/** What is named as failed if all libraries of modules are there. */
const LIBRARY = 'library';
/**
 * What `import itk` also needs, if the build has it: the copies of the package's Python files, and the library of the module
 * ITKPyBase, which wraps no types and which ITKCommon imports.
 */
const OTHER_TARGETS = ['copy_python_files', 'ITKPyBasePython'];
const targetOf = (module: string): string => `${module}Python`;

const withoutRule = ({ dir }: BuildTree, modules: readonly string[]): string =>
  `${dir} has no rule that links the Python library of ${modules.join(', ')}. ` +
  'Configure it again with -DITK_WRAP_PYTHON=ON, or stop earlier with --to cpp.';

const couldNot = (modules: readonly string[]): string =>
  `${modules.length === 1 ? 'The library' : 'The libraries'} of ${modules.join(', ') || 'some modules'} could not be made. ` +
  'Correct what the compiler or the linker says above, and run the same command again: only what is missing runs.';

/** Reads ninja's output line by line, and counts its steps. */
class StepReader {
  /** The steps that have ended, and how many of them failed. */
  done = 0;
  failures = 0;
  /** The outputs of the steps that failed. */
  readonly failed: string[] = [];
  private readonly streams = {
    stdout: { decoder: new StringDecoder('utf8'), rest: '' },
    stderr: { decoder: new StringDecoder('utf8'), rest: '' },
  };

  constructor(
    private readonly onLine: (line: string) => void,
    private readonly onStep: (done: number, total: number) => void,
  ) {}

  add(name: 'stdout' | 'stderr', chunk: Buffer): void {
    const stream = this.streams[name];
    const lines = (stream.rest + stream.decoder.write(chunk)).split('\n');
    stream.rest = lines.pop() ?? '';
    for (const line of lines) this.read(line);
  }

  end(): void {
    for (const stream of Object.values(this.streams)) if (stream.rest !== '') this.read(stream.rest);
  }

  private read(line: string): void {
    this.onLine(line);
    const [, done, total] = /^\[(\d+)\/(\d+)\] /.exec(line) ?? [];
    if (done !== undefined) {
      // After ninja has looked at globs, it begins to count anew.
      this.done = Number(done);
      this.onStep(this.done, Number(total));
    }
    const [, outputs] = /^FAILED: (?:\[code=\d+\] )?(.*)$/.exec(line) ?? [];
    if (outputs === undefined) return;
    this.failures += 1;
    this.failed.push(...outputs.trim().split(' '));
  }
}
