import { instantiationsOf } from '../../shared/states/counts';
import type { Instantiation, TypeState } from '../../shared/type-state';
import { contains, type WrappedClass } from '../../wrapping/index/wrapped-classes';
import type { GeneratedByLine } from './evaluation-messages';

/**
 * The instantiations of a class of a `.wrap` file. The generated source has them by the name of the class. Only the
 * evaluation knows those of a composed name such as `itk::${name}`, and those of a type that the build does not have yet.
 */
export function instantiationsOfClass(
  { className, range }: Pick<WrappedClass, 'className' | 'range'>,
  type: TypeState | undefined,
  generated: readonly GeneratedByLine[] | null | undefined,
): Instantiation[] {
  const named = type ? instantiationsOf(type, className) : [];
  if (named.length > 0) return named;
  return (generated ?? [])
    .filter((line) => contains(range, line.range.start))
    .flatMap(({ instantiations }) => instantiations);
}
