import type { Range } from '../../shared/text-range';
import type { TracedValue } from '../../wrapping/evaluation/trace';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import type { PredictedType } from '../../wrapping/evaluation/predicted';
import type { GeneratedByLine, LoopValues } from './evaluation-messages';

/** What the evaluation of one `.wrap` says of its lines. */
export interface EvaluatedFile {
  /** Absolute path of the `.wrap`. */
  file: string;
  module: string;
  /** The classes that it wraps, with `::Superclass` behind those that are wrapped along. */
  classes: string[];
  generated: GeneratedByLine[];
  loops: LoopValues[];
  /** What the variables stand for, command by command; null if no editor has the file open. */
  values: TracedValue[] | null;
  diagnostics: Diagnostic[];
  /** It was not evaluated to its end: there may be more classes. */
  cutShort: boolean;
}

/** Sorts a predicted type by the lines that made its instantiations; smart pointers and superclasses are not counted. */
export function linesOf(
  type: PredictedType,
  diagnostics: readonly Diagnostic[],
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
    diagnostics: diagnosticsIn(type.wrap ?? '', diagnostics),
  };
}

/** The diagnostics of one file. */
export function diagnosticsIn(file: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ location }) => location.file === file);
}

function at<T>(map: Map<string, T>, { start }: Range, make: () => T): T {
  const key = `${start.line}:${start.character}`;
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
