import path from 'node:path';
import { isPklDatabase } from '../../build/pkl/pkl-database';
import type { BuildTree } from '../../build/build-tree';
import { igeneratorInputs } from './module-state';

/** The types and modules, by name, that a change affects. */
export interface AffectedPaths {
  types: Set<string>;
  modules: Set<string>;
}

/** Maps files and directories to the types and modules that depend on them, so that a change only refreshes those. */
export class PathIndex {
  private readonly ownFiles = new Map<string, string>();
  private readonly typeModule = new Map<string, string>();
  private readonly xmlFiles = new Map<string, string>();
  private readonly modulesOfFile = new Map<string, string>();
  /** The modules whose igenerator reads each file that is not the XML of a type: an `.idx` of another module, igenerator.py. */
  private readonly moduleReaders = new Map<string, string[]>();
  private readonly typesOfResponseFile = new Map<string, string[]>();
  /**
   * The inputs of each type according to the build, whether its run reads them or not. An XML that is older than one of them
   * is stale.
   */
  private readonly buildInputs = new Readers();
  private readonly headers = new Readers();
  private readonly includeDirs = new Readers();
  private readonly inputs = new Map<string, { deps: readonly string[]; dirs: readonly string[] }>();

  constructor(private readonly build: BuildTree) {
    for (const type of build.types) {
      this.typeModule.set(type.name, type.module);
      for (const file of [type.wrap, type.cxx, type.xml]) if (file) this.ownFiles.set(file, type.name);
      // In 5.x, many types share one response file, so it belongs to none of them.
      if (path.basename(type.inc).startsWith(`${type.name}.`)) this.ownFiles.set(type.inc, type.name);
      const sharing = this.typesOfResponseFile.get(type.inc);
      if (sharing) sharing.push(type.name);
      else this.typesOfResponseFile.set(type.inc, [type.name]);
      this.xmlFiles.set(type.xml, type.module);
      this.buildInputs.set(type.name, type.inputs);
    }
    for (const module of build.modules) {
      for (const file of module.igeneratorOutputs) this.modulesOfFile.set(file, module.name);
      if (module.stamp) this.modulesOfFile.set(module.stamp, module.name);
      for (const file of igeneratorInputs(build, module)) {
        if (this.xmlFiles.has(file)) continue;
        const readers = this.moduleReaders.get(file);
        if (readers) readers.push(module.name);
        else this.moduleReaders.set(file, [module.name]);
      }
    }
  }

  typeOfFile(file: string): string | undefined {
    return this.ownFiles.get(file);
  }

  /** Records the headers and include directories that a type was last seen to depend on. */
  setInputs(type: string, deps: readonly string[], dirs: readonly string[]): void {
    const before = this.inputs.get(type);
    if (before?.deps === deps && before.dirs === dirs) return;
    this.headers.set(type, deps);
    this.includeDirs.set(type, dirs);
    this.inputs.set(type, { deps, dirs });
  }

  /** The headers that a type was last seen to depend on. Null if unknown. */
  headersOf(type: string): readonly string[] | null {
    const deps = this.inputs.get(type)?.deps;
    return deps && deps.length > 0 ? deps : null;
  }

  /** Every header that a type was last seen to depend on. */
  allHeaders(): string[] {
    return [...this.headers.files()];
  }

  /** The types that were last seen to depend on a header, sorted by name. */
  typesReading(header: string): string[] {
    return [...new Set(this.readersOf(header))].sort();
  }

  affectedBy(paths: readonly string[]): AffectedPaths {
    const types = new Set<string>();
    const modules = new Set<string>();
    for (const file of paths) {
      const own = this.ownFiles.get(file);
      if (own) types.add(own);
      const readers = this.readersOf(file);
      for (const type of [...readers, ...this.buildInputs.of(file)]) types.add(type);
      // A new file may shadow a header that was read, so types with its directory on their include path are affected.
      if (readers.length === 0) for (const type of this.includeDirs.of(path.dirname(file))) types.add(type);
      const module = this.modulesOfFile.get(file) ?? this.xmlFiles.get(file) ?? this.moduleOfPkl(file);
      if (module) modules.add(module);
      for (const reader of this.moduleReaders.get(file) ?? []) modules.add(reader);
      // All modules share one database.
      if (path.dirname(file) === this.build.layout.pkl && isPklDatabase(file))
        for (const { name, stampGeneration } of this.build.modules)
          if (stampGeneration === 'sqlite-stamp') modules.add(name);
    }
    return { types, modules };
  }

