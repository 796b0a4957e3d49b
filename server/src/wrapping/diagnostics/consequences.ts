import type { ScriptCache } from '../../cmake/runtime/script-cache';
import type { DiagnosticCode } from './diagnostic-kinds';
import type { TypeRecord, WrappingEvaluation } from '../evaluation/evaluation';

/** What decides whether a diagnostic stands for itself. */
export interface Suspect {
  code: DiagnosticCode;
  /** The last of its lines in the `.wrap`, from 0. */
  lastLine: number;
  /** The name that is not known, if that is what it says. */
  unknown: string | null;
}

/**
 * Whether a diagnostic of a type only follows from an error that is reported in its place: what stands after text that CMake
 * cannot parse, or a name that an earlier `.wrap` would have defined had it run to its end.
 */
export function isConsequence(
  { code, lastLine, unknown }: Suspect,
  record: TypeRecord,
  evaluation: WrappingEvaluation,
  programs: ScriptCache,
): boolean {
  const broken = brokenFrom(record, programs);
  if (broken !== null && lastLine >= broken && !EVEN_IN_BROKEN_TEXT.has(code)) return true;
  return unknown !== null && unseenTexts(record, evaluation, programs).some((text) => text.includes(unknown));
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

/** Kinds that are about a single argument, whatever stands around it. */
const EVEN_IN_BROKEN_TEXT: ReadonlySet<DiagnosticCode> = new Set([
  'syntax',
  'undefined-type',
  'invalid-method',
  'invalid-dimensions',
  'unknown-pixel-type',
]);
