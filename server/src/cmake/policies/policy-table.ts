import type { CMakeVersion } from '../values/version';

/** A policy of CMake. */
export interface Policy {
  /** The version that introduced it. */
  introduced: CMakeVersion;
  /** The version that removed its OLD behavior. Null while it can still be selected. */
  oldRemoved: CMakeVersion | null;
}

/**
 * The first policy of each version that introduced policies, with the version that removed their OLD behavior. Source:
 * `cmake --help-policies` of CMake 4.4, and the versions that its messages name.
 */
const RANGES: readonly [first: number, introduced: CMakeVersion, oldRemoved: CMakeVersion | null][] = [
  [0, [2, 6, 0], [4, 0, 0]],
  [8, [2, 6, 1], [4, 0, 0]],
  [9, [2, 6, 2], [4, 0, 0]],
  [10, [2, 6, 3], [4, 0, 0]],
  [12, [2, 8, 0], [4, 0, 0]],
  [15, [2, 8, 1], [4, 0, 0]],
  [16, [2, 8, 3], [4, 0, 0]],
  [17, [2, 8, 4], [4, 0, 0]],
  [18, [2, 8, 9], [4, 0, 0]],
  [19, [2, 8, 11], [4, 0, 0]],
  [21, [2, 8, 12], [4, 0, 0]],
  [24, [3, 0, 0], [4, 0, 0]],
  [51, [3, 1, 0], [4, 0, 0]],
  [55, [3, 2, 0], [4, 0, 0]],
  [57, [3, 3, 0], [4, 0, 0]],
  [64, [3, 4, 0], [4, 0, 0]],
  [66, [3, 7, 0], null],
  [67, [3, 8, 0], null],
  [68, [3, 9, 0], null],
  [70, [3, 10, 0], null],
  [72, [3, 11, 0], null],
  [73, [3, 12, 0], null],
  [76, [3, 13, 0], null],
  [82, [3, 14, 0], null],
  [89, [3, 15, 0], null],
  [95, [3, 16, 0], null],
  [98, [3, 17, 0], null],
  [103, [3, 18, 0], null],
  [109, [3, 19, 0], null],
  [115, [3, 20, 0], null],
  [121, [3, 21, 0], null],
  [127, [3, 22, 0], null],
  [129, [3, 23, 0], null],
  [130, [3, 24, 0], null],
  [140, [3, 25, 0], null],
  [143, [3, 26, 0], null],
  [144, [3, 27, 0], null],
  [152, [3, 28, 0], null],
  [156, [3, 29, 0], null],
  [162, [3, 30, 0], null],
  [171, [3, 31, 0], null],
  [181, [4, 0, 0], null],
  [186, [4, 1, 0], null],
  [198, [4, 2, 0], null],
  [205, [4, 3, 0], null],
  [211, [4, 4, 0], null],
];
const LAST = 219;

/** All policies by name, `CMP0000` first. */
export const POLICIES: ReadonlyMap<string, Policy> = new Map(
  RANGES.flatMap(([first, introduced, oldRemoved], index) => {
    const next = RANGES[index + 1]?.[0] ?? LAST + 1;
    return Array.from({ length: next - first }, (_, n): [string, Policy] => [
      `CMP${String(first + n).padStart(4, '0')}`,
      { introduced, oldRemoved },
    ]);
  }),
);
