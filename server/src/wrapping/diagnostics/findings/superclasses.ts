import * as l10n from '@vscode/l10n';
import type { EnabledClasses } from '../../evaluation/enabled-classes';
import { Derived } from '../derived';
import { isDisabled } from './is-disabled';
import type { IndexedClass } from '../../headers/header-index';
import type { WorkspaceIndex } from '../../index/workspace-index';
import type { WrappedClass } from '../../index/wrapped-classes';
import type { Related } from '../diagnostic';
import type { ScriptContext } from '../rule';

/** A wrapped class whose superclass is not wrapped, or is wrapped only outside of its dependencies. */
export type UnwrappedSuperclass = {
  wrapped: WrappedClass;
  superclass: string;
  /** The header of the superclass. */
  header: string;
  related: Related[];
} & (
  | { reason: 'not-wrapped' | 'not-enabled' }
  /** `module` does not depend on `needed`, which wraps the superclass. */
  | { reason: 'outside-dependencies'; module: string; needed: string }
);

/**
 * Wrapped classes whose superclass is not wrapped. SWIG reports these as warning 401, which stops the build. With an
 * evaluation, the enabled classes count. Otherwise the classes in any `.wrap` file count.
 */
export function unwrappedSuperclasses(context: ScriptContext): UnwrappedSuperclass[] {
  let found = known.get(context);
  if (found === undefined) known.set(context, (found = findUnwrapped(context)));
  return found;
}

/** Two rules ask for the same classes. */
const known = new WeakMap<ScriptContext, UnwrappedSuperclass[]>();

function findUnwrapped(context: ScriptContext): UnwrappedSuperclass[] {
  const { facts, index, file } = context;
  const enabled = context.enabled?.evaluated(file) ? context.enabled : null;
  return facts.classes.flatMap((wrapped): UnwrappedSuperclass[] => {
    const { className, methods } = wrapped;
    if (isDisabled(context, className)) return [];
    const found = index.classNamed(className);
    if (!found?.superclass || methods.some(mayWrapSuperclass)) return [];
    const superclass = resolveSuperclass(index, className, found.superclass);
    if (superclass === null) return [];
    const at = { line: found.line, character: found.character };
    const derived = {
      location: { file: found.file, range: { start: at, end: at } },
      message: `: public ${found.superclass}`,
    };
    const common = { wrapped, superclass, header: index.classNamed(superclass)!.file };
    // If the ITK does not say what it wraps, it may wrap this class.
    if (context.enabled && !context.enabled.knowsItk) return [];
    if (!isWrapped(index, superclass) && !isWrappedByBuild(index, context.enabled, superclass))
      return [{ ...common, reason: 'not-wrapped', related: [derived] }];
    if (!enabled) return [];
    const modules = modulesWrapping(index, enabled, superclass);
    const module = index.moduleOf(file);
    // A file that was not evaluated to its end may wrap it.
    if (modules.length === 0 && wrappingFiles(index, superclass).some((wrap) => enabled.cutShort(wrap)))
      return [];
    const elsewhere = index
      .occurrencesOf('class', superclass)
      .map(({ file: wrap, occurrence: { range } }) => ({
        location: { file: wrap, range },
        message: modules.length === 0 ? l10n.t('wrapped here, but not enabled') : l10n.t('wrapped here'),
      }));
    const related = [derived, ...elsewhere];
    const [needed] = modules;
    if (needed === undefined) return [{ ...common, reason: 'not-enabled', related }];
    const closure = module === null ? null : enabled.closureOf(module);
    if (module === null || closure === null || modules.some((one) => closure.has(one))) return [];
    return [{ ...common, reason: 'outside-dependencies', related, module, needed }];
  });
}

const isWrappedByBuild = (
  index: WorkspaceIndex,
  enabled: EnabledClasses | null | undefined,
  className: string,
): boolean => !!enabled && modulesWrapping(index, enabled, className).length > 0;

/** The `.wrap` files that name a class. */
export const wrappingFiles = (index: WorkspaceIndex, className: string): string[] =>
  index.occurrencesOf('class', className).map(({ file }) => file);

function withoutArguments(type: string): string {
  const open = type.indexOf('<');
  return open >= 0 && type.endsWith('>') ? type.slice(0, open) : type;
}

/** The full name of a base class as C++ would look it up, or null if no known header defines it. */
function resolveSuperclass(index: WorkspaceIndex, className: string, written: string): string | null {
  // `Traits<T>::SuperclassType` depends on the arguments.
  const bare = withoutArguments(written).trim();
  if (!/^[\w:]+$/.test(bare)) return null;
  const scopes = className.split('::').slice(0, -1);
  for (; scopes.length > 0; scopes.pop()) {
    const name = [...scopes, bare].join('::');
    if (index.classNamed(name)) return name;
  }
  return index.classNamed(bare) ? bare : null;
}

/** Superclasses that are wrapped together with one of their subclasses, for one state of the index. */
const wrappedAlong = new Derived<Set<string>>();

function superclassesWrappedAlong(index: WorkspaceIndex): Set<string> {
  return wrappedAlong.of(index, index.revision, () => {
    const names = new Set<string>();
    for (const file of index.files())
      for (const { className, methods } of index.factsOf(file)?.classes ?? [])
        for (const name of superclassesOf(index, className, superclassesBy(methods))) names.add(name);
    return names;
  });
}

/** The value of a variable is not known from the text. It may be such a method. */
const mayWrapSuperclass = (method: string): boolean => method.includes('SUPERCLASS') || method.includes('${');

function superclassesBy(methods: readonly string[]): number {
  if (methods.some((method) => method.includes('2_SUPERCLASSES') || method.includes('${'))) return 2;
  return methods.some(mayWrapSuperclass) ? 1 : 0;
}

/** The superclass of a class, its superclass and so on, up to `levels`. */
export function superclassesOf(index: WorkspaceIndex, className: string, levels: number): string[] {
  const names: string[] = [];
  for (let name: string = className; names.length < levels;) {
    const found: IndexedClass | undefined = index.classNamed(name);
    const next: string | null = found?.superclass ? resolveSuperclass(index, name, found.superclass) : null;
    if (next === null) break;
    names.push(next);
    name = next;
  }
  return names;
}

function isWrapped(index: WorkspaceIndex, className: string): boolean {
  if (index.occurrencesOf('class', className).length > 0) return true;
  if (superclassesWrappedAlong(index).has(className)) return true;
  return index.allFamilies().some(({ family }) => family.className === className);
}

/** The modules whose enabled types wrap a superclass together with a class that derives from it. */
const enabledAlong = new Derived<Map<string, Set<string>>>();

/** The modules whose enabled types wrap a class, either by itself or together with a class that derives from it. */
function modulesWrapping(index: WorkspaceIndex, enabled: EnabledClasses, className: string): string[] {
  const along = enabledAlong.of(index, `${index.revision} ${enabled.revision}`, () => {
    const modules = new Map<string, Set<string>>();
    for (const name of enabled.classNames()) {
      const chain = /^(.*?)((?:::Superclass)+)$/.exec(name);
      if (!chain) continue;
      for (const superclass of superclassesOf(index, chain[1]!, chain[2]!.length / '::Superclass'.length))
        modules.set(superclass, new Set([...(modules.get(superclass) ?? []), ...enabled.modulesOf(name)]));
    }
    return modules;
  });
  return [...enabled.modulesOf(className), ...(along.get(className) ?? [])];
}
