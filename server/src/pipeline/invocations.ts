import type { BuildModule, BuildTree, BuildType, SwigStep } from '../build/build-tree';
import type { ActionCache } from '../cache/action-cache';
import type { Invocation } from '../cache/api';
import type { SinceRun } from '../cache/action/last-run';
import type { Snapshot } from '../cache/inputs/digests';
import type { IgeneratorInvocation } from '../cache/igenerator/igenerator-arguments';
import type { SwigInvocation } from '../cache/swig/swig-arguments';

/** The CastXML run of a type, as the cache needs it. */
export function invocationOf(build: BuildTree, command: NonNullable<BuildType['castxml']>): Invocation {
  const [castxml = 'castxml', ...args] = command.argv;
  return { castxml, args, cwd: command.cwd, trees: { source: build.source, build: build.dir } };
}

/** A run of SWIG, as the cache needs it. */
export function swigInvocation({ command: { argv, cwd } }: Pick<SwigStep, 'command'>): SwigInvocation {
  const [swig = 'swig', ...args] = argv;
  return { swig, args, cwd };
}

/** A module's run of igenerator, as the cache needs it. Null if the build does not say how it runs. */
export function igeneratorInvocation({
  igenerator,
}: Pick<BuildModule, 'igenerator'>): IgeneratorInvocation | null {
  if (!igenerator) return null;
  const [python = '', ...args] = igenerator.argv;
  return { python, args, cwd: igenerator.cwd };
}

/** Whether igenerator would read the same for a module as in its last run. */
export async function igeneratorSinceRun(
  actions: Pick<ActionCache, 'igeneratorSinceRun'>,
  module: BuildModule,
  snapshot?: Snapshot,
): Promise<SinceRun> {
  const invocation = igeneratorInvocation(module);
  return invocation ? actions.igeneratorSinceRun(invocation, snapshot) : { state: 'unknown' };
}
