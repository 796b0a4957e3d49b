import type { EnabledClasses, WrappedType } from '../../wrapping/evaluation/enabled-classes';
import type { EvaluatedFile } from './predicted-lines';
import { dependencyClosure } from '../../wrapping/evaluation/dependency-closure';

type ClassesOfFile = Pick<EvaluatedFile, 'file' | 'module' | 'wrapped'> &
  Partial<Pick<EvaluatedFile, 'cutShort'>>;

/** What ITK wraps, for an external module that is built against it. */
export interface ItkClasses {
  /** The empty name stands for an unknown module. */
  types: readonly (WrappedType & { module: string })[];
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
    for (const { file, module, wrapped, cutShort = false } of changed) {
      const known = this.files.get(file);
      const same = known?.module === module && known.cutShort === cutShort;
      if (same && sameTypes(known.wrapped, wrapped)) continue;
      this.files.set(file, { file, module, wrapped, cutShort });
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

  *types(): Iterable<WrappedType & { module: string }> {
    if (typeof this.itk !== 'string') yield* this.itk.types;
    for (const { module, wrapped } of this.files.values())
      for (const one of wrapped) yield { ...one, module };
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
    for (const { className, module } of this.types()) {
      const modules = this.modules.get(className) ?? new Set<string>();
      this.modules.set(className, modules.add(module));
    }
    this.upToDate = true;
    return this.modules;
  }
}

const sameTypes = (a: readonly WrappedType[], b: readonly WrappedType[]): boolean =>
  a.length === b.length && a.every(({ cppType }, n) => cppType === b[n]?.cppType);