  watchedDirectories(): string[] {
    const dirs = new Set<string>([this.build.layout.inputs, this.build.layout.typedefs]);
    if (this.build.layout.pkl) dirs.add(this.build.layout.pkl);
    for (const module of this.build.modules) if (module.wrappingDir) dirs.add(module.wrappingDir);
    for (const file of [
      ...this.modulesOfFile.keys(),
      ...this.moduleReaders.keys(),
      ...this.typesOfResponseFile.keys(),
      ...this.headers.files(),
      ...this.buildInputs.files(),
    ])
      dirs.add(path.dirname(file));
    for (const dir of this.includeDirs.files()) dirs.add(dir);
    return [...dirs].sort();
  }

  /** The types that read a header, or that share a response file. */
  private readersOf(file: string): string[] {
    return [...(this.typesOfResponseFile.get(file) ?? []), ...this.headers.of(file)];
  }

  /** The module of a pkl or index file. `<Class>.<T>.pkl` and `<T>.index.txt` belong to T's module. */
  private moduleOfPkl(file: string): string | undefined {
    if (path.dirname(file) !== this.build.layout.pkl) return undefined;
    const parts = path.basename(file).split('.');
    for (const part of parts) {
      const module = this.typeModule.get(part);
      if (module) return module;
    }
    return undefined;
  }
}

/**
 * Records which types read which files. Hundreds of types read the same hundreds of headers, half a million pairs in all. So
 * files and types are numbers, and the map from a file to its types is rebuilt on demand after a change, in milliseconds.
 */
class Readers {
  private readonly idOfFile = new Map<string, number>();
  private readonly fileOfId: string[] = [];
  /** The files of each type, as numbers once they have been queried. */
  private readonly read = new Map<string, readonly string[] | Uint32Array>();
  /** Types of one module share their lists. */
  private readonly idsOfList = new WeakMap<readonly string[], Uint32Array>();
  private inverse: { types: string[]; starts: Uint32Array; readers: Uint32Array } | null = null;

  set(type: string, files: readonly string[]): void {
    this.read.set(type, files);
    this.inverse = null;
  }

  /** The types that read a file. */
  of(file: string): string[] {
    const { types, starts, readers } = (this.inverse ??= this.invert());
    const id = this.idOfFile.get(file);
    if (id === undefined) return [];
    return [...readers.subarray(starts[id], starts[id + 1])].map((type) => types[type] ?? '');
  }

  /** Every file that some type reads. */
  files(): string[] {
    const { starts } = (this.inverse ??= this.invert());
    return this.fileOfId.filter((_, id) => (starts[id + 1] ?? 0) > (starts[id] ?? 0));
  }

  private idsOf(files: readonly string[] | Uint32Array): Uint32Array {
    if (files instanceof Uint32Array) return files;
    let ids = this.idsOfList.get(files);
    if (!ids) {
      ids = Uint32Array.from(files, (file) => this.idOf(file));
      this.idsOfList.set(files, ids);
    }
    return ids;
  }

  private idOf(file: string): number {
    let id = this.idOfFile.get(file);
    if (id === undefined) {
      id = this.fileOfId.length;
      this.idOfFile.set(file, id);
      this.fileOfId.push(file);
    }
    return id;
  }

  /** The types of all files, concatenated; `starts` has the index of each file's first type. */
  private invert(): { types: string[]; starts: Uint32Array; readers: Uint32Array } {
    const all = [...this.read].map(([type, files]): [string, Uint32Array] => {
      const ids = this.idsOf(files);
      this.read.set(type, ids);
      return [type, ids];
    });
    const starts = new Uint32Array(this.fileOfId.length + 1);
    for (const [, ids] of all) for (const id of ids) starts[id + 1]! += 1;
    for (let id = 0; id < this.fileOfId.length; id += 1) starts[id + 1]! += starts[id]!;
    const next = starts.slice();
    const readers = new Uint32Array(starts.at(-1) ?? 0);
    for (const [type, [, ids]] of all.entries()) for (const id of ids) readers[next[id]!++] = type;
    const types = all.map(([type]) => type);
    return { types, starts, readers };
  }
}
