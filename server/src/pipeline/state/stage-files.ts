import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { lastRun, lastRuns, readNinjaLog, type NinjaLog } from '../../build/generators/ninja-log';
import type { BuildModule, BuildType } from '../../build/build-tree';
import type {
  FileFact,
  GraphView,
  HeaderFact,
  HeaderIndex,
  ModuleFiles,
  PipelineFacts,
  RunningWork,
  TypeFiles,
} from '../../graph';
import type { Pipeline, PipelineChange } from '../pipeline';
import type { TypeState } from '../../shared/type-state';

const typesAtATime = 16;

/** The facts for a graph of the pipeline, read from disk. */
export function pipelineFacts(pipeline: Pipeline): Promise<PipelineFacts> {
  return new StageFiles(pipeline).facts();
}

/** The files of every stage of a build. Each is checked once, until it may have changed. */
export class StageFiles {
  private readonly types = new Map<string, Promise<TypeFiles>>();
  private readonly modules = new Map<string, Promise<ModuleFiles>>();
  private log: Promise<NinjaLog> | undefined;
  private pythonFiles: Promise<string[]> | undefined;
  private readonly pythonDir: string;
  private readonly typeNames: ReadonlySet<string>;

  constructor(readonly pipeline: Pipeline) {
    const { build } = pipeline;
    this.pythonDir = path.join(build.dir, 'Wrapping', 'Generators', 'Python', 'itk');
    this.typeNames = new Set(build.types.map(({ name }) => name));
  }

  /**
   * The folders that SWIG, the linker and pyi_generator write to. A watcher needs them in addition to the inputs of the
   * states.
   */
  directories(): string[] {
    return [this.pythonDir, ...this.pipeline.build.modules.map(({ name }) => this.cppDir(name))];
  }

  /**
   * Handles files that a watcher reported: what they belong to is checked again. Returns whether any of them belongs to a
   * stage.
   */
  filesChanged(files: readonly string[]): boolean {
    let any = false;
    for (const file of files) {
      const type = this.typeOf(file);
      if (type !== undefined) this.types.delete(type);
      else if (path.dirname(file) === this.pythonDir) this.modules.clear();
      else continue;
      any = true;
    }
    if (any) this.forgetShared();
    return any;
  }

  /** Forgets the files of changed types and modules. They are checked again for the next graph. */
  forget({ types, modules }: PipelineChange): void {
    this.forgetShared();
    for (const { name } of types) this.types.delete(name);
    for (const module of modules) {
      this.modules.delete(module.name);
      for (const type of module.types) this.types.delete(type);
    }
  }

  forgetAll(): void {
    this.forgetShared();
    this.types.clear();
    this.modules.clear();
  }

  /** The facts for a graph of `view`. Without a view, for any graph. */
  async facts(
    running: readonly RunningWork[] = [],
    view: GraphView = { kind: 'overview' },
  ): Promise<PipelineFacts> {
    const { pipeline } = this;
    const { build } = pipeline;
    const typeFiles = new Map<string, TypeFiles>();
    for (const type of build.types) {
      if (!needs(view, type)) continue;
      typeFiles.set(type.name, await this.ofType(type));
      // If the disk is slow, this lets other requests in between.
      if (typeFiles.size % typesAtATime === 0) await setImmediate();
    }
    const moduleFiles = new Map<string, ModuleFiles>();
    for (const module of build.modules) moduleFiles.set(module.name, await this.ofModule(module));
    return {
      build: build.dir,
      typeFiles,
      moduleFiles,
      modules: pipeline.allModules(),
      types: pipeline.allTypes(),
      headers: headerIndex(pipeline),
      running,
    };
  }

  /** The type of an interface file or of SWIG's `.cpp`. */
  private typeOf(file: string): string | undefined {
    const { name } = path.parse(file);
    const made = /^(.+?)(?:SwigInterface|Python)?$/.exec(name)?.[1];
    return [name, made].find((each) => each !== undefined && this.typeNames.has(each));
  }

  private cppDir(module: string): string {
    return path.join(this.pipeline.build.dir, 'Wrapping', 'Modules', module);
  }

  private forgetShared(): void {
    this.log = undefined;
    this.pythonFiles = undefined;
  }

