import type { Range } from '../../shared/text-range';
import type { TracedValue } from '../../wrapping/evaluation/trace';
import type { PredictedType, WrapDiagnostic } from '../../wrapping/evaluation/predicted';
import type { EvaluationProblem, GeneratedByLine, LoopValues } from './evaluation-messages';

/** What the evaluation of one `.wrap` says of its lines. */
export interface EvaluatedFile {
  /** Absolute path of the `.wrap`. */
  file: string;
  module: string;
  /** The classes that it wraps, with `::Superclass` behind those that are wrapped along. */
  classes: string[];
  generated: GeneratedByLine[];
  loops: LoopValues[];
  /** What the variables stand for, command by command; null where no editor has the file open. */
  values: TracedValue[] | null;
  problems: EvaluationProblem[];
  /** It was not evaluated to its end: there may be more classes. */
  cutShort: boolean;
}

/** Sorts a predicted type by the lines that made its instantiations; smart pointers and superclasses are not counted. */
export function linesOf(
  type: PredictedType,
  diagnostics: readonly WrapDiagnostic[],
): Omit<EvaluatedFile, 'loops' | 'values' | 'cutShort'> {
  const generated = new Map<string, GeneratedByLine>();
  for (const { name, cppType, className, origin } of type.instantiations) {
    if (!origin || origin.location.file !== type.wrap) continue;
    const { range } = origin.location;
    if (!/::(?:Pointer|ConstPointer|Superclass|SelfAutoPointer)$/.test(className)) {
      const line = at(generated, range, () => ({ range, instantiations: [] }));
      line.instantiations.push({ name, cppType, className, line: range.start.line });
    }
  }
  return {
    file: type.wrap ?? '',
    module: type.module,
    classes: [...new Set(type.instantiations.map(({ className }) => className))],
    generated: [...generated.values()],
    problems: problemsIn(type.wrap ?? '', diagnostics),
  };
}

/** The diagnostics of one file. */
export function problemsIn(file: string, diagnostics: readonly WrapDiagnostic[]): EvaluationProblem[] {
  return diagnostics
    .filter(({ location }) => location.file === file)
    .map(({ code, message, severity, location, related, repair }) => ({
      code,
      message,
      severity,
      range: location.range,
      related: [...related],
      repair: repair ?? null,
    }));
}

function at<T>(map: Map<string, T>, { start }: Range, make: () => T): T {
  const key = `${start.line}:${start.character}`;
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
