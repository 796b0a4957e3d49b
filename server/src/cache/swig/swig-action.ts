import path from 'node:path';
import { leadsOut } from '../../shared/path-parts';
import type { Action } from '../action/action';
import type { ExpectedOutputs } from '../action/find-action';
import { settledPath } from '../inputs/settled-path';
import { findTrees } from '../invocation/tree-pair';
import type { SwigInvocation, SwigRun } from './swig-arguments';
import type { SwigTool } from './swig-tool';

/** The action of a run. */
export function swigAction({ cwd, args: given }: SwigInvocation, run: SwigRun, tool: SwigTool): Action {
  const trees = findTrees(run.output);
  // The library is part of the tool's digest, wherever it is.
  const inLibrary = (argument: string): string =>
    argument.startsWith('-I') && isInside(settledPath(cwd, argument.slice(2)), tool.library)
      ? `-I\0L/${path.relative(tool.library, settledPath(cwd, argument.slice(2)))}`
      : argument;
  const { output, outdir, rest } = run;
  // SWIG prints names as they are spelled in its arguments, so another spelling is another action.
  const args = [...rest.map(inLibrary), '-o', output, '-outdir', outdir, given.at(-1) ?? ''];
  return { tool: 'swig', toolDigest: tool.digest, args, cwd, environment: [], trees, names: tool.names };
}

/** What SWIG writes. */
export const swigOutputs = (run: SwigRun): ExpectedOutputs => ({
  owns: (file) => ownsOutput(run, file),
  isWhole: (outputs) => outputs.includes(run.output) && outputs.some((file) => file.endsWith('.py')),
});

/** SWIG writes the file of `-o`, a header beside it for directors, and Python modules into the output folder. */
function ownsOutput({ output, outdir }: SwigRun, file: string): boolean {
  if (file === output) return true;
  const { dir, name } = path.parse(output);
  const at = path.dirname(file);
  return (at === dir && path.basename(file) === `${name}.h`) || (at === outdir && file.endsWith('.py'));
}

/** Whether a file is a folder or inside it. */
export const isInside = (file: string, folder: string): boolean => !leadsOut(path.relative(folder, file));
