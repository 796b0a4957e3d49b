import { templateArguments } from '../../build/inputs/castxml-cxx';
import type { Location } from '../../shared/text-range';
import { dependencyClosure } from '../evaluation/dependency-closure';
import type { PredictedInstantiation, PredictedModule, PredictedType } from '../evaluation/prediction-types';
import { EMPTY_ARGUMENT, normalized, registeredNames } from './type-names';

/** A template argument that Python will not know when the class is imported. */
export interface UnknownArgument {
  reason: 'not-wrapped' | 'wrapped-later' | 'outside-dependencies';
  /** The argument in C++ notation. */
  argument: string;
  /** The class that has the argument. */
  className: string;
  /** The command that makes the instantiation. */
  location: Location;
  /** The type that uses the argument. `wrap` is its file. */
  user: { type: string; module: string; wrap: string };
  /** What wraps the argument too late or in another module. Null if nothing does. */
  wrappedBy: { type: string; module: string; location: Location } | null;
}

/** An instantiation that another type wraps already. */
export interface Rewrapping {
  cppType: string;
  /** The command that wraps it again. */
  location: Location;
  /** The module that wraps it first, or null if the ITK behind the build does not say which. */
  module: string | null;
  /** The command that wraps it first. Null if it is in the ITK behind the build. */
  first: Location | null;
  /** Whether the command makes nothing else. */
  isAll: boolean;
}

/** Which type wraps a C++ type. `place` is the position of the type in the order of its module. */
interface Wrapping {
  type: string;
  module: string;
  place: number;
}

interface Uses {
  /** The instantiations that the lines of the file make, with their normalized names. */
  own: { name: string; instantiation: PredictedInstantiation }[];
  /** The normalized names of the C++ types that it wraps. */
  made: string[];
  /** Instantiations with arguments that are ITK types. */
  used: { instantiation: PredictedInstantiation; name: string; shown: string }[];
}

/**
 * Finds template arguments that Python does not know when the class is imported: either nothing wraps them, or a later type
 * or a module that is not a dependency does. Python then warns `Unknown parameter` and omits the argument from the
 * instantiation. Source: `__find_param__` in ITK's template_class.py, which registers types module by module, in the order
 * of each module.
 */
export class UseChecker {
  private readonly wrappings = new Map<string, Wrapping[]>();
  /** What wraps each instantiation first, in the order of the modules. */
  private readonly firsts = new Map<string, Wrapping>();
  private readonly closures = new Map<string, Set<string>>();
  private readonly dependencies: ReadonlyMap<string, readonly string[]>;

  /**
   * @param typeOf the present state of a type. An edit that changes no instantiation may move them, so the checker keeps
   *   names of types only and asks for their locations.
   * @param elsewhere whether a type, given by its normalized name, is or may be wrapped outside of these modules
   */
  constructor(
    modules: readonly PredictedModule[],
    private readonly typeOf: (name: string) => PredictedType | null,
    private readonly elsewhere: (typeName: string) => boolean = () => false,
  ) {
    this.dependencies = new Map(modules.map(({ name, dependencies }) => [name, dependencies]));
    for (const module of modules)
      for (const [place, name] of module.types.entries()) {
        const type = typeOf(name);
        if (type === null) continue;
        const { made, own } = usesOf(type);
        const wrapping = { type: name, module: module.name, place };
        for (const one of made) append(this.wrappings, one, wrapping);
        for (const { name: one } of own) if (!this.firsts.has(one)) this.firsts.set(one, wrapping);
      }
  }

  /**
   * The instantiations of a type that another type wraps already, one per line.
   * @param byItk the module of the ITK behind the build that wraps a type, given by its normalized name; undefined if none
   */
  rewrapped(type: PredictedType, byItk: (name: string) => string | null | undefined): Rewrapping[] {
    const found = new Map<number, Rewrapping>();
    const needed = new Set<number>();
    for (const { name, instantiation } of usesOf(type).own) {
      const location = instantiation.origin!.location;
      const { line } = location.range.start;
      const module = byItk(name);
      const first = this.firsts.get(name);
      const isFirst = module === undefined && first?.type === type.name;
      if (isFirst) needed.add(line);
      if (isFirst || found.has(line)) continue;
      found.set(line, {
        cppType: instantiation.cppType,
        location,
        module: module === undefined ? (first?.module ?? null) : module,
        first: module === undefined && first !== undefined ? this.locationOf(first.type, name) : null,
        isAll: true,
      });
    }
    for (const line of needed) if (found.has(line)) found.set(line, { ...found.get(line)!, isAll: false });
    return [...found.values()];
  }

