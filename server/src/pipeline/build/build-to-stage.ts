import { readPklState } from '../../build/pkl/pkl';
import { readNinjaLog, type NinjaLog } from '../../build/generators/ninja-log';
import type { BuildModule, BuildTree, BuildType, SwigStep } from '../../build/build-tree';
import type { ActionCache } from '../../cache/action-cache';
import { mtimeOf, StatMemo } from '../../host/stat-memo';
import type { ProcessRunner } from '../../host/process';
import { reaches, type BuildStage } from '../../shared/states/build-stages';
import type { BuildServices } from '../build-services';
import { Pipeline } from '../pipeline';
import { inDependencyOrder } from '../runs/modules-in-order';
import { runCastxml, type CastxmlRun } from '../runs/run-castxml';
import { runIgenerator, type IgeneratorRun } from '../runs/run-igenerator';
import { igeneratorInputs, moduleStateOf, withSinceRun } from '../state/module-state';
import { SwigStates } from '../state/swig-states';
import { makeLibraries } from './make-libraries';
import { makeStubs, type StubsRun } from './make-stubs';
import { modulesNeeded } from './modules-needed';
import { isOlderToNinja } from './older-to-ninja';
import { runSwigSteps, type SwigStepRun } from './run-swig-steps';
import { searchedFolders } from './searched-folders';

/** What to build: types, and for stages after the XML also the modules that they are in. */
export interface BuildRequest {
  types: readonly BuildType[];
  to: BuildStage;
  /** The last stage of each type, if some go less far. */
  reached?: ReadonlyMap<BuildType, BuildStage> | undefined;
  /** Whether CastXML also runs for types whose XML is up to date but not in the cache. */
  fillCache?: boolean | undefined;
}

/** A stage whose runs are started here. Ninja compiles and links. */
export type OwnStage = 'castxml' | 'igenerator' | 'swig' | 'stubs';

/** Told of everything that happens. */
export interface BuildObserver {
  /** The number of runs that are known to be needed, including those that are done. It may grow. */
  planned(total: number): void;
  began(stage: OwnStage, what: string): void;
  castxml(run: CastxmlRun): void;
  igenerator(run: IgeneratorRun, output: string): void;
  swig(run: SwigStepRun): void;
  /** A line that ninja or the compiler printed. */
  libraryLine(line: string): void;
  /** A step of the compiler or the linker has ended. */
  libraryStep(): void;
  stubs(run: StubsRun): void;
  /** Something went wrong in a stage as a whole: what, and what to do next. */
  problem(text: string): void;
}

/** How a build went. Types count once for each stage. */
export interface BuildSummary {
  /** Runs of a tool for a type, steps of the compiler and the linker, and the run for the stubs. */
  ran: number;
  hits: number;
  /** Whatever was up to date already, so that nothing was looked up. A library and the stubs count once each. */
  unchanged: number;
  /** What failed, and what could not be run because something before it failed. */
  failed: string[];
  /** Whatever was not started because of a cancellation. */
  skipped: number;
  secondsSaved: number;
}

/** The engines that do the work. Tests pass others. */
export interface BuildTools {
  services: BuildServices;
  actions: Pick<ActionCache, 'swig'>;
  runProcess: ProcessRunner;
  /**
   * Runs igenerator through the cache.
   * @param counted is told the results of its types
   */
  igenerator: (
    counted: (parts: { hits: number; ran: number; secondsSaved: number }) => void,
  ) => ProcessRunner;
}

/**
 * Takes types to a stage by the shortest way: runs only what is missing or out of date among the XML, the outputs of igenerator
 * and SWIG, the libraries and the stubs that the stage needs, from the cache if possible. A failure stops whatever needs its
 * result, and nothing else. An abort ends the active runs and starts no others; outputs are complete or as they were.
 */
export async function buildToStage(
  build: BuildTree,
  { types, to, reached, fillCache = false }: BuildRequest,
  tools: BuildTools,
  options: { jobs: number; signal: AbortSignal; observer: BuildObserver },
): Promise<BuildSummary> {
  const run = new StageRun(build, tools, options, await readNinjaLog(build.dir));
  const goingTo = (stage: BuildStage): readonly BuildType[] =>
    types.filter((type) => reaches(to, stage) && reaches(reached?.get(type) ?? to, stage));
  const names = to === 'stubs' ? build.modules.map(({ name }) => name) : goingTo('interface').map(moduleOf);
  const modules = modulesNeeded(build, names);
  const needed = new Set(modules.flatMap((module) => module.types));
  const ofModules = build.types.filter(({ name }) => needed.has(name));
  await run.castxml([...new Set([...ofModules, ...types])], fillCache);
  await run.igenerator(modules);
  if (to === 'cpp') await run.swig(goingTo('cpp'));
  if (to === 'library') {
    // Python loads the libraries of the other modules, too.
    const linked = modulesNeeded(build, goingTo('library').map(moduleOf));
    const own = new Set(linked.map(({ name }) => name));
    await run.swig(build.types.filter(({ module }) => own.has(module)));
    await run.swig(linked);
    await run.libraries(linked);
  }
  if (to === 'stubs') await run.stubs();
  return run.summary;
}

