import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseCxx } from '../build/inputs/castxml-cxx';
import type { Leftover } from '../build/pkl/leftovers';
import type { BuildModule, BuildTree, BuildType, SwigStep } from '../build/build-tree';
import type { PklState } from '../shared/type-state';
import { xmlFiles } from '../build/inputs/xml-files';
import type { SinceRun } from '../cache/action/last-run';
import type { Invocation, Trees, Verdict } from '../cache/api';
import { invocationOf } from './invocations';
import { type AffectedPaths, PathIndex } from './state/path-index';
import { configureNeedOf, runLikeSibling, type PredictedInput } from './state/configure-need';
import { igeneratorInputs, moduleStateOf, withSinceRun } from './state/module-state';
import { unknownModule, unknownType } from './state/unknown-states';
import { RewrittenOutputs } from './state/rewritten-outputs';
import { isSameStage } from './state/swig-state';
import { SwigStates } from './state/swig-states';
import { StatMemo } from '../host/stat-memo';
import type { XmlEvidence } from './state/xml-evidence';
import { xmlStateOf } from './state/xml-state';
import type { ConfigureNeed, ModuleStatus, NewType, StageState, TypeState } from '../shared/type-state';

/** The functions of lower layers that the pipeline uses. Tests pass others. */
export interface PipelineSources {
  /** Whether a run would hit. Never starts a process, never writes. */
  inspect(invocation: Invocation, signal: AbortSignal): Promise<Verdict>;
  /** Whether a run of SWIG would hit; null if that is not known. Without it, nothing is known. */
  inspectSwig?: (step: SwigStep) => Promise<boolean | null>;
  /** Whether SWIG or a module's igenerator would read the same as in its last run. Without them, only times count. */
  swigSinceRun?: (step: SwigStep) => Promise<SinceRun>;
  igeneratorSinceRun?: (module: BuildModule) => Promise<SinceRun>;
  /** The store's evidence about an XML on disk. Without it, only times decide. */
  compareXml?: (xml: string, verdict: Verdict, trees: Trees, byContent?: boolean) => Promise<XmlEvidence>;
  /** The disk may have changed, so earlier observations must not be used again. */
  renew(): void;
  /** Rejects if the file cannot be read. */
  readFile(file: string): Promise<Buffer>;
  readPklState(build: BuildTree, module: BuildModule): Promise<PklState>;
  /** Files in the pkl folder that no type of the build has written. */
  leftovers(build: BuildTree): Promise<Leftover[]>;
}

/** What has changed since the last report. */
export interface PipelineChange {
  types: readonly TypeState[];
  modules: readonly ModuleStatus[];
  /** All types that the build does not have yet, if that list changed, else null. */
  newTypes: readonly NewType[] | null;
  /** All leftovers, if that list changed, else null. */
  leftovers: readonly Leftover[] | null;
}

/** The result of an evaluation of the sources. */
export interface PredictionChange {
  types: readonly PredictedInput[];
  /** Types that were predicted before but are not any more. */
  removed: readonly string[];
  /** Whether `types` are all types that would be generated, so that no others are wrapped. */
  whole: boolean;
}

/** The number of types that are inspected in parallel. The work is mostly waiting for the disk. */
const CONCURRENCY = 4;
/** The interval between batches of changes, so that 817 first answers are not 817 messages. */
const BATCH_MS = 50;

/** The maximum time between writing an XML and storing its entry. */
const STORED_WITHIN_MS = 60_000;

/**
 * The state of every type and module of one build, kept up to date by {@link Pipeline.pathsChanged}. Everything has a state
 * from the start, at first `unknown`. The work continues in the background, and `onChange` reports its results.
 */