  /** The unknown arguments of a type, one per line and argument. */
  unknownArguments(type: PredictedType): UnknownArgument[] {
    const found: UnknownArgument[] = [];
    const told = new Set<string>();
    for (const { instantiation, name, shown } of usesOf(type).used) {
      const { location } = instantiation.origin!;
      const key = `${location.range.start.line} ${name}`;
      if (told.has(key)) continue;
      told.add(key);
      const unknown = this.whyUnknown(type, name);
      if (unknown === null) continue;
      const { reason, by } = unknown;
      found.push({
        reason,
        argument: shown,
        className: instantiation.className,
        location,
        user: { type: type.name, module: type.module, wrap: type.wrap ?? '' },
        wrappedBy: by && { type: by.type, module: by.module, location: this.locationOf(by.type, name) },
      });
    }
    return found;
  }

  private whyUnknown(
    type: PredictedType,
    name: string,
  ): { reason: UnknownArgument['reason']; by: Wrapping | null } | null {
    if (this.elsewhere(name)) return null;
    const wrappings = this.wrappings.get(name);
    if (wrappings === undefined) return { reason: 'not-wrapped', by: null };
    const place = wrappings.find((one) => one.type === type.name)?.place ?? this.placeOf(type);
    const closure = this.closureOf(type.module);
    const inModule = wrappings.filter((one) => one.module === type.module);
    if (inModule.some((one) => one.place <= place)) return null;
    if (wrappings.some((one) => one.module !== type.module && closure.has(one.module))) return null;
    const [later] = inModule;
    if (later !== undefined) return { reason: 'wrapped-later', by: later };
    return { reason: 'outside-dependencies', by: wrappings[0]! };
  }

  private readonly places = new Map<string, number>();

  private placeOf(type: PredictedType): number {
    if (this.places.size === 0)
      for (const wrappings of this.wrappings.values())
        for (const { type: one, place } of wrappings) this.places.set(one, place);
    return this.places.get(type.name) ?? Infinity;
  }

  /** The location of the command in a type that wraps a C++ type, given by its normalized name. */
  private locationOf(typeName: string, name: string): Location {
    const type = this.typeOf(typeName);
    const made = type?.instantiations.find(
      ({ cppType, origin }) => origin !== null && registeredNames(cppType).includes(name),
    );
    const start = { line: 0, character: 0 };
    return made?.origin?.location ?? { file: type?.wrap ?? '', range: { start, end: start } };
  }

  private closureOf(module: string): Set<string> {
    let closure = this.closures.get(module);
    if (closure === undefined) {
      closure = dependencyClosure(module, this.dependencies);
      this.closures.set(module, closure);
    }
    return closure;
  }
}

/** What a type makes and uses does not change, so it is computed once. */
const known = new WeakMap<PredictedType, Uses>();

function usesOf(type: PredictedType): Uses {
  const found = known.get(type);
  if (found !== undefined) return found;
  const uses: Uses = { own: [], made: [], used: [] };
  for (const instantiation of type.instantiations) {
    const names = registeredNames(instantiation.cppType);
    uses.made.push(...names);
    if (instantiation.origin === null || isCompanion(instantiation)) continue;
    const [name] = names;
    if (name !== undefined && !EMPTY_ARGUMENT.test(instantiation.cppType))
      uses.own.push({ name, instantiation });
    for (const argument of templateArguments(instantiation.cppType))
      // An empty argument is reported separately.
      if (/^itk::\w[\w:]*\s*</.test(argument) && !argument.includes('>::') && !EMPTY_ARGUMENT.test(argument))
        uses.used.push({ instantiation, name: normalized(argument), shown: argument });
  }
  known.set(type, uses);
  return uses;
}

function isCompanion({ className }: PredictedInstantiation): boolean {
  return /::(?:Pointer|ConstPointer|Superclass|SelfAutoPointer)$/.test(className);
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