const moduleOf = ({ module }: BuildType): string => module;

/** The stubs belong to no module. */
const STUBS = 'stubs';

class StageRun {
  readonly summary: BuildSummary = {
    ...{ ran: 0, hits: 0, unchanged: 0, failed: [], skipped: 0, secondsSaved: 0 },
  };
  /** Modules without igenerator outputs that can be used: something failed for them, or for a module that they need. */
  private readonly broken = new Set<string>();
  /** Modules without some of their C++. */
  private readonly withoutCpp = new Set<string>();
  private total = 0;

  constructor(
    private readonly build: BuildTree,
    private readonly tools: BuildTools,
    private readonly options: { jobs: number; signal: AbortSignal; observer: BuildObserver },
    /** As it was when the build began. */
    private readonly log: NinjaLog,
  ) {}

  /** Brings the XML of types up to date, and into the cache if `fillCache` is set. */
  async castxml(types: readonly BuildType[], fillCache: boolean): Promise<void> {
    const { observer } = this.options;
    const needed = await this.typesWithoutXml(types, fillCache);
    this.summary.unchanged += types.length - needed.length;
    this.plan(needed.length);
    const done = await runCastxml(this.build, needed, this.tools.services, this.tools.runProcess, {
      ...this.options,
      onStart: (type) => observer.began('castxml', type),
      onRun: (run) => observer.castxml(run),
    });
    const moduleOf = new Map(needed.map(({ name, module }) => [name, module]));
    for (const { outcome, type } of done.runs) {
      if (outcome !== 'failed') continue;
      this.summary.failed.push(type);
      this.broken.add(moduleOf.get(type) ?? '');
    }
    this.summary.ran += done.misses;
    this.summary.hits += done.hits;
    this.summary.skipped += done.skipped;
    this.summary.secondsSaved += done.secondsSaved;
  }

  /** Brings igenerator's outputs of modules up to date. `modules` come after the ones that they depend on. */
  async igenerator(modules: readonly BuildModule[]): Promise<void> {
    await inDependencyOrder(modules, this.options.jobs, async (module) => {
      if (this.options.signal.aborted) this.skip(module.name);
      else if ([module.name, ...module.dependencies].some((name) => this.broken.has(name)))
        this.fail(module.name);
      else await this.runModule(module);
    });
  }

  /** Brings SWIG's outputs up to date: those of types, and those of modules for their own interface file. */
  async swig(steps: readonly (BuildType | BuildModule)[]): Promise<void> {
    const { observer, signal } = this.options;
    const needed: SwigStep[] = [];
    const moduleOf = new Map<string, string>();
    const { services } = this.tools;
    // Earlier stages have changed files since they were looked at.
    services.renew();
    const states = new SwigStates(this.build, new StatMemo(), { sinceRun: services.swigSinceRun });
    for (const one of steps) {
      const module = 'module' in one ? one.module : one.name;
      moduleOf.set(one.name, module);
      if (signal.aborted) this.skip(one.name);
      else if (this.broken.has(module) || !one.swig) this.failCpp(one.name, module);
      else if (await this.mustRunSwig({ ...one, swig: one.swig }, states)) needed.push(one.swig);
      else this.summary.unchanged += 1;
    }
    this.plan(needed.length);
    const runs = await runSwigSteps(this.build, needed, this.tools.actions, this.tools.runProcess, {
      ...this.options,
      onStart: ({ name }) => observer.began('swig', name),
      onRun: (run) => observer.swig(run),
    });
    this.summary.skipped += needed.length - runs.length;
    for (const { outcome, step, secondsSaved } of runs) {
      if (outcome === 'failed') this.failCpp(step.name, moduleOf.get(step.name) ?? '');
      else if (outcome === 'hit') this.summary.hits += 1;
      else this.summary.ran += 1;
      this.summary.secondsSaved += secondsSaved;
    }
  }

  /** Brings the Python libraries of modules up to date, except of those without all of their C++. */
  async libraries(modules: readonly BuildModule[]): Promise<void> {
    const { options, summary } = this;
    const { observer, signal } = options;
    if (signal.aborted) return void (summary.skipped += modules.length);
    const ready = modules.filter(({ name }) => !this.withoutCpp.has(name));
    for (const { name } of modules) if (this.withoutCpp.has(name)) summary.failed.push(name);
    const before = this.total;
    const run = await makeLibraries(
      this.build,
      ready.map(({ name }) => name),
      this.tools.runProcess,
      {
        ...options,
        onLine: (line) => observer.libraryLine(line),
        onStep: (done, total) => {
          this.plan(before + total - this.total);
          if (done > 0) observer.libraryStep();
        },
      },
    );
    summary.ran += run.ran;
    summary.unchanged += run.unchanged.length;
    summary.skipped += run.skipped.length;
    summary.failed.push(...run.failed);
    if (run.problem !== null) observer.problem(run.problem);
  }

