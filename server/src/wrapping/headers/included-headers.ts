import path from 'node:path';
import type { Range } from '../../shared/text-range';
import type { FileFacts } from '../index/script-facts';
import { swigNameOf } from '../index/variable-kind';
import type { WrappedClass } from '../index/wrapped-classes';

/** A header that the generated C++ of a `.wrap` file includes. */
export interface IncludedHeader {
  /** As the file or the macros write it. */
  name: string;
  /** The class that it is named after, if the file wraps it, or else the `itk_wrap_include()`. */
  range: Range;
  /** The `itk_wrap_include()`, if it is not already `range`. */
  includedAt: Range | null;
  /** The class for which ITK includes it automatically, or null. */
  automaticFor: WrappedClass | null;
}

/** Switches the automatic includes of `itk_wrap_class()`. */
const AUTO_INCLUDE = 'WRAPPER_AUTO_INCLUDE_HEADERS';

/**
 * The headers that a `.wrap` file includes: those of its `itk_wrap_include()`, and those that `itk_wrap_class()` includes
 * automatically.
 * @param includes what the generated C++ includes with the options of the build. Without it, the text alone decides, and the branches
 * of all conditions count
 */
export function includedHeaders(facts: FileFacts, includes?: readonly string[] | null): IncludedHeader[] {
  const found = headersInText(facts);
  return includes ? found.filter(({ name }) => includes.includes(name)) : found;
}

function headersInText({ occurrences, classes }: FileFacts): IncludedHeader[] {
  const found: IncludedHeader[] = [];
  for (const { kind, name, range } of occurrences) {
    if (kind !== 'header' || name.includes('${')) continue;
    const named = classes.find(({ className }) => headerOf(className) === path.posix.basename(name));
    found.push({
      name,
      range: named?.nameRange ?? range,
      includedAt: named ? range : null,
      automaticFor: null,
    });
  }
  const switches = occurrences.filter(
    ({ kind, role, name }) => kind === 'variable' && role === 'write' && name === AUTO_INCLUDE,
  );
  for (const wrapped of classes) {
    const { className, nameRange, command } = wrapped;
    if (!/^itk::[\w:]+$/.test(className) || /_named_/i.test(command.name)) continue;
    const last = switches.findLast(({ range }) => range.start.line < nameRange.start.line);
    if (last !== undefined && !/^ON$/i.test(last.value ?? '')) continue;
    const name = headerOf(className);
    if (found.some((one) => path.posix.basename(one.name) === name)) continue;
    found.push({ name, range: nameRange, includedAt: null, automaticFor: wrapped });
  }
  return found;
}

/** The header that ITK includes for a class. */
export const headerOf = (className: string): string => `${swigNameOf(className)}.h`;
