import * as l10n from '@vscode/l10n';
import type { WrappedTypes } from '../diagnostics/findings/instantiations/wrapped-types';
import { readable } from '../index/type-names';
import type { ResolvedType, TypeResolver } from '../types/type-resolver';

/** A type without which an instantiation is of no use in Python, and which nothing wraps with these template arguments. */
export interface MissingPart {
  cppType: string;
  className: string;
  /** The template arguments as C++ writes them. */
  args: readonly string[];
  /** SWIG needs all superclasses. Python needs the types that are passed as template arguments, such as images. */
  kind: 'superclass' | 'argument';
  /** The type that needs it. */
  neededBy: string;
}

type ClassType = ResolvedType & { className: string };

/**
 * What instantiations need and nothing wraps, and what these need in turn, each once.
 * Types that the headers do not decide need nothing.
 * @param modules the modules that count
 */
export function missingParts(
  cppTypes: readonly string[],
  types: TypeResolver,
  wrapped: WrappedTypes,
  modules: ReadonlySet<string>,
): MissingPart[] {
  const parts = new Map<string, MissingPart>();
  const seen = new Set<string>();
  /** Superclasses that are wrapped may need others, because they may be wrapped along with the type. */
  const look = (type: ResolvedType): void => {
    const take = (other: ResolvedType, kind: MissingPart['kind']): void => {
      if (!isOfItk(other) || seen.has(other.text)) return;
      const { text, className, args } = other;
      // A class that nothing wraps with any arguments, such as a functor, is a detail.
      if (kind === 'argument' && !wrapped.hasClass(className, modules)) return;
      seen.add(text);
      if (wrapped.lacks(other, modules)) {
        const written = args.map((one) => (typeof one === 'number' ? String(one) : one.text));
        parts.set(text, { cppType: text, className, args: written, kind, neededBy: type.text });
      }
      look(other);
    };
    for (const argument of type.args) if (typeof argument !== 'number') take(argument, 'argument');
    for (const base of types.basesOf(type) ?? []) take(base, 'superclass');
  };
  for (const cppType of cppTypes) {
    const type = types.typeOf(cppType);
    if (type) look(type);
  }
  return [...parts.values()];
}

/** A sentence about a missing part. */
export function missingPartText({ cppType, kind, neededBy }: MissingPart): string {
  const [part, type] = [readable(cppType), readable(neededBy)];
  return kind === 'superclass'
    ? l10n.t('{0} needs its superclass {1}, which is not wrapped.', type, part)
    : l10n.t('{0} needs {1}, which is not wrapped.', type, part);
}

const isOfItk = (type: ResolvedType): type is ClassType => type.className?.startsWith('itk::') ?? false;