export class Pipeline {
  private readonly types = new Map<string, TypeState>();
  private readonly modules = new Map<string, ModuleStatus>();
  private readonly buildTypes: Map<string, BuildType>;
  private readonly buildModules: Map<string, BuildModule>;
  private readonly index: PathIndex;
  private readonly stats = new StatMemo();
  private readonly dirtyTypes: Set<string>;
  private readonly dirtyModules: Set<string>;
  private readonly dirtySwig: Set<string>;
  private readonly rewritten: RewrittenOutputs;
  private readonly swigStates: SwigStates;
  private readonly moduleInputs = new Map<string, readonly string[]>();
  /** Types in open files, which are refreshed before all others. */
  private readonly urgent = new Set<string>();
  private readonly changedTypes = new Set<string>();
  private readonly changedModules = new Set<string>();
  private readonly stop = new AbortController();
  /** What the sources would generate for each type that was evaluated. Null: nothing. */
  private readonly predicted = new Map<string, PredictedInput | null>();
  private readonly fresh = new Map<string, NewType>();
  private freshChanged = false;
  private left: readonly Leftover[] = [];
  private leftDirty = true;
  private leftChanged = false;
  private readonly idleWaiters: (() => void)[] = [];
  private running = 0;
  private flushTimer: NodeJS.Timeout | undefined;

  constructor(
    readonly build: BuildTree,
    private readonly sources: PipelineSources,
    private readonly onChange: (change: PipelineChange) => void,
  ) {
    this.buildTypes = new Map(build.types.map((type) => [type.name, type]));
    this.buildModules = new Map(build.modules.map((module) => [module.name, module]));
    this.index = new PathIndex(build);
    for (const type of build.types) this.types.set(type.name, unknownType(type));
    for (const module of build.modules) this.modules.set(module.name, unknownModule(module));
    this.dirtyTypes = new Set(this.types.keys());
    this.dirtyModules = new Set(this.modules.keys());
    this.rewritten = new RewrittenOutputs(build, this.stats);
    const { rewritten } = this;
    this.swigStates = new SwigStates(build, this.stats, { rewritten, sinceRun: sources.swigSinceRun });
    this.dirtySwig = new Set(build.types.flatMap(({ name, swig }) => (swig ? [name] : [])));
  }

  /** Refreshes the types of these files before all others, if they are still pending. */
  lookAtFirst(files: readonly string[]): void {
    for (const file of files) {
      const name = this.index.typeOfFile(file);
      if (name !== undefined && this.dirtyTypes.has(name)) this.urgent.add(name);
    }
  }

  /** Starts the work in the background. */
  start(): void {
    this.pump();
  }

  dispose(): void {
    this.stop.abort();
    clearTimeout(this.flushTimer);
    this.dirtyTypes.clear();
    this.dirtyModules.clear();
    this.dirtySwig.clear();
    this.leftDirty = false;
  }

  allTypes(): TypeState[] {
    return [...this.types.values()];
  }

  allModules(): ModuleStatus[] {
    return [...this.modules.values()];
  }

  type(name: string): TypeState | undefined {
    return this.types.get(name);
  }

  module(name: string): ModuleStatus | undefined {
    return this.modules.get(name);
  }

  /** The type that has this `.wrap`, `.cxx`, response file or XML. */
  typeOfFile(file: string): TypeState | undefined {
    const name = this.index.typeOfFile(file);
    return name === undefined ? undefined : this.types.get(name);
  }

  /** The headers that a type's last recorded run read. Null if none is recorded. */
  headersOf(type: string): readonly string[] | null {
    return this.index.headersOf(type);
  }

  /** Every header that a recorded run has read. */
  allHeaders(): string[] {
    return this.index.allHeaders();
  }

  /** The types whose last recorded run read this header. */
  typesReading(header: string): string[] {
    return this.index.typesReading(header);
  }

  /** The directories whose entries affect the states, for a watcher. */
  watchedDirectories(): string[] {
    return [...new Set([...this.index.watchedDirectories(), ...this.swigStates.directories()])].sort();
  }

