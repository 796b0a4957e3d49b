import type { BuildModule, BuildTree, BuildType, Instantiation, PklState } from '../build/types';
import { xmlFiles } from '../build/xmlFiles';
import type { Invocation, Verdict } from '../cache/types';
import { type AffectedPaths, PathIndex } from './pathIndex';
import { moduleStateOf } from './moduleState';
import { StatMemo } from './statMemo';
import { xmlStateOf } from './xmlState';
import type { ModuleStatus, TypeState } from './types';

/** What the pipeline asks of the layers below it; tests pass others. */
export interface PipelineSources {
  /** Whether a run would hit: never starts a process, never writes. */
  inspect(invocation: Invocation, signal: AbortSignal): Promise<Verdict>;
  /** The disk may have changed: what was remembered of it for earlier answers is not used again. */
  renew(): void;
  readInstantiations(cxx: string): Promise<Instantiation[]>;
  readPklState(build: BuildTree, module: BuildModule): Promise<PklState>;
}

export interface PipelineChange {
  types: readonly TypeState[];
  modules: readonly ModuleStatus[];
}

/** How many types are looked at at a time: the work is mostly waiting for the disk. */
const CONCURRENCY = 4;
/** Changes are told in batches this far apart, so that 817 first answers are not 817 messages. */
const BATCH_MS = 50;

