import type { EnabledClasses } from '../wrapping/enabledClasses';
import type { EvaluatedFile } from './predictedLines';
import { dependencyClosure } from '../wrapping/dependencyClosure';

type ClassesOfFile = Pick<EvaluatedFile, 'file' | 'module' | 'classes'>;

/** What the evaluated files wrap, by class. */
export class EvaluatedClasses implements EnabledClasses {
  revision = 0;
  private readonly files = new Map<string, ClassesOfFile>();
  private readonly dependencies = new Map<string, readonly string[]>();
  private readonly closures = new Map<string, ReadonlySet<string>>();
  private readonly modules = new Map<string, Set<string>>();
  private upToDate = true;

  /** Takes files that were evaluated anew, and, where they may have changed, what each module needs. */
  update(
    changed: readonly ClassesOfFile[],
    modules: readonly (readonly [name: string, dependencies: readonly string[]])[] | null,
  ): void {
    for (const { file, module, classes } of changed) {
      const known = this.files.get(file);
      if (known?.module === module && sameItems(known.classes, classes)) continue;
      this.files.set(file, { file, module, classes });
      this.outdate();
    }
    if (modules === null) return;
    this.dependencies.clear();
    for (const [name, dependencies] of modules) this.dependencies.set(name, dependencies);
    this.outdate();
  }

  clear(): void {
    this.files.clear();
    this.dependencies.clear();
    this.outdate();
  }

  evaluated(file: string): boolean {
    return this.files.has(file);
  }

  classNames(): Iterable<string> {
    return this.byClass().keys();
  }

  modulesOf(className: string): readonly string[] {
    return [...(this.byClass().get(className) ?? [])];
  }

  closureOf(module: string): ReadonlySet<string> {
    const known = this.closures.get(module);
    if (known) return known;
    const closure = dependencyClosure(module, this.dependencies);
    this.closures.set(module, closure);
    return closure;
  }

  private outdate(): void {
    this.revision++;
    this.upToDate = false;
    this.closures.clear();
  }

  private byClass(): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.upToDate) return this.modules;
    this.modules.clear();
    for (const { module, classes } of this.files.values())
      for (const name of classes) {
        const modules = this.modules.get(name) ?? new Set<string>();
        this.modules.set(name, modules.add(module));
      }
    this.upToDate = true;
    return this.modules;
  }
}

const sameItems = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item, n) => item === b[n]);
