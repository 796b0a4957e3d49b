import type { Location } from '../../../shared/text-range';
import type { Option } from '../diagnostic';

/** The options that are lists of numbers. Source: Wrapping/WrapITKOptions.cmake (in older versions WrapITKTypes.cmake). */
const LISTS = 'ITK_WRAP_IMAGE_DIMS ITK_WRAP_VECTOR_COMPONENTS';

/**
 * The lists of numbers in a CMakeCache.txt that have other values. Then no type is evaluated as intended.
 * @param optionsNamed the options of the build that a text names
 */
export function invalidLists(
  optionsNamed: (text: string) => readonly Option[],
): (Option & { location: Location })[] {
  return optionsNamed(LISTS)
    .filter(({ value }) => !/^(?:\d+(?:;\d+)*)?$/.test(value))
    .flatMap(({ name, value, location }) => (location === null ? [] : [{ name, value, location }]));
}
