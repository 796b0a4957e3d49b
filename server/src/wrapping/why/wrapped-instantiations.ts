import { templateArguments } from '../../build/inputs/castxml-cxx';
import type { PredictedInstantiation, PredictedType } from '../evaluation/prediction-types';
import { normalized } from '../index/type-names';
import { C_TYPES, isFundamental, looseName, pythonName } from './python-types';
import type { Query } from './query';
import type { TypeExpression } from './type-expression';

/** An instantiation that is wrapped, and where. */
export interface WrappedInstantiation extends PredictedInstantiation {
  /** The type (`.wrap` file) and module that wrap it. */
  type: string;
  module: string;
  /** The normalized template arguments. */
  args: readonly string[];
}

/** What a query means in C++: candidates for its class, and its arguments. */
export interface Meaning {
  /** Names of classes in C++. Empty if no wrapped class has the name. */
  classNames: readonly string[];
  /** Normalized arguments. Null if the query names only a class. */
  args: readonly string[] | null;
  /** The arguments as C++ writes them. */
  cppArgs: readonly string[] | null;
}

/** All instantiations that a prediction makes, to look up by class and arguments. */
export class WrappedInstantiations {
  private readonly byClass = new Map<string, WrappedInstantiation[]>();
  private readonly byAlias = new Map<string, WrappedInstantiation>();
  private readonly classesByName = new Map<string, Set<string>>();
  readonly count: number;

  constructor(types: readonly Pick<PredictedType, 'name' | 'module' | 'instantiations'>[]) {
    let count = 0;
    for (const { name: type, module, instantiations } of types)
      for (const instantiation of instantiations) {
        if (isCompanion(instantiation)) continue;
        count++;
        const args = templateArguments(instantiation.cppType).map(comparable);
        const wrapped = { ...instantiation, type, module, args };
        const same = this.byClass.get(instantiation.className);
        if (same) same.push(wrapped);
        else this.byClass.set(instantiation.className, [wrapped]);
        this.byAlias.set(instantiation.name, wrapped);
        for (const key of [instantiation.className, looseName(pythonName(instantiation.className))]) {
          const classes = this.classesByName.get(key) ?? new Set();
          this.classesByName.set(key, classes.add(instantiation.className));
        }
      }
    this.count = count;
  }

  /** The instantiation with this alias: `itkImageF2`. */
  named(alias: string): WrappedInstantiation | null {
    return this.byAlias.get(alias) ?? null;
  }

  ofClass(className: string): readonly WrappedInstantiation[] {
    return this.byClass.get(className) ?? [];
  }

  classNames(): Iterable<string> {
    return this.byClass.keys();
  }

  /** The classes that a name in Python or C++ may mean, exact matches first. */
  classesNamed(name: string): string[] {
    const exact = [name, `itk::${name}`].find((one) => this.byClass.has(one));
    if (exact !== undefined) return [exact];
    const plain = pythonName(name.replace(/^itk(?=[A-Z])/, ''));
    return [...(this.classesByName.get(looseName(plain)) ?? [])];
  }

  /** What a query means. */
  meaningOf({ type }: Query): Meaning {
    const alias = type.args === null ? this.named(type.name) : null;
    if (alias)
      return {
        classNames: [alias.className],
        args: alias.args,
        cppArgs: templateArguments(alias.cppType),
      };
    const cppArgs = type.args?.map((argument) => this.cppTypeOf(argument)) ?? null;
    return { classNames: this.classesNamed(type.name), args: cppArgs?.map(comparable) ?? null, cppArgs };
  }

  /** The instantiations that a query means. If it names fewer arguments than the class has, those that begin with them. */
  find({ classNames, args }: Meaning): WrappedInstantiation[] {
    return classNames
      .flatMap((name) => this.ofClass(name))
      .filter((one) => args === null || args.every((argument, index) => one.args[index] === argument));
  }

  /** Wrapped instantiations of the same class whose arguments differ least. */
  nearest({ classNames, args }: Meaning, count: number): WrappedInstantiation[] {
    const wanted = args ?? [];
    const difference = (one: WrappedInstantiation): number =>
      wanted.reduce((sum, argument, index) => sum + distance(argument, one.args[index] ?? ''), 0);
    return classNames
      .flatMap((name) => this.ofClass(name))
      .map((one) => ({ one, difference: difference(one) }))
      .sort((a, b) => a.difference - b.difference)
      .slice(0, count)
      .map(({ one }) => one);
  }

  private cppTypeOf({ name, args }: TypeExpression): string {
    if (args === null) {
      const known = C_TYPES.get(name) ?? this.named(name)?.cppType;
      if (known !== undefined) return known;
      if (isFundamental(name) || /^\d+$/.test(name)) return name;
    }
    const className = this.classesNamed(name)[0] ?? name;
    if (args === null) return className;
    return `${className}< ${args.map((argument) => this.cppTypeOf(argument)).join(', ')} >`;
  }
}

/** `itkFooIF2_Pointer` and `itkFooIF2_Superclass` do not count as instantiations. */
function isCompanion({ name }: PredictedInstantiation): boolean {
  return /_(?:(?:Const|Auto)?Pointer|Superclass)$/.test(name);
}

/** A type in the form in which two spellings of it are equal. */
export function comparable(cppType: string): string {
  return normalized(cppType.replace(/\bsigned (?=short|int|long)/g, '').replace(/\blong int\b/g, 'long'));
}

/** How different two normalized types are: the share of the text outside of their common beginning and end. */
function distance(a: string, b: string): number {
  if (a === b) return 0;
  const longest = Math.max(a.length, b.length);
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return (longest - start - end) / longest;
}
