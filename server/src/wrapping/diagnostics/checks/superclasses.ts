import { innerRange } from '../../../cmake/syntax/visit';
import type { WrappedClass } from '../../index/wrapped-classes';
import type { EnabledClasses } from '../../evaluation/enabled-classes';
import type { IndexedClass, WorkspaceIndex } from '../../index/workspace-index';
import type { CheckContext, Finding, Fix } from './finding';
import { dependsFix } from './fixes';

/**
 * A wrapped class whose superclass nobody wraps: SWIG's warning 401, which stops the build. What an evaluation found to
 * be enabled counts, where there is one; else what stands in any `.wrap`.
 */
export function checkSuperclasses(context: CheckContext): Finding[] {
  const { facts, index, file } = context;
  const enabled = context.enabled?.evaluated(file) ? context.enabled : null;
  return facts.classes.flatMap((wrapped): Finding[] => {
    const { className, methods, nameRange } = wrapped;
    const found = index.classNamed(className);
    if (!found?.superclass || methods.some(mayWrapSuperclass)) return [];
    const superclass = resolveSuperclass(index, className, found.superclass);
    if (superclass === null) return [];
    const at = { line: found.line, character: found.character };
    const related = [
      {
        location: { file: found.file, range: { start: at, end: at } },
        message: `: public ${found.superclass}`,
      },
    ];
    // An ITK that does not say what it wraps may wrap this.
    if (context.enabled && !context.enabled.knowsItk) return [];
    if (!isWrapped(index, superclass) && !isWrappedByBuild(index, context.enabled, superclass)) {
      const message = `No .wrap file wraps ${superclass}, the superclass of ${className}: ${WARNING_401}`;
      return [
        {
          code: 'superclass-not-wrapped',
          message,
          range: nameRange,
          related,
          fixes: wrapSuperclass(wrapped),
          newWrapFor: { className: superclass, header: index.classNamed(superclass)!.file },
        },
      ];
    }
    // With the options of this build nothing is made of the class itself.
    if (!enabled || enabled.modulesOf(className).length === 0) return [];
    const modules = modulesWrapping(index, enabled, superclass);
    const module = index.moduleOf(file);
    // A file that did not run to its end may wrap it.
    if (modules.length === 0 && wrappingFiles(index, superclass).some((wrap) => enabled.cutShort(wrap)))
      return [];
    const disabled = index
      .occurrencesOf('class', superclass)
      .map(({ file: wrap, occurrence: { range } }) => ({
        location: { file: wrap, range },
        message: modules.length === 0 ? 'wrapped here, and not enabled' : 'wrapped here',
      }));
    if (modules.length === 0)
      return [
        {
          code: 'superclass-not-wrapped',
          message: `No enabled .wrap file wraps ${superclass}, the superclass of ${className}: ${WARNING_401}`,
          range: nameRange,
          related: [...related, ...disabled],
          fixes: wrapSuperclass(wrapped),
        },
      ];
    const closure = module === null ? null : enabled.closureOf(module);
    if (closure === null || modules.some((one) => closure.has(one))) return [];
    return [outside(context, wrapped, superclass, module!, modules[0]!, [...related, ...disabled])];
  });
}

const isWrappedByBuild = (
  index: WorkspaceIndex,
  enabled: EnabledClasses | null | undefined,
  className: string,
): boolean => !!enabled && modulesWrapping(index, enabled, className).length > 0;

const wrappingFiles = (index: WorkspaceIndex, className: string): string[] =>
  index.occurrencesOf('class', className).map(({ file }) => file);

const WARNING_401 = 'SWIG warns “Nothing known about base class” (401), which stops the build.';

function outside(
  { index }: CheckContext,
  { className, nameRange }: WrappedClass,
  superclass: string,
  module: string,
  needed: string,
  related: Finding['related'],
): Finding {
  const fix = dependsFix(index, module, needed);
  return {
    code: 'superclass-outside-dependencies',
    message: `${superclass}, the superclass of ${className}, is wrapped in ${needed}, which ${module} does not depend on: ${WARNING_401}`,
    range: nameRange,
    related,
    fixes: fix ? [fix] : [],
  };
}

function wrapSuperclass({ command }: WrappedClass): Fix[] {
  const pointer = command.args.find(({ kind, text }) => kind === 'unquoted' && text === 'POINTER');
  if (!pointer) return [];
  return [
    {
      title: 'Wrap the superclass too: POINTER_WITH_SUPERCLASS',
      edits: [{ range: innerRange(pointer), newText: 'POINTER_WITH_SUPERCLASS' }],
    },
  ];
}

function withoutArguments(type: string): string {
  const open = type.indexOf('<');
  return open >= 0 && type.endsWith('>') ? type.slice(0, open) : type;
}

/** The full name of a base class as C++ would look it up from the class; null where no header known defines it. */
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

/** Superclasses that some class wraps along with itself, by the state of the index that they were found in. */
let wrappedAlong: { index: WorkspaceIndex; revision: number; names: Set<string> } | null = null;

function superclassesWrappedAlong(index: WorkspaceIndex): Set<string> {
  if (wrappedAlong?.index === index && wrappedAlong.revision === index.revision) return wrappedAlong.names;
  const names = new Set<string>();
  for (const file of index.files())
    for (const { className, methods } of index.factsOf(file)?.classes ?? [])
      for (const name of superclassesOf(index, className, superclassesBy(methods))) names.add(name);
  wrappedAlong = { index, revision: index.revision, names };
  return names;
}

/** What a variable stands for is not known by reading: it may be one that does. */
const mayWrapSuperclass = (method: string): boolean => method.includes('SUPERCLASS') || method.includes('${');

function superclassesBy(methods: readonly string[]): number {
  if (methods.some((method) => method.includes('2_SUPERCLASSES') || method.includes('${'))) return 2;
  return methods.some(mayWrapSuperclass) ? 1 : 0;
}

/** The superclass of a class, and that of it, up to `levels`. */
function superclassesOf(index: WorkspaceIndex, className: string, levels: number): string[] {
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

let enabledAlong: {
  index: WorkspaceIndex;
  revision: string;
  modules: Map<string, Set<string>>;
} | null = null;

/** The modules whose enabled types wrap a class, by itself or along with one that derives from it. */
function modulesWrapping(index: WorkspaceIndex, enabled: EnabledClasses, className: string): string[] {
  const revision = `${index.revision} ${enabled.revision}`;
  if (enabledAlong?.index !== index || enabledAlong.revision !== revision) {
    const modules = new Map<string, Set<string>>();
    for (const name of enabled.classNames()) {
      const along = /^(.*?)((?:::Superclass)+)$/.exec(name);
      if (!along) continue;
      for (const superclass of superclassesOf(index, along[1]!, along[2]!.length / '::Superclass'.length))
        modules.set(superclass, new Set([...(modules.get(superclass) ?? []), ...enabled.modulesOf(name)]));
    }
    enabledAlong = { index, revision, modules };
  }
  return [...enabled.modulesOf(className), ...(enabledAlong.modules.get(className) ?? [])];
}
