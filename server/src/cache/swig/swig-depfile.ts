import { depfileText } from '../inputs/depfile';
import { settledPath } from '../inputs/settled-path';
import type { SwigInvocation, SwigRun, WantedDepfile } from './swig-arguments';
import type { SwigTool } from './swig-tool';

/** A run that also writes a depfile for ninja. Null if SWIG itself is asked for one already, because two are one too many. */
export function withDepfile(
  run: SwigRun,
  { args, cwd }: SwigInvocation,
  depfile: string | undefined,
): SwigRun | null {
  if (depfile === undefined) return run;
  if (run.depfile) return null;
  const target = args[args.indexOf('-o') + 1] ?? run.output;
  return { ...run, depfile: { file: settledPath(cwd, depfile), target, withLibrary: false } };
}

/** The text of a depfile for the files that a run read. */
export function swigDepfileText(
  { target, withLibrary }: WantedDepfile,
  inputs: readonly string[],
  tool: SwigTool,
): Buffer {
  return depfileText(target, withLibrary ? [...tool.files, ...inputs] : inputs);
}
