import type { EnabledClasses, WrappedType } from '../../../evaluation/enabled-classes';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import type { ResolvedType } from '../../../types/type-resolver';
import { Derived } from '../../derived';
import { superclassesOf, wrappingFiles } from '../superclasses';

/** All wrapped types, by the one spelling that the resolver gives them. */
export interface WrappedTypes {
  /** The modules that wrap a type. */
  modulesOf(type: ResolvedType): readonly string[];
  /** Whether certainly none of some modules wraps a type. */
  lacks(type: ResolvedType & { className: string }, modules: ReadonlySet<string>): boolean;
  /** Whether any of some modules wraps a class with any arguments. */
  hasClass(className: string, modules: ReadonlySet<string>): boolean;
}

/** What an evaluation wraps, for each index. The resolver of an index is another one after each change of a header. */
const known = new WeakMap<EnabledClasses, Derived<WrappedTypes>>();

/** What the files that were evaluated and the ITK behind the build wrap. */
export function wrappedIn(index: WorkspaceIndex, enabled: EnabledClasses): WrappedTypes {
  const ofEvaluation = known.get(enabled) ?? new Derived<WrappedTypes>();
  known.set(enabled, ofEvaluation);
  return ofEvaluation.of(index.types(), enabled.revision, () => wrappedTypes(index, enabled.types()));
}

/** A type that a module wraps. */
type Made = WrappedType & { module: string };

/** Resolves all types that are wrapped, with the modules that wrap them. */
export function wrappedTypes(index: WorkspaceIndex, made: Iterable<Made>): WrappedTypes {
  const types = index.types();
  const found = new Collection();
  const pointers: Made[] = [];
  for (const one of made) {
    if (POINTER.test(one.className)) pointers.push(one);
    else {
      const type = types.typeOf(one.cppType);
      found.add(type, type?.className ?? classOf(index, one.className), one.module);
    }
  }
  let pointersFound: Collection | undefined;
  /** Most questions are not about pointers. */
  const amongPointers = (): Collection => {
    if (pointersFound !== undefined) return pointersFound;
    pointersFound = new Collection();
    for (const { cppType, className, module } of pointers)
      pointersFound.add(types.typeOf(cppType), classOf(index, className.replace(POINTER, '')), module);
    return pointersFound;
  };
  return {
    modulesOf: ({ text }) =>
      [found, ...(isPointer(text) ? [amongPointers()] : [])].flatMap((all) => [
        ...(all.modulesOf.get(text) ?? []),
      ]),
    lacks: ({ text, className }, modules) =>
      found.lacks(text, className, modules) &&
      (!isPointer(text) || amongPointers().lacks(text, pointedTo(text), modules)),
    hasClass: (className, modules) => meets(found.classes.get(className), modules),
  };
}

const POINTER = /::(?:Pointer|ConstPointer|SelfAutoPointer)$/;

/** Types, with the modules that wrap them. */
class Collection {
  readonly modulesOf = new Map<string, Set<string>>();
  /** By class. */
  readonly classes = new Map<string, Set<string>>();
  /** The classes of types that the headers do not decide. */
  private readonly undecided = new Map<string, Set<string>>();

  add(type: ResolvedType | null, className: string, module: string): void {
    add(this.classes, className, module);
    if (type === null) add(this.undecided, className, module);
    else add(this.modulesOf, type.text, module);
  }

  lacks(text: string, className: string, modules: ReadonlySet<string>): boolean {
    return !meets(this.modulesOf.get(text), modules) && !meets(this.undecided.get(className), modules);
  }
}

const isPointer = (text: string): boolean => /^itk::\w*Pointer</.test(text);

/** The class that a pointer points to, without its arguments. */
const pointedTo = (text: string): string => /^itk::\w+<([\w:]+)/.exec(text)?.[1] ?? '';

/** The class that `itk::Foo::Superclass` names. */
function classOf(index: WorkspaceIndex, className: string): string {
  const along = /^(.*?)((?:::Superclass)+)$/.exec(className);
  if (!along) return className;
  const levels = along[2]!.length / '::Superclass'.length;
  return superclassesOf(index, along[1]!, levels)[levels - 1] ?? className;
}

/** A file that was not evaluated to its end may wrap more. */
export const mayBeCutShort = (index: WorkspaceIndex, enabled: EnabledClasses, className: string): boolean =>
  wrappingFiles(index, className).some((wrap) => enabled.cutShort(wrap));

const meets = (set: ReadonlySet<string> | undefined, modules: ReadonlySet<string>): boolean =>
  set !== undefined && [...set].some((module) => modules.has(module));

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}
