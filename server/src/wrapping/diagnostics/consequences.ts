import type { ScriptCache } from '../../cmake/runtime/script-cache';
import type { Found } from './cmake-messages';
import type { TypeRecord, WrappingEvaluation } from '../evaluation/evaluation';

/**
 * Whether a finding of a type only follows from an error that is reported in its place: what comes after text that CMake
 * cannot parse, or a name that an earlier `.wrap` would have defined if it had run to its end.
 */
export function isConsequence(
  { rule, finding }: Found,
  record: TypeRecord,
  evaluation: WrappingEvaluation,
  programs: ScriptCache,
): boolean {
  const { location, unknownName } = finding;
  const broken = brokenFrom(record, programs);
  if (broken !== null && location.range.end.line >= broken && !rule.evenInBrokenText) return true;
  return (
    unknownName !== undefined &&
    unseenTexts(record, evaluation, programs).some((text) => text.includes(unknownName))
  );
}

/** Whether a type was not evaluated to its end, or CMake would not come to it. */
export function isCutShort(record: TypeRecord, programs: ScriptCache): boolean {
  return record.afterStop || record.cutAt !== null || brokenFrom(record, programs) !== null;
}

/** The texts of the `.wrap` files before a type that did not run to their ends. */
function unseenTexts(record: TypeRecord, evaluation: WrappingEvaluation, programs: ScriptCache): string[] {
  const texts: string[] = [];
  for (const other of evaluation.types.values()) {
    if (other.name === record.name) break;
    if (isCutShort(other, programs)) texts.push(programs.text(other.wrap));
  }
  return texts;
}

/** The line, from 0, from which on CMake cannot parse the file; null if it can parse all of it. */
function brokenFrom({ wrap }: TypeRecord, programs: ScriptCache): number | null {
  const errors = programs.errors(wrap).filter(({ severity }) => severity === 'error');
  return errors.length === 0 ? null : Math.min(...errors.map(({ range }) => range.start.line));
}
