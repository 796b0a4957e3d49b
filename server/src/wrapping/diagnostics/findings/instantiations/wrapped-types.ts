import type { EnabledClasses } from '../../../evaluation/enabled-classes';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import type { ResolvedType, TypeResolver } from '../../../types/type-resolver';
import { superclassesOf, wrappingFiles } from '../superclasses';

/** All wrapped types, by the one spelling that the resolver gives them. */
export interface WrappedTypes {
  /** The modules that wrap a type. */
  modulesOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether certainly none of some modules wraps a type. */
  lacks(type: ResolvedType & { className: string }, modules: ReadonlySet<string>): boolean;
  /** Whether any of some modules wraps a class with any arguments. */
  hasClass(className: string, modules: ReadonlySet<string>): boolean;
}

/** For one state of the index and of the evaluation. */
interface Collected {
  enabled: EnabledClasses;
  revision: number;
  types: TypeResolver;
  wrapped: WrappedTypes;
}

let known: Collected | null = null;

/** What the files that were evaluated and the ITK behind the build wrap. */
export function wrappedIn(index: WorkspaceIndex, enabled: EnabledClasses): WrappedTypes {
  const types = index.types();
  const { revision } = enabled;
  if (known?.enabled !== enabled || known.types !== types || known.revision !== revision)
    known = { enabled, revision, types, wrapped: wrappedTypes(index, enabled.types()) };
  return known.wrapped;
}

/** Resolves all types that are wrapped, with the modules that wrap them. */
export function wrappedTypes(
  index: WorkspaceIndex,
  made: Iterable<{ cppType: string; className: string; module: string }>,
): WrappedTypes {
  const types = index.types();
  const modulesOf = new Map<string, Set<string>>();
  const classes = new Map<string, Set<string>>();
  /** The modules that wrap a class with arguments that the headers do not decide. */
  const undecided = new Map<string, Set<string>>();
  /** The modules that wrap an undecided pointer to a class. */
  const undecidedPointers = new Map<string, Set<string>>();
  for (const { cppType, className, module } of made) {
    const type = types.typeOf(cppType);
    const pointed = /^(.*)::(?:Pointer|ConstPointer|SelfAutoPointer)$/.exec(className)?.[1];
    if (pointed !== undefined) {
      if (type === null) add(undecidedPointers, classOf(index, pointed), module);
      else add(modulesOf, type.text, module);
      continue;
    }
    const name = type?.className ?? classOf(index, className);
    add(classes, name, module);
    if (type === null) add(undecided, name, module);
    else add(modulesOf, type.text, module);
  }
  return {
    modulesOf,
    lacks: ({ text, className }, modules) =>
      !meets(modulesOf.get(text), modules) &&
      !meets(undecided.get(className), modules) &&
      !meets(undecidedPointers.get(pointedTo(text)), modules),
    hasClass: (className, modules) => meets(classes.get(className), modules),
  };
}

/** The class that a smart pointer points to, without its arguments. Empty for other types. */
const pointedTo = (text: string): string => /^itk::(?:Smart|Auto)Pointer<([\w:]+)/.exec(text)?.[1] ?? '';

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
