import type { Range } from '../../shared/text-range';
import type { TracedValue } from '../../wrapping/evaluation/observing/trace';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import type { PredictedType } from '../../wrapping/evaluation/prediction-types';
import type { WrappedType } from '../../wrapping/evaluation/enabled-classes';
import type { GeneratedByLine, LoopValues } from './evaluation-messages';

/** The results of an evaluation for the lines of one `.wrap`. */
export interface EvaluatedFile {
  /** Absolute path of the `.wrap`. */
  file: string;
  module: string;
  /** Everything that it wraps, including `::Superclass` of those whose superclass is wrapped too. */
  wrapped: WrappedType[];
  generated: GeneratedByLine[];
  /** The headers that the generated C++ includes, without brackets. Null if there is no such file. */
  includes: readonly string[] | null;
  loops: LoopValues[];
  /** The values of variables at each command. Null if the file is not open in an editor, or if they are not known yet. */
  values: TracedValue[] | null;
  diagnostics: Diagnostic[];
  /** The evaluation did not reach the end of the file, so there may be more classes. */
  cutShort: boolean;
}

/**
 * Groups the instantiations of a predicted type by the commands that made them. Smart pointers are omitted.
 */
export function linesOf(
  type: PredictedType,
  diagnostics: readonly Diagnostic[],
): Omit<EvaluatedFile, 'loops' | 'values' | 'cutShort'> {
  const generated = new Map<string, GeneratedByLine>();
  for (const { name, cppType, className, origin } of type.instantiations) {
    if (!origin || origin.location.file !== type.wrap) continue;
    const { range } = origin.location;
    const companion = /::(Pointer|ConstPointer|Superclass|SelfAutoPointer)$/.exec(className)?.[1];
    if (companion !== undefined && companion !== 'Superclass') continue;
    const line = at(generated, range, () => ({ range, instantiations: [] }));
    if (companion === 'Superclass') (line.superclasses ??= []).push(cppType);
    else line.instantiations.push({ name, cppType, className, line: range.start.line });
  }
  return {
    file: type.wrap ?? '',
    module: type.module,
    wrapped: type.instantiations.map(({ cppType, className }) => ({ cppType, className })),
    generated: [...generated.values()],
    includes: type.cxx === null ? null : type.includes.map((name) => name.replace(/^<(.*)>$/, '$1')),
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
