import type { Range } from '../../../shared/text-range';
import type { EnabledClasses } from '../../evaluation/enabled-classes';
import type { WorkspaceIndex } from '../../index/workspace-index';
import { classAt, type WrappedClass } from '../../index/wrapped-classes';
import type { ResolvedType, TypeResolver } from '../../types/type-resolver';
import type { ScriptContext } from '../rule';
import { superclassesOf, unwrappedSuperclasses, wrappingFiles } from './superclasses';

/** A line that makes an instantiation whose superclass is not wrapped with these template arguments. */
export interface MissingInstantiation {
  /** The command that makes the instantiation. */
  range: Range;
  /** The class that it belongs to. Absent if no class is open in the text. */
  wrapped: WrappedClass | undefined;
  /** The type whose superclass is missing, as the generated source writes it. */
  cppType: string;
  superclass: ResolvedType & { className: string };
  /** Whether the module can see other instantiations of the superclass. */
  hasOthers: boolean;
  /** Modules that wrap the superclass, but that this module does not depend on. */
  elsewhere: readonly string[];
}

/**
 * Compares the superclass of each instantiation of a script with all instantiations that its module can see: those of its own,
 * of its dependencies and of the ITK behind the build. igenerator knows a superclass only by its exact type. Whatever the
 * headers do not decide is not reported, nor is a superclass that may be among wrapped types that they do not decide.
 */
export function missingInstantiations(context: ScriptContext): MissingInstantiation[] {
  const { enabled, file, generated, index } = context;
  const module = index.moduleOf(file);
  if (!enabled?.knowsItk || !enabled.evaluated(file) || module === null) return [];
  const visible = wrappedIn(index, enabled);
  const closure = enabled.closureOf(module);
  const types = index.types();
  const reported = unwrappedSuperclasses(context);
  return (generated ?? []).flatMap(({ range, instantiations, superclasses = [] }) => {
    const wrapped = classAt(context.facts.classes, range.start);
    const made = [...instantiations.map(({ cppType }) => cppType), ...superclasses];
    for (const cppType of made) {
      const superclass = publicBases(types, cppType).find(
        (base) => visible.lacks(base, closure) && !mayBeCutShort(index, enabled, base.className),
      );
      if (superclass === undefined) continue;
      if (reported.some((one) => one.wrapped === wrapped && one.superclass === superclass.className))
        continue;
      const elsewhere = [...(visible.modulesOf.get(superclass.text) ?? [])];
      const hasOthers = visible.hasClass(superclass.className, closure);
      return [{ range, wrapped, cppType, superclass, hasOthers, elsewhere }];
    }
    return [];
  });
}

function publicBases(types: TypeResolver, cppType: string): (ResolvedType & { className: string })[] {
  const type = types.typeOf(cppType);
  const bases = (type && types.basesOf(type)) ?? [];
  return bases.flatMap(({ className, ...base }) =>
    className?.startsWith('itk::') ? [{ ...base, className }] : [],
  );
}

/** A file that was not evaluated to its end may wrap more. */
const mayBeCutShort = (index: WorkspaceIndex, enabled: EnabledClasses, className: string): boolean =>
  wrappingFiles(index, className).some((wrap) => enabled.cutShort(wrap));

/** All wrapped types, by the one spelling that the resolver gives them. */
export interface WrappedTypes {
  /** The modules that wrap a type. */
  modulesOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether certainly none of some modules wraps a type. */
  lacks(type: ResolvedType & { className: string }, modules: ReadonlySet<string>): boolean;
  /** Whether any of some modules wraps a class with any arguments. */
  hasClass(className: string, modules: ReadonlySet<string>): boolean;
}

let known: { index: WorkspaceIndex; types: TypeResolver; revision: number; wrapped: WrappedTypes } | null =
  null;

function wrappedIn(index: WorkspaceIndex, enabled: EnabledClasses): WrappedTypes {
  const types = index.types();
  if (known?.index !== index || known.types !== types || known.revision !== enabled.revision)
    known = { index, types, revision: enabled.revision, wrapped: wrappedTypes(index, enabled.types()) };
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
  for (const { cppType, className, module } of made) {
    if (/::(?:Pointer|ConstPointer|SelfAutoPointer)$/.test(className)) continue;
    const type = types.typeOf(cppType);
    const name = type?.className ?? classOf(index, className);
    add(classes, name, module);
    if (type === null) add(undecided, name, module);
    else add(modulesOf, type.text, module);
  }
  return {
    modulesOf,
    lacks: ({ text, className }, modules) =>
      !meets(modulesOf.get(text), modules) && !meets(undecided.get(className), modules),
    hasClass: (className, modules) => meets(classes.get(className), modules),
  };
}

/** The class that `itk::Foo::Superclass` names. */
function classOf(index: WorkspaceIndex, className: string): string {
  const along = /^(.*?)((?:::Superclass)+)$/.exec(className);
  if (!along) return className;
  const levels = along[2]!.length / '::Superclass'.length;
  return superclassesOf(index, along[1]!, levels)[levels - 1] ?? className;
}

const meets = (set: ReadonlySet<string> | undefined, modules: ReadonlySet<string>): boolean =>
  set !== undefined && [...set].some((module) => modules.has(module));

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}
