import path from 'node:path';
import { settledPath } from '../inputs/settled-path';

/** One run of SWIG as a build would start it. Relative paths are relative to `cwd`. */
export interface SwigInvocation {
  /** The SWIG program as given: a path, or a name to look up in PATH. */
  swig: string;
  args: readonly string[];
  cwd: string;
}

/** A depfile that a command asks for. */
export interface WantedDepfile {
  file: string;
  /** The rule's target, as it is written in the depfile. */
  target: string;
  /** Whether it lists the files of SWIG's library too. */
  withLibrary: boolean;
}

/** The arguments of a run that can be cached. Paths are absolute. */
export interface SwigRun {
  source: string;
  /** The value of `-o`. */
  output: string;
  /** The folder for the other files that SWIG writes. */
  outdir: string;
  /** The directories of `-I`, in their order. */
  includes: readonly string[];
  depfile: WantedDepfile | null;
  /** The arguments without those that name the outputs or the depfile. */
  rest: readonly string[];
}

/** Options whose value is the next argument. */
const WITH_VALUE = new Set([
  '-o',
  '-outdir',
  '-module',
  '-features',
  '-MF',
  '-interface',
  '-globals',
  '-package',
]);

/** Options with which SWIG does something else than to write wrappers, or writes to places that are not known here. */
const OTHER_USES =
  /^(?:-E|-S|-M|-MM|-MP|-MT|-oh|-xmlout|-external-runtime|-co|-ignoremissing|-outcurrentdir|-I-?|-help|-version|-swiglib|-copyright|-pcreversion|-debug-.*|-dump_?.*|@.*)$/;

/** Parses a command. Null if its run cannot be cached: it is not for Python, it names no output, or it does something else. */
export function parseSwigArguments({ args, cwd }: SwigInvocation): SwigRun | null {
  const source = args.at(-1);
  if (source === undefined || source.startsWith('-')) return null;
  const values = new Map<string, string>();
  const includes: string[] = [];
  const rest: string[] = [];
  const absolute = (file: string): string => settledPath(cwd, file);
  for (let i = 0; i < args.length - 1; i++) {
    const argument = args[i] ?? '';
    if (OTHER_USES.test(argument)) return null;
    if (argument.startsWith('-I')) includes.push(absolute(argument.slice(2)));
    if (WITH_VALUE.has(argument)) {
      const value = args[++i];
      if (value === undefined || i === args.length - 1) return null;
      values.set(argument, value);
      if (!OUTPUT_OPTIONS.has(argument)) rest.push(argument, value);
    } else if (!argument.startsWith('-')) return null;
    else if (!DEPFILE_OPTIONS.has(argument)) rest.push(argument);
  }
  const output = values.get('-o');
  const lists = args.includes('-MD') || args.includes('-MMD');
  const file = values.get('-MF');
  // Without a name, SWIG derives one from its output.
  if (output === undefined || !args.includes('-python') || lists !== (file !== undefined)) return null;
  const depfile =
    file === undefined ? null : { file: absolute(file), target: output, withLibrary: args.includes('-MD') };
  const outdir = values.get('-outdir');
  return {
    source: absolute(source),
    output: absolute(output),
    outdir: outdir === undefined ? path.dirname(absolute(output)) : absolute(outdir),
    includes,
    depfile,
    rest,
  };
}

const OUTPUT_OPTIONS = new Set(['-o', '-outdir', '-MF']);
const DEPFILE_OPTIONS = new Set(['-MD', '-MMD']);

/** The arguments with other places for the outputs and the depfile. */
export function redirected(
  { args }: SwigInvocation,
  places: { output: string; outdir: string; depfile: string },
): string[] {
  const changed = ['-MD', '-MF', places.depfile, '-outdir', places.outdir];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] ?? '';
    if (DEPFILE_OPTIONS.has(argument)) continue;
    if (OUTPUT_OPTIONS.has(argument) && i < args.length - 1) {
      i++;
      if (argument === '-o') changed.push('-o', places.output);
    } else changed.push(argument);
  }
  return changed;
}
