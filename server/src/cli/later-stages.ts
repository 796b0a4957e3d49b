import path from 'node:path';
import type { BuildModule, BuildTree, BuildType, SwigStep } from '../build/build-tree';
import { openActionCache } from '../cache/action-cache';
import { actionMissText } from '../cache/action/action';
import { cacheOptionsFromEnvironment } from '../cache/environment-options';
import type { SwigVerdict } from '../cache/swig/inspect-swig';
import { StatMemo } from '../host/stat-memo';
import { igeneratorInvocation, igeneratorSinceRun, swigInvocation } from '../pipeline/invocations';
import { stateOnDisk } from '../pipeline/runs/repair-plan';
import { RewrittenOutputs } from '../pipeline/state/rewritten-outputs';
import { SwigStates } from '../pipeline/state/swig-states';
import { otherCommandText } from '../shared/vocabulary';
import type { StageState } from '../shared/type-state';
import type { ModuleState } from '../shared/state-words';

/** The stages of a type after its XML. */
export interface LaterStages {
  /** Null if the build has no such module. */
  igenerator: {
    module: string;
    state: ModuleState;
    because: string | null;
    otherCommand: true | undefined;
    /** Whether a run for this type would hit; null if that is not known. */
    cache: 'hit' | 'miss' | null;
  } | null;
  /** Null if the build does not say how SWIG runs. */
  swig: (Omit<StageState, 'cached'> & { reads: number; cache: SwigVerdict }) | null;
}

/** Looks at the stages of a type after its XML. Starts no process. */
export async function laterStages(build: BuildTree, type: BuildType): Promise<LaterStages> {
  const actions = openActionCache(cacheOptionsFromEnvironment(process.env, process.platform));
  const module = build.modules.find(({ name }) => name === type.module);
  return {
    igenerator: module ? await igeneratorOf(build, module, type, actions) : null,
    swig: type.swig ? await swigOf(build, { ...type, swig: type.swig }, actions) : null,
  };
}

/** The stages as lines of text. */
export function laterStagesText({ igenerator, swig }: LaterStages): string[] {
  const words = (...parts: (string | null)[]): string => parts.filter(Boolean).join(' · ');
  const reason = ({
    because,
    otherCommand,
  }: {
    because: string | null;
    otherCommand?: true | undefined;
  }): string => (otherCommand ? otherCommandText() : path.basename(because ?? ''));
  return [
    ...(igenerator
      ? [
          `igenerator (${igenerator.module}): ${words(igenerator.state, reason(igenerator), igenerator.cache)}`,
        ]
      : []),
    ...(swig
      ? [`SWIG: ${words(swig.state, reason(swig), cacheText(swig.cache))} (${swig.reads} files read)`]
      : []),
  ];
}

const cacheText = (cache: SwigVerdict): string =>
  cache.state === 'miss' ? `miss: ${actionMissText(cache.reason)}` : cache.state === 'hit' ? 'hit' : '';

type Actions = ReturnType<typeof openActionCache>;

async function igeneratorOf(
  build: BuildTree,
  module: BuildModule,
  type: BuildType,
  actions: Actions,
): Promise<LaterStages['igenerator']> {
  const { state, because, otherCommand } = await stateOnDisk(build, module, (one) =>
    igeneratorSinceRun(actions, one),
  );
  const invocation = igeneratorInvocation(module);
  const cached = invocation && (await actions.inspectIgenerator(invocation));
  return { module: module.name, state, because, otherCommand, cache: cached?.get(type.name) ?? null };
}

async function swigOf(
  build: BuildTree,
  type: BuildType & { swig: SwigStep },
  actions: Actions,
): Promise<LaterStages['swig']> {
  const stats = new StatMemo();
  const states = new SwigStates(build, stats, {
    rewritten: new RewrittenOutputs(build, stats),
    sinceRun: (step) => actions.swigSinceRun(swigInvocation(step)),
  });
  const { state, because, otherCommand } = await states.stateOf(type);
  return {
    state,
    because,
    otherCommand,
    reads: states.readsOf(type).length,
    cache: await actions.inspectSwig(swigInvocation(type.swig)),
  };
}
