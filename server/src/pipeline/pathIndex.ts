import path from 'node:path';
import { isPklDatabase } from '../build/pklDatabase';
import type { BuildTree } from '../build/types';

export interface AffectedPaths {
  types: Set<string>;
  modules: Set<string>;
}

/** Which types and modules a file or directory bears on, so that a change costs what it touches. */
export class PathIndex {
  private readonly ownFiles = new Map<string, string>();
  private readonly typeModule = new Map<string, string>();
  private readonly xmlFiles = new Map<string, string>();
  private readonly modulesOfFile = new Map<string, string>();
  // Lists, for hundreds of types read the same hundreds of headers, and half a million sets take a third of a second.
  private readonly typesOfHeader = new Map<string, string[]>();
  private readonly typesOfIncludeDir = new Map<string, string[]>();
  private readonly inputs = new Map<string, { deps: readonly string[]; dirs: readonly string[] }>();

  constructor(private readonly build: BuildTree) {
    for (const type of build.types) {
      this.typeModule.set(type.name, type.module);
      for (const file of [type.wrap, type.cxx, type.xml]) if (file) this.ownFiles.set(file, type.name);
      // 5.x has one response file for many types: it belongs to no one of them.
      if (path.basename(type.inc).startsWith(`${type.name}.`)) this.ownFiles.set(type.inc, type.name);
      add(this.typesOfHeader, type.inc, type.name);
      this.xmlFiles.set(type.xml, type.module);
    }
    for (const module of build.modules) {
      for (const file of module.igeneratorOutputs) this.modulesOfFile.set(file, module.name);
      if (module.stamp) this.modulesOfFile.set(module.stamp, module.name);
    }
  }

  typeOfFile(file: string): string | undefined {
    return this.ownFiles.get(file);
  }

  /** Records which headers and include directories a type was last seen to depend on. */
  setInputs(type: string, deps: readonly string[], dirs: readonly string[]): void {
    const before = this.inputs.get(type);
    if (before?.deps === deps && before.dirs === dirs) return;
    for (const header of before?.deps ?? []) remove(this.typesOfHeader, header, type);
    for (const dir of before?.dirs ?? []) remove(this.typesOfIncludeDir, dir, type);
    for (const header of deps) add(this.typesOfHeader, header, type);
    for (const dir of dirs) add(this.typesOfIncludeDir, dir, type);
    this.inputs.set(type, { deps, dirs });
  }

  /** The headers that a type was last seen to depend on; null where nothing is known of it. */
  headersOf(type: string): readonly string[] | null {
    const deps = this.inputs.get(type)?.deps;
    return deps && deps.length > 0 ? deps : null;
  }

  /** The types that were last seen to depend on it, by name. */
  typesReading(header: string): string[] {
    return [...new Set(this.typesOfHeader.get(header))].sort();
  }

  affectedBy(paths: readonly string[]): AffectedPaths {
    const types = new Set<string>();
    const modules = new Set<string>();
    for (const file of paths) {
      const own = this.ownFiles.get(file);
      if (own) types.add(own);
      for (const type of this.typesOfHeader.get(file) ?? []) types.add(type);
      // A file that nobody read may shadow one that somebody did: what has its directory on the include path asks again.
      if (!this.typesOfHeader.has(file))
        for (const type of this.typesOfIncludeDir.get(path.dirname(file)) ?? []) types.add(type);
      const module = this.modulesOfFile.get(file) ?? this.xmlFiles.get(file) ?? this.moduleOfPkl(file);
      if (module) modules.add(module);
      // One database is of all modules.
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
    // Each once: hundreds of types read the same hundreds of headers.
    for (const [header, types] of this.typesOfHeader) if (types.length > 0) dirs.add(path.dirname(header));
    for (const [dir, types] of this.typesOfIncludeDir) if (types.length > 0) dirs.add(dir);
    return [...dirs].sort();
  }

  /** `<Class>.<T>.pkl` and `<T>.index.txt` belong to T's module. */
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

function add(map: Map<string, string[]>, key: string, type: string): void {
  const types = map.get(key);
  if (types) types.push(type);
  else map.set(key, [type]);
}

function remove(map: Map<string, string[]>, key: string, type: string): void {
  const types = map.get(key);
  const at = types?.indexOf(type) ?? -1;
  if (at >= 0) types?.splice(at, 1);
}