/**
 * The state of every type and module of one build, kept true by {@link Pipeline.pathsChanged}.
 * Everything has a state at once, at first `unknown`; work goes on in the background and is told to `onChange`.
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
  private readonly changedTypes = new Set<string>();
  private readonly changedModules = new Set<string>();
  private readonly stop = new AbortController();
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
  }

  /** Begins the work in the background. */
  start(): void {
    this.pump();
  }

  dispose(): void {
    this.stop.abort();
    clearTimeout(this.flushTimer);
    this.dirtyTypes.clear();
    this.dirtyModules.clear();
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

  /** The type whose `.wrap`, `.cxx`, response file or XML this is. */
  typeOfFile(file: string): TypeState | undefined {
    const name = this.index.typeOfFile(file);
    return name === undefined ? undefined : this.types.get(name);
  }

  /** The headers that a type's last recorded run read; null where none is recorded. */
  headersOf(type: string): readonly string[] | null {
    return this.index.headersOf(type);
  }

  /** The types whose last recorded run read this header. */
  typesReading(header: string): string[] {
    return this.index.typesReading(header);
  }

  /** Directories whose entries decide the states, for a watcher. */
  watchedDirectories(): string[] {
    return this.index.watchedDirectories();
  }

  /** Looks again at what these files and directories bear on, and at nothing else. */
  pathsChanged(paths: readonly string[]): void {
    this.stats.forget(paths);
    this.sources.renew();
    const affected: AffectedPaths = this.index.affectedBy(paths);
    for (const type of affected.types) this.dirtyTypes.add(type);
    for (const module of affected.modules) this.dirtyModules.add(module);
    this.pump();
  }

  /** Looks at everything again, for example after another store was chosen. */
  refreshAll(): void {
    this.stats.clear();
    this.sources.renew();
    for (const name of this.types.keys()) this.dirtyTypes.add(name);
    for (const name of this.modules.keys()) this.dirtyModules.add(name);
    this.pump();
  }

  /** Resolves when nothing is left to look at. */
  async whenIdle(): Promise<void> {
    if (this.running === 0 && this.dirtyTypes.size === 0 && this.dirtyModules.size === 0) return;
    await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  private pump(): void {
    while (this.running < CONCURRENCY && !this.stop.signal.aborted) {
      const work = this.next();
      if (!work) break;
      this.running += 1;
      void work().finally(() => {
        this.running -= 1;
        this.pump();
      });
    }
    if (this.running === 0 && this.dirtyTypes.size === 0 && this.dirtyModules.size === 0) {
      this.flush();
      for (const resolve of this.idleWaiters.splice(0)) resolve();
    }
  }

  private next(): (() => Promise<void>) | undefined {
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
    return undefined;
  }

  private async refreshType(name: string): Promise<void> {
    const type = this.buildTypes.get(name);
    const previous = this.types.get(name);
    if (!type || !previous) return;
    const verdict = type.castxml ? await this.verdictOf(type.castxml) : undefined;
    // Where no manifest tells what was read, the XML itself names the headers that its declarations are of.
    const headers = verdict?.deps ?? (await xmlFiles(type.xml));
    const [xml, instantiations] = await Promise.all([
      xmlStateOf(type, headers, this.stats),
      this.sources.readInstantiations(type.cxx).catch(() => []),
    ]);
    if (this.stop.signal.aborted) return;
    this.index.setInputs(name, headers, verdict?.includeDirs ?? []);
    this.types.set(name, {
      ...previous,
      state: verdict?.state ?? 'unknown',
      reason: verdict?.reason ?? null,
      l1: verdict?.l1 ?? null,
      l2: verdict?.l2 ?? null,
      root: verdict?.root ?? null,
      entry: verdict?.entry ?? null,
      xmlState: xml.state,
      staleBecause: xml.because,
      instantiations,
    });
    this.changedTypes.add(name);
    this.scheduleFlush();
  }

  /** A store that cannot be read leaves the state unknown: it must not take the other states with it. */
  private async verdictOf(command: NonNullable<BuildType['castxml']>): Promise<Verdict | undefined> {
    try {
      return await this.sources.inspect(invocationOf(this.build, command), this.stop.signal);
    } catch {
      return undefined;
    }
  }

  private async refreshModule(name: string): Promise<void> {
    const module = this.buildModules.get(name);
    const previous = this.modules.get(name);
    if (!module || !previous) return;
    const pkl = await this.sources.readPklState(this.build, module).catch(() => previous.pkl);
    const xmls = module.types.flatMap((type) => this.buildTypes.get(type)?.xml ?? []);
    const state = await moduleStateOf(module, pkl, xmls, this.stats);
    if (this.stop.signal.aborted) return;
    this.modules.set(name, { ...previous, state, pkl });
    this.changedModules.add(name);
    this.scheduleFlush();
  }

  private scheduleFlush(): void {
    this.flushTimer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  private flush(): void {
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    if (this.stop.signal.aborted || this.changedTypes.size + this.changedModules.size === 0) return;
    const change: PipelineChange = {
      types: [...this.changedTypes].flatMap((name) => this.types.get(name) ?? []),
      modules: [...this.changedModules].flatMap((name) => this.modules.get(name) ?? []),
    };
    this.changedTypes.clear();
    this.changedModules.clear();
    this.onChange(change);
  }
}

/** The CastXML run of a type as the cache is asked for it. */
export function invocationOf(build: BuildTree, command: NonNullable<BuildType['castxml']>): Invocation {
  const [castxml = 'castxml', ...args] = command.argv;
  return { castxml, args, cwd: command.cwd, trees: { source: build.source, build: build.dir } };
}

function unknownType(type: BuildType): TypeState {
  return {
    name: type.name,
    module: type.module,
    wrap: type.wrap,
    cxx: type.cxx,
    inc: type.inc,
    xml: type.xml,
    state: 'unknown',
    reason: null,
    l1: null,
    l2: null,
    root: null,
    entry: null,
    xmlState: 'missing',
    staleBecause: null,
    instantiations: [],
  };
}

function unknownModule(module: BuildModule): ModuleStatus {
  return {
    name: module.name,
    wrappingDir: module.wrappingDir,
    types: module.types,
    dependencies: module.dependencies,
    state: 'never-run',
    stampGeneration: module.stampGeneration,
    stamp: module.stamp,
    pkl: { listed: 0, present: 0, missing: [], missingIndex: [], stampPresent: null },
  };
}
