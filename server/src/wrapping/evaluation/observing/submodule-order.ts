import type { ObservationKind } from './observer';

const ORDER = 'WRAPPER_SUBMODULE_ORDER';
const ORDER_MISSPELT = 'WRAPPING_SUBMODULE_ORDER';
/** The name of the order up to ITK 4.2. Macros of later versions still read it. */
const ORDER_OLD = 'WRAPPER_LIBRARY_GROUPS';

/** The variables that set the order of a module's `.wrap` files, or look as if they did. */
export const ORDER_NAMES: readonly string[] = [ORDER, ORDER_MISSPELT, ORDER_OLD];

/**
 * The mistake of a command that sets one of `ORDER_NAMES`. Null if it is right, or not in a CMakeLists.txt.
 * @param situation whether the module of this directory has begun, and whether the macros read a variable
 */
export function orderMistake(
  name: string,
  file: string,
  situation: { isInModule: boolean; macrosRead: (name: string) => boolean },
): ObservationKind | null {
  if (!file.endsWith('/CMakeLists.txt')) return null;
  if (name === ORDER_OLD) return situation.macrosRead(ORDER_OLD) ? null : 'old-variable';
  if (name === ORDER_MISSPELT) return 'misspelt-order';
  return situation.isInModule ? null : 'order-before-module';
}
