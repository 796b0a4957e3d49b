import type { Script } from '../cmake/ast';
import { contains, visitBlocks } from '../cmake/walk';
import type { Range } from '../util/text';
import type { PredictedType, WrapDiagnostic } from '../wrapping/types';
import type { EvaluationProblem, GeneratedByLine, LoopValues } from './evaluation';

/** What the evaluation of one `.wrap` says of its lines. */
export interface EvaluatedFile {
  /** Absolute path of the `.wrap`. */
  file: string;
  generated: GeneratedByLine[];
  loops: LoopValues[];
  problems: EvaluationProblem[];
}

/** Sorts a predicted type by the lines that made its instantiations; smart pointers and superclasses are not counted. */
export function linesOf(
  type: PredictedType,
  script: Script,
  diagnostics: readonly WrapDiagnostic[],
): EvaluatedFile {
  const generated = new Map<string, GeneratedByLine>();
  const loops = new Map<string, LoopValues>();
  const foreachBlocks = [...visitBlocks(script.statements)].filter((block) => block.type === 'foreach');
  for (const { name, cppType, className, origin } of type.instantiations) {
    if (!origin || origin.location.file !== type.wrap) continue;
    const { range } = origin.location;
    if (!/::(?:Pointer|ConstPointer|Superclass|SelfAutoPointer)$/.test(className)) {
      const line = at(generated, range, () => ({ range, instantiations: [] }));
      line.instantiations.push({ name, cppType, className, line: range.start.line });
    }
    const around = foreachBlocks.filter((block) => contains(block.range, range.start));
    for (const [depth, { variable, value }] of origin.loops.entries()) {
      const open = around[depth]?.branches[0]?.open;
      if (!open) continue;
      const loop = at(loops, open.range, () => ({ range: open.range, variable, values: [] }));
      if (!loop.values.includes(value)) loop.values.push(value);
    }
  }
  return {
    file: type.wrap ?? '',
    generated: [...generated.values()],
    loops: [...loops.values()],
    problems: diagnostics
      .filter(({ location }) => location.file === type.wrap)
      .map(({ code, message, severity, location, related }) => ({
        code,
        message,
        severity,
        range: location.range,
        related: [...related],
      })),
  };
}

function at<T>(map: Map<string, T>, { start }: Range, make: () => T): T {
  const key = `${start.line}:${start.character}`;
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