  /** Brings the stubs of all modules up to date. */
  async stubs(): Promise<void> {
    const { options, summary, log } = this;
    const { observer, signal } = options;
    if (signal.aborted) return void (summary.skipped += 1);
    if (this.broken.size > 0) return void summary.failed.push(STUBS);
    const run = await makeStubs(this.build, this.tools.runProcess, {
      ...{ log, signal },
      onStart: () => {
        this.plan(1);
        observer.began('stubs', STUBS);
      },
    });
    if (signal.aborted) return void (summary.skipped += 1);
    if (run.outcome === 'ran') summary.ran += 1;
    else if (run.outcome === 'unchanged') summary.unchanged += 1;
    else summary.failed.push(STUBS);
    if (run.outcome !== 'unchanged') observer.stubs(run);
    if (run.problem !== null) observer.problem(run.problem);
  }

  private async typesWithoutXml(types: readonly BuildType[], fillCache: boolean): Promise<BuildType[]> {
    // The states of other types and of modules are not needed.
    const pipeline = new Pipeline(
      { ...this.build, types, modules: [] },
      this.tools.services,
      () => undefined,
    );
    pipeline.start();
    await pipeline.whenIdle();
    const stats = new StatMemo();
    return types.filter((type) => {
      const { xmlState, state } = pipeline.type(type.name) ?? { xmlState: 'unknown', state: 'unknown' };
      if ((xmlState !== 'fresh' && xmlState !== 'unverified') || (fillCache && state === 'miss')) return true;
      // A hit leaves the XML alone, and records the run for ninja.
      return state === 'hit' && isOlderToNinja(type, pipeline.headersOf(type.name) ?? [], this.log, stats);
    });
  }

  private async mustRunSwig(
    one: (BuildType | BuildModule) & { swig: SwigStep },
    states: SwigStates,
  ): Promise<boolean> {
    if ((await states.stateOf(one)).state !== 'fresh') return true;
    const { cpp } = one.swig;
    const ranMs = Math.max(mtimeOf(cpp) ?? 0, this.log.get(cpp)?.at(-1)?.endedMs ?? 0);
    if (searchedFolders(this.build.dir, one.swig).some((folder) => (mtimeOf(folder) ?? 0) > ranMs))
      return true;
    // To ninja, the C++ of its types is an input of a module's own file, although SWIG does not read it.
    return !('module' in one) && this.cppOf(one).some((file) => (mtimeOf(file) ?? 0) > ranMs);
  }

  private cppOf({ name }: BuildModule): string[] {
    return this.build.types.flatMap(({ module, swig }) => (module === name && swig ? [swig.cpp] : []));
  }

  private async runModule(module: BuildModule): Promise<void> {
    const { build, summary } = this;
    const { observer, signal } = this.options;
    const pkl = await readPklState(build, module);
    const seen = moduleStateOf(module, pkl, igeneratorInputs(build, module), new StatMemo(), this.log);
    const { services } = this.tools;
    // Runs for other modules have changed files since they were looked at.
    services.renew();
    const { state } = await withSinceRun(seen, () => services.igeneratorSinceRun?.(module));
    if (state === 'complete') {
      summary.unchanged += module.types.length;
      return;
    }
    this.plan(1);
    observer.began('igenerator', module.name);
    const chunks: Buffer[] = [];
    let counted = { hits: 0, ran: module.types.length, secondsSaved: 0 };
    const runner = this.tools.igenerator((parts) => (counted = parts));
    const run = await runIgenerator(build, module, runner, {
      signal,
      onOutput: (_, chunk) => chunks.push(chunk),
    });
    if (signal.aborted) return this.skip(module.name);
    if (run.exitCode !== 0) this.fail(module.name);
    else {
      summary.ran += counted.ran;
      summary.hits += counted.hits;
      summary.secondsSaved += counted.secondsSaved;
    }
    observer.igenerator(run, Buffer.concat(chunks).toString());
  }

  private fail(module: string): void {
    this.summary.failed.push(module);
    this.broken.add(module);
  }

  private failCpp(name: string, module: string): void {
    this.summary.failed.push(name);
    this.withoutCpp.add(module);
  }

  private skip(name: string): void {
    this.summary.skipped += 1;
    this.broken.add(name);
  }

  private plan(runs: number): void {
    this.total += runs;
    this.options.observer.planned(this.total);
  }
}