  /** Types that an evaluation found and the build does not have, sorted by name. */
  newTypes(): NewType[] {
    return [...this.fresh.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Files in the pkl folder that no type of this build has written. */
  leftovers(): readonly Leftover[] {
    return this.left;
  }

  /** Takes the prediction of an evaluation, and compares it with what CMake generated. */
  evaluated({ types, removed, whole }: PredictionChange): void {
    const named = new Set(types.map(({ name }) => name));
    const gone = whole
      ? [...this.types.keys(), ...this.predicted.keys()].filter((name) => !named.has(name))
      : [];
    for (const type of types) this.expect(type.name, type);
    for (const name of [...removed, ...gone]) this.expect(name, null);
    this.pump();
  }

  private expect(name: string, type: PredictedInput | null): void {
    const before = this.predicted.get(name);
    const same = before?.cxx === type?.cxx && before?.wrap === type?.wrap;
    if (before !== undefined && same && before?.cutShort === type?.cutShort) return;
    this.predicted.set(name, type);
    this.dirtyTypes.add(name);
  }

  /** Refreshes everything that depends on these files and directories, and nothing else. */
  pathsChanged(paths: readonly string[]): void {
    this.stats.forget(paths);
    this.rewritten.clear();
    this.sources.renew();
    const affected: AffectedPaths = this.index.affectedBy(paths);
    for (const type of affected.types) this.dirtyTypes.add(type);
    for (const module of affected.modules) this.dirtyModules.add(module);
    for (const type of this.swigStates.affectedBy(paths)) this.dirtySwig.add(type);
    // A run is recorded after its outputs were written.
    if (paths.includes(this.swigStates.logFile)) this.refreshOtherCommands();
    const { pkl } = this.build.layout;
    this.leftDirty ||= paths.some((file) => path.dirname(file) === pkl);
    this.pump();
  }

  private refreshOtherCommands(): void {
    for (const { name, otherCommand } of this.types.values()) if (otherCommand) this.dirtyTypes.add(name);
    for (const { name, otherCommand } of this.modules.values()) if (otherCommand) this.dirtyModules.add(name);
  }

  /**
   * Called when something was stored. The XML of a run exists before its entry, so a type whose XML has just been written
   * may have been inspected in between. Such types are inspected again.
   */
  storeChanged(): void {
    const since = Date.now() - STORED_WITHIN_MS;
    for (const { name, state, xml } of this.types.values())
      if (state !== 'hit' && (this.stats.mtime(xml) ?? -Infinity) > since) this.dirtyTypes.add(name);
    this.sources.renew();
    this.pump();
  }

  /** Inspects everything again, for example after another store was chosen. */
  refreshAll(): void {
    this.stats.clear();
    this.rewritten.clear();
    this.sources.renew();
    for (const name of this.types.keys()) this.dirtyTypes.add(name);
    for (const name of this.modules.keys()) this.dirtyModules.add(name);
    this.swigStates.clear();
    for (const name of this.types.keys()) this.dirtySwig.add(name);
    this.leftDirty = true;
    this.pump();
  }

  /** Notes how many types of a module the cache has, unless the module has changed since. */
  lookedUp(module: ModuleStatus, cached: ModuleStatus['cached']): void {
    if (this.stop.signal.aborted || this.modules.get(module.name) !== module) return;
    this.modules.set(module.name, { ...module, cached });
    this.changedModules.add(module.name);
    this.scheduleFlush();
  }

  /** Resolves when nothing is pending. */
  async whenIdle(): Promise<void> {
    if (this.isIdle()) return;
    await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  private pump(): void {
    while (this.running < CONCURRENCY && !this.stop.signal.aborted) {
      const work = this.next();
      if (!work) break;
      this.running += 1;
      const ended = (): void => {
        this.running -= 1;
        this.pump();
      };
      work().then(ended, ended);
    }
    if (this.isIdle()) {
      this.flush();
      for (const resolve of this.idleWaiters.splice(0)) resolve();
    }
  }

  /** Whether every type and module was refreshed since its last change. */
  isIdle(): boolean {
    const { dirtyTypes, dirtyModules, dirtySwig } = this;
    return this.running + dirtyTypes.size + dirtyModules.size + dirtySwig.size === 0 && !this.leftDirty;
  }

  private next(): (() => Promise<void>) | undefined {
    for (const type of this.urgent) {
      this.urgent.delete(type);
      if (this.dirtyTypes.delete(type)) return () => this.refreshType(type);
    }
    const [module] = this.dirtyModules;
    if (module !== undefined) {
      this.dirtyModules.delete(module);
      return () => this.refreshModule(module);
    }
    const [type] = this.dirtyTypes;
    if (type !== undefined) {
      this.dirtyTypes.delete(type);
      return () => this.refreshType(type);
    }
    const [swig] = this.dirtySwig;
    if (swig !== undefined) {
      this.dirtySwig.delete(swig);
      return () => this.refreshSwig(swig);
    }
    // Leftovers come last. Finding them reads every index file, and a build that writes pkl files causes many such changes.
    if (this.leftDirty) {
      this.leftDirty = false;
      return () => this.refreshLeftovers();
    }
    return undefined;
  }

  private async refreshType(name: string): Promise<void> {
    const type = this.buildTypes.get(name);
    const previous = this.types.get(name);
    if (!type || !previous) return this.refreshNewType(name);
    const verdict = type.castxml ? await this.verdictOf(type.castxml) : undefined;
    // Without a manifest, the headers come from the XML, which names those of its declarations.
    const headers = verdict?.deps ?? (this.stats.mtime(type.xml) === null ? [] : await xmlFiles(type.xml));
    const stateOf = async (byContent: boolean): Promise<ReturnType<typeof xmlStateOf>> => {
      const evidence = await this.evidenceOf(type, verdict, byContent);
      const log = await this.swigStates.ninjaLog();
      return xmlStateOf(type, headers, this.stats, { verdict, evidence, log });
    };
    let xml = await stateOf(false);
    // A run with a depfile leaves an XML alone that is already right, so it may be older than its inputs.
    if (xml.state === 'stale' && type.castxml?.depfile && verdict?.state === 'hit') xml = await stateOf(true);
    const cxx = await this.textOf(type.cxx);
    const predicted = this.predicted.get(name);
    const configure =
      predicted === undefined ? null : await configureNeedOf(predicted, cxx, type, this.askFor);
    if (this.stop.signal.aborted) return;
    this.index.setInputs(name, headers, verdict?.includeDirs ?? []);
    this.types.set(name, {
      ...(this.types.get(name) ?? previous),
      state: verdict?.state ?? 'unknown',
      reason: verdict?.reason ?? null,
      l1: verdict?.l1 ?? null,
      l2: verdict?.l2 ?? null,
      root: verdict?.root ?? null,
      entry: verdict?.entry ?? null,
      xmlState: xml.state,
      staleBecause: xml.because,
      otherCommand: xml.otherCommand,
      instantiations: parseCxx(cxx ?? ''),
      configure,
    });
    this.changedTypes.add(name);
    this.scheduleFlush();
  }

  private async refreshSwig(name: string): Promise<void> {
    const type = this.buildTypes.get(name);
    if (!type) return;
    const seen = await this.swigStates.stateOf(type);
    const swig = { ...seen, cached: await this.isSwigCached(type.swig, seen) };
    // Reading interface files for the first time is synchronous and takes milliseconds, so other work comes in between.
    await setImmediate();
    const previous = this.types.get(name);
    if (this.stop.signal.aborted || !previous) return;
    if (isSameStage(previous.swig, swig)) return;
    this.types.set(name, { ...previous, swig });
    this.changedTypes.add(name);
    this.scheduleFlush();
  }

  /** Only of interest if SWIG has to run, and only known if its interface file exists. */
  private async isSwigCached(step: SwigStep | null, { state }: StageState): Promise<boolean | null> {
    const { inspectSwig } = this.sources;
    const runs = state === 'stale' || state === 'missing';
    if (!inspectSwig || !step || !runs || this.stats.mtime(step.source) === null) return null;
    return inspectSwig(step).catch(() => null);
  }

  private async evidenceOf(
    type: BuildType,
    verdict: Verdict | undefined,
    byContent: boolean,
  ): Promise<XmlEvidence> {
    const { compareXml } = this.sources;
    if (!compareXml || !verdict || this.stats.mtime(type.xml) === null) return { kind: 'unknown' };
    return compareXml(type.xml, verdict, { source: this.build.source, build: this.build.dir }, byContent);
  }

  private async refreshNewType(name: string): Promise<void> {
    const predicted = this.predicted.get(name) ?? null;
    const configure = predicted && (await this.needOfNewType(predicted));
    if (this.stop.signal.aborted) return;
    if (configure === null || predicted === null) {
      if (!this.fresh.delete(name)) return;
    } else this.fresh.set(name, { name, module: predicted.module, wrap: predicted.wrap, configure });
    this.freshChanged = true;
    this.scheduleFlush();
  }

  private async needOfNewType(predicted: PredictedInput): Promise<ConfigureNeed | null> {
    const [first] = this.modules.get(predicted.module)?.types ?? [];
    const sibling = this.buildTypes.get(first ?? '');
    if (!sibling) return configureNeedOf(predicted, null, null, this.askFor);
    const response = await this.sources.readFile(sibling.inc).catch(() => null);
    const { type, contents } = runLikeSibling(sibling, predicted, response);
    return configureNeedOf(predicted, null, type, this.askFor, contents);
  }

  private async textOf(file: string): Promise<string | null> {
    const bytes = await this.sources.readFile(file).catch(() => null);
    return bytes?.toString('utf8') ?? null;
  }

  private readonly askFor = (
    command: NonNullable<BuildType['castxml']>,
    contents: ReadonlyMap<string, Buffer>,
  ): Promise<Verdict | undefined> => this.verdictOf(command, contents);

  /**
   * The verdict of the cache. If the store cannot be read, this type's state stays unknown, and other states are not
   * affected.
   */
  private async verdictOf(
    command: NonNullable<BuildType['castxml']>,
    contents?: ReadonlyMap<string, Buffer>,
  ): Promise<Verdict | undefined> {
    const invocation = invocationOf(this.build, command);
    try {
      return await this.sources.inspect(
        contents === undefined ? invocation : { ...invocation, contents },
        this.stop.signal,
      );
    } catch {
      return undefined;
    }
  }

  private async refreshModule(name: string): Promise<void> {
    const module = this.buildModules.get(name);
    const previous = this.modules.get(name);
    if (!module || !previous) return;
    const pkl = await this.sources.readPklState(this.build, module).catch(() => previous.pkl);
    // Only some of a run's outputs may have been reported, for example because the folder of another one is new.
    this.stats.forget(module.igeneratorOutputs);
    let inputs = this.moduleInputs.get(name);
    if (!inputs) this.moduleInputs.set(name, (inputs = igeneratorInputs(this.build, module)));
    const log = await this.swigStates.ninjaLog();
    const telling = this.rewritten.telling(name, inputs, log);
    const seen = moduleStateOf(module, pkl, telling, this.stats, log);
    const { state, because, otherCommand, unnoticed } = await withSinceRun(seen, () =>
      this.sources.igeneratorSinceRun?.(module),
    );
    if (this.stop.signal.aborted) return;
    const found = { state, staleBecause: because, otherCommand, unnoticed, pkl, cached: null };
    this.modules.set(name, { ...previous, ...found });
    this.changedModules.add(name);
    this.scheduleFlush();
  }

  private async refreshLeftovers(): Promise<void> {
    const left = await this.sources.leftovers(this.build).catch(() => this.left);
    const names = (all: readonly Leftover[]): string =>
      all.map(({ file, key = '' }) => `${file} ${key}`).join('\n');
    if (this.stop.signal.aborted || names(left) === names(this.left)) return;
    this.left = left;
    this.leftChanged = true;
    this.scheduleFlush();
  }

  private scheduleFlush(): void {
    this.flushTimer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  private flush(): void {
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    if (this.stop.signal.aborted) return;
    const changed = this.changedTypes.size + this.changedModules.size > 0;
    if (!changed && !this.freshChanged && !this.leftChanged) return;
    const change: PipelineChange = {
      types: [...this.changedTypes].flatMap((name) => this.types.get(name) ?? []),
      modules: [...this.changedModules].flatMap((name) => this.modules.get(name) ?? []),
      newTypes: this.freshChanged ? this.newTypes() : null,
      leftovers: this.leftChanged ? this.left : null,
    };
    this.leftChanged = false;
    this.freshChanged = false;
    this.changedTypes.clear();
    this.changedModules.clear();
    this.onChange(change);
  }
}
