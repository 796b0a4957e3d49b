import type { Range } from '../../../../shared/text-range';
import type { EnabledClasses } from '../../../evaluation/enabled-classes';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import { classAt } from '../../../index/wrapped-classes';
import { type ClassMethod, publicMethods } from '../../../types/class-methods';
import { macroDefinitions, type MacroDefinitions } from '../../../types/macro-definitions';
import { isNeverWrapped } from '../../../types/never-wrapped';
import type { ResolvedType, TypeResolver } from '../../../types/type-resolver';
import { type ItkType, typesUsedBy } from '../../../types/used-types';
import type { ScriptContext } from '../../rule';
import { mayBeCutShort, wrappedIn } from './wrapped-types';

/** A line with a class whose methods take or return a type that is not wrapped. */
export interface UnwrappedMethodType {
  /** The command that makes the instantiation. */
  range: Range;
  /** The class that declares the methods, without its arguments. */
  className: string;
  /** The methods of the class that use the type, in the order of the header. */
  methods: readonly string[];
  /** The type. Others of its class may be missing too. */
  missing: ItkType;
  /** Whether the module can see other instantiations of the class of the type. */
  hasOthers: boolean;
  /** Modules that wrap the type, but that this module does not depend on. */
  elsewhere: readonly string[];
}

/**
 * The types that the public methods of each wrapped class take or return, but that nothing wraps that its module can see.
 * igenerator reports them as warning 4 when it runs. As in igenerator, only the methods that a class declares itself count.
 * Whatever the headers do not decide is not reported. A type is reported once for each class of a script,
 * and of several types of one family only the first one on a line.
 */
export function unwrappedMethodTypes({
  enabled,
  facts,
  file,
  generated,
  index,
}: ScriptContext): UnwrappedMethodType[] {
  const module = index.moduleOf(file);
  if (!enabled?.knowsItk || !enabled.evaluated(file) || module === null) return [];
  const visible = wrappedIn(index, enabled);
  const closure = enabled.closureOf(module);
  const types = index.types();
  const reported = new Set<string>();
  const found: UnwrappedMethodType[] = [];
  for (const { range, instantiations, superclasses = [] } of generated ?? []) {
    const wrapped = classAt(facts.classes, range.start);
    for (const cppType of [...instantiations.map((one) => one.cppType), ...superclasses])
      for (const { missing, className, methods } of usesOf(index, types, cppType)) {
        if (!visible.lacks(missing, closure) || mayBeWrappedLater(index, enabled, missing)) continue;
        const line = `${range.start.line} ${className} ${familyOf(missing.text)}`;
        const ofClass = `${wrapped?.range.start.line} ${className} ${missing.text}`;
        if (reported.has(line) || reported.has(ofClass)) continue;
        reported.add(line).add(ofClass);
        const elsewhere = visible.modulesOf(missing);
        const hasOthers = visible.hasClass(missing.className, closure);
        found.push({ range, className, methods, missing, hasOthers, elsewhere });
      }
  }
  return found;
}

/** The class of a type without its arguments. For a smart pointer, also that of what it points to: `itk::SmartPointer<itk::Foo`. */
export const familyOf = (text: string): string =>
  /^(?:itk::SmartPointer<\s*)?(?:const\s)?[\w:]+/.exec(text)?.[0].replace(/\s|const\s/g, '') ?? text;

const mayBeWrappedLater = (
  index: WorkspaceIndex,
  enabled: EnabledClasses,
  { className, text }: ItkType,
): boolean =>
  mayBeCutShort(index, enabled, className) ||
  [...text.matchAll(/itk::[\w:]+/g)].some(([name]) => mayBeCutShort(index, enabled, name));

/** A type that methods of a class use. */
export interface MethodUse {
  className: string;
  missing: ItkType;
  methods: readonly string[];
}

/** The classes of ITK that the methods of a class use, except those that igenerator never reports. */
export function usesOf(index: WorkspaceIndex, types: TypeResolver, cppType: string): readonly MethodUse[] {
  const { uses, methodsOf } = knowledgeOf(index, types);
  const type = types.typeOf(cppType);
  const definition = type && types.definitionOf(type);
  if (!definition) return [];
  let found = uses.get(type.text);
  if (found === undefined)
    uses.set(type.text, (found = findUses(types, type, methodsOf(type, definition.body))));
  return found;
}

function findUses(types: TypeResolver, type: ResolvedType, methods: readonly ClassMethod[]): MethodUse[] {
  const byType = new Map<string, MethodUse & { methods: string[] }>();
  for (const method of methods.filter(({ name }) => !LEFT_OUT.has(name)))
    for (const missing of typesUsedBy(types, type, method)) {
      if (missing.text === type.text || isNeverWrapped(missing.text)) continue;
      const known = byType.get(missing.text) ?? { className: type.className!, missing, methods: [] };
      if (!known.methods.includes(method.name)) known.methods.push(method.name);
      byType.set(missing.text, known);
    }
  return [...byType.values()];
}

/** Methods that igenerator leaves out. Source: generate_method() in igenerator.py. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'rBegin',
  'rEnd',
  'GetSpacingCallback',
  'GetOriginCallback',
  'Begin',
  'End',
]);

/** What was read from the headers, as long as these do not change. */
interface Knowledge {
  uses: Map<string, readonly MethodUse[]>;
  methodsOf: (type: ResolvedType, body: string) => readonly ClassMethod[];
}

const known = new WeakMap<TypeResolver, Knowledge>();

function knowledgeOf(index: WorkspaceIndex, types: TypeResolver): Knowledge {
  let knowledge = known.get(types);
  if (knowledge === undefined)
    known.set(types, (knowledge = { uses: new Map(), methodsOf: methodReader(index) }));
  return knowledge;
}

/** Reads the methods of each body once. The constructors in equal bodies are those of equal names. */
function methodReader(index: WorkspaceIndex): Knowledge['methodsOf'] {
  const bodies = new Map<string, readonly ClassMethod[]>();
  let macros: MacroDefinitions | undefined;
  return ({ className }, body) => {
    let methods = bodies.get(body);
    if (methods === undefined) {
      macros ??= macroDefinitions(index.headersNamed(MACROS).map((header) => index.textOf(header) ?? ''));
      methods = publicMethods(body, className!.split('::').at(-1)!, macros);
      bodies.set(body, methods);
    }
    return methods;
  };
}

/** The header with the macros that declare methods, such as itkSetMacro. */
const MACROS = 'itkMacro.h';
