import { contains } from '../../cmake/syntax/visit';
import type { Range } from '../../shared/text-range';
import type { Diagnostic } from './diagnostic';
import type { Rule } from './rule';
import { ruleOf, rules } from './rules';

/**
 * Removes diagnostics of a file that repeat another one. The text and an evaluation may show the same mistake. The first
 * diagnostic, which has the fix, is kept.
 * @param found the diagnostics of the text first, then those of an evaluation
 */
export function withoutRepetition(found: readonly Diagnostic[], all: readonly Rule[] = rules): Diagnostic[] {
  const kept: Diagnostic[] = [];
  for (const one of found) {
    const { code, location } = one;
    const rule = ruleOf(code, all);
    if (rule?.isSaidBy && found.some((other) => rule.isSaidBy!(one, other))) continue;
    // The text of a diagnostic may go on with a suggestion.
    if (
      rule?.oncePerFile &&
      kept.some((other) => other.code === code && other.message.startsWith(one.message))
    )
      continue;
    const isSameMistake = (other: Diagnostic): boolean =>
      (other.code === code || (rule?.alternatives?.includes(other.code) ?? false)) &&
      touches(other.location.range, location.range);
    const before = kept.findIndex(isSameMistake);
    const known = kept[before];
    if (known === undefined) kept.push(one);
    else if (known.code !== code)
      kept[before] = { ...one, location: { ...location, range: known.location.range } };
    else if (rule?.severalPerLine && !kept.some((other) => isSameText(other, one))) kept.push(one);
  }
  return kept;
}

const isSameText = (one: Diagnostic, other: Diagnostic): boolean =>
  one.code === other.code &&
  one.message === other.message &&
  one.location.range.start.line === other.location.range.start.line &&
  one.location.range.start.character === other.location.range.start.character;

/**
 * Whether two mistakes are at the same place: on the same line, or one inside the other, as an argument is inside its
 * command.
 */
function touches(one: Range, other: Range): boolean {
  return one.start.line === other.start.line || contains(one, other.start) || contains(other, one.start);
}
