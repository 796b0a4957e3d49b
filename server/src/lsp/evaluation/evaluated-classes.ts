import type { EnabledClasses } from '../../wrapping/evaluation/enabled-classes';
import type { EvaluatedFile } from './predicted-lines';
import { dependencyClosure } from '../../wrapping/evaluation/dependency-closure';

type ClassesOfFile = Pick<EvaluatedFile, 'file' | 'module' | 'classes'> &
  Partial<Pick<EvaluatedFile, 'cutShort'>>;

/** The classes that ITK wraps, for an external module that is built against it. */
export interface ItkClasses {
  /** Each class with the modules that wrap it. The empty name stands for an unknown module. */
  classes: readonly (readonly [className: string, modules: readonly string[]])[];
  dependencies: readonly (readonly [module: string, needed: readonly string[]])[];
}

/** The classes that the evaluated files wrap. */
export class EvaluatedClasses implements EnabledClasses {
  revision = 0;
  private readonly files = new Map<string, ClassesOfFile>();
  private readonly dependencies = new Map<string, readonly string[]>();
  private readonly closures = new Map<string, ReadonlySet<string>>();
  private readonly modules = new Map<string, Set<string>>();
  private upToDate = true;
  private itk: ItkClasses | 'itself' | 'unknown' = 'itself';

  get knowsItk(): boolean {
    return this.itk !== 'unknown';
  }

  /** Sets what the ITK wraps that the build is built against. `itself` means that the build is ITK. */
  setItk(itk: ItkClasses | 'itself' | 'unknown'): void {
    this.itk = itk;
    this.outdate();
  }

  /** Adds the results for evaluated files, and the dependencies of each module if they may have changed. */
  update(
    changed: readonly ClassesOfFile[],
    modules: readonly (readonly [name: string, dependencies: readonly string[]])[] | null,
  ): void {
    for (const { file, module, classes, cutShort = false } of changed) {
      const known = this.files.get(file);
      const same = known?.module === module && known.cutShort === cutShort;
      if (same && sameItems(known.classes, classes)) continue;
      this.files.set(file, { file, module, classes, cutShort });
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
    this.itk = 'itself';
    this.outdate();
  }

  evaluated(file: string): boolean {
    return this.files.get(file)?.cutShort === false;
  }

  cutShort(file: string): boolean {
    return this.files.get(file)?.cutShort === true;
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
    const dependencies = new Map(typeof this.itk === 'string' ? [] : this.itk.dependencies);
    for (const [name, needed] of this.dependencies) dependencies.set(name, needed);
    // The empty name is included, because a class with an unknown module may be wrapped in a dependency.
    const closure = new Set([...dependencyClosure(module, dependencies), '']);
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
    if (typeof this.itk !== 'string')
      for (const [name, modules] of this.itk.classes) this.modules.set(name, new Set(modules));
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
