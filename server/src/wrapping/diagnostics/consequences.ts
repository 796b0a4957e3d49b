import { contains } from '../../cmake/syntax/visit';
import type { ScriptCache } from '../../cmake/runtime/script-cache';
import type { Found } from './cmake-messages';
import type { WrappingEvaluation } from '../evaluation/evaluation';
import type { TypeRecord } from '../evaluation/evaluation-records';

/**
 * Whether a finding only follows from an error that is reported instead. This holds for everything after text that CMake
 * cannot parse, and for names that an unfinished earlier `.wrap` file would have defined.
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

/**
 * Removes findings that another one explains. One mistake may cause another in the same command: an undefined type makes an
 * argument and the mangle empty.
 */
export function withoutExplained(found: readonly Found[]): Found[] {
  return found.filter(({ rule: { explainedBy = [] }, finding: { location } }) => {
    const causes = found.filter(({ rule }) => explainedBy.includes(rule.code));
    return !causes.some(
      ({ finding: cause }) =>
        cause.location.file === location.file && contains(location.range, cause.location.range.start),
    );
  });
}

/** Whether a type was not evaluated to its end, or CMake would stop before it. */
export function isCutShort(record: TypeRecord, programs: ScriptCache): boolean {
  return record.afterStop || record.cutAt !== null || brokenFrom(record, programs) !== null;
}

/** The texts of the `.wrap` files before a type that were not evaluated to their ends. */
function unseenTexts(record: TypeRecord, evaluation: WrappingEvaluation, programs: ScriptCache): string[] {
  const texts: string[] = [];
  for (const other of evaluation.types.values()) {
    if (other.name === record.name) break;
    if (isCutShort(other, programs)) texts.push(programs.text(other.wrap));
  }
  return texts;
}

/** The line, counted from 0, of the first text that CMake cannot parse, or null. */
function brokenFrom({ wrap }: TypeRecord, programs: ScriptCache): number | null {
  const errors = programs.errors(wrap).filter(({ severity }) => severity === 'error');
  return errors.length === 0 ? null : Math.min(...errors.map(({ range }) => range.start.line));
}