  private ofType(type: BuildType): Promise<TypeFiles> {
    return remembered(this.types, type.name, () => this.readType(type));
  }

  private ofModule(module: BuildModule): Promise<ModuleFiles> {
    return remembered(this.modules, module.name, () => this.readModule(module));
  }

  private async readType(type: BuildType): Promise<TypeFiles> {
    const { build } = this.pipeline;
    const { layout } = build;
    const interfaces = [`${type.name}.i`, `${type.name}.idx`, `${type.name}SwigInterface.h`].map((name) =>
      path.join(layout.typedefs, name),
    );
    const index = layout.pkl === null ? null : path.join(layout.pkl, `${type.name}.index.txt`);
    const cpp = path.join(this.cppDir(type.module), `${type.name}Python.cpp`);
    const log = await this.ninjaLog();
    const runs = lastRuns(log.get(type.xml) ?? []);
    return {
      inputs: [type.cxx, type.inc].map(factOf),
      xml: factOf(type.xml),
      interfaces: [...interfaces, ...(index ? [index] : [])].map(factOf),
      pkl: this.pklOf(type),
      cpp: factOf(cpp),
      castxml: runs.full,
      cached: runs.cached,
      swig: lastRun(log.get(cpp)),
    };
  }

  /** The type's pkl files that are missing. A pkl file belongs to the type at the end of its name: `<Class>.<T>.pkl`. */
  private pklOf(type: BuildType): TypeFiles['pkl'] {
    const pkl = this.pipeline.module(type.module)?.pkl;
    if (!pkl || this.pipeline.build.layout.pkl === null) return null;
    const own = (file: string): boolean => path.basename(file).endsWith(`.${type.name}.pkl`);
    return { listed: null, missing: pkl.missing.filter(own) };
  }

  private async readModule(module: BuildModule): Promise<ModuleFiles> {
    this.pythonFiles ??= readdir(this.pythonDir).catch(() => []);
    const prefix = `_${module.name}Python.`;
    // The suffix depends on Python's version and the system.
    const library = (await this.pythonFiles).find(
      (name) => name.startsWith(prefix) && /\.(so|pyd|dylib)$/.test(name),
    );
    const log = await this.ninjaLog();
    return {
      library: factOf(path.join(this.pythonDir, library ?? `${prefix}so`)),
      stubs: [factOf(path.join(this.pythonDir, '_proxies.pyi'))],
      igenerator: module.igeneratorOutputs.map((file) => lastRun(log.get(file))).find(Boolean) ?? null,
    };
  }

  private ninjaLog(): Promise<NinjaLog> {
    this.log ??= readNinjaLog(this.pipeline.build.dir);
    return this.log;
  }
}

/** Whether a view shows the files of a type. The lower views show only the states of runs. */
function needs(view: GraphView, type: BuildType): boolean {
  return view.kind === 'overview' || (view.kind === 'module' && view.module === type.module);
}

/** The headers in the cache's manifests, each with its current state. */
function headerIndex(pipeline: Pipeline): HeaderIndex {
  return {
    headersOf(name) {
      const type = pipeline.type(name);
      const files = pipeline.headersOf(name);
      return type && files ? files.map((file) => headerFact(file, type)) : null;
    },
    usersOf: (header) => pipeline.typesReading(header),
  };
}

function headerFact(file: string, { reason, staleBecause }: TypeState): HeaderFact {
  const subject = reason && 'subject' in reason ? reason.subject : null;
  if (reason?.kind === 'header-removed' && subject === file) return { path: file, state: 'missing' };
  const changed = (reason?.kind === 'header-changed' && subject === file) || staleBecause === file;
  return { path: file, state: changed ? 'changed' : 'present' };
}

function remembered<T>(memo: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  let answer = memo.get(key);
  if (!answer) memo.set(key, (answer = read()));
  return answer;
}

/** Synchronous: an overview checks 6,500 files, and a promise for each would cost ten times what the disk does. */
function factOf(file: string): FileFact {
  let mtimeMs: number | null = null;
  try {
    mtimeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
  } catch {
    // In a folder that cannot be read, the file counts as missing.
  }
  return { path: file, mtimeMs };
}
