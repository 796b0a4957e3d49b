import type { Range } from '../../../../shared/text-range';
import { classAt, type WrappedClass } from '../../../index/wrapped-classes';
import type { ResolvedType, TypeResolver } from '../../../types/type-resolver';
import type { ScriptContext } from '../../rule';
import { unwrappedSuperclasses } from '../superclasses';
import { mayBeCutShort, wrappedIn } from './wrapped-types';

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
      const elsewhere = visible.modulesOf(superclass);
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
