import type { BuildTree, BuildType } from '../../build/build-tree';
import { runProcess } from '../../host/process';
import { planLibraries, planPyi, runSteps } from '../../pipeline/runs/tool-plans';

/** Makes the libraries of modules, or the stubs, with the build's own tools. Returns why not, or null. */
export async function finishWithNinja(
  build: BuildTree,
  types: readonly BuildType[],
  to: 'library' | 'stubs',
  options: {
    jobs: number;
    signal: AbortSignal;
    onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  },
): Promise<string | null> {
  const modules = [...new Set(types.map(({ module }) => module))];
  const plan =
    to === 'library' ? planLibraries(build, modules, options.jobs) : await planPyi(build, runProcess);
  if ('refused' in plan) return plan.refused;
  const code = await runSteps(plan.steps, runProcess, options);
  return code === 0 || options.signal.aborted ? null : `The ${to} could not be made: see the messages above.`;
}
