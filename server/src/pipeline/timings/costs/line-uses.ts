import { parseCxx } from '../../../build/inputs/castxml-cxx';
import type { PredictedType } from '../../../wrapping/evaluation/prediction-types';
import { lineOfClass } from '../../runs/wrap-line';

/** How many instantiations of a type a line of its `.wrap` file made. */
export interface LineUse {
  /** From 1. Null if the line is not known. */
  line: number | null;
  /** The command that begins there, in one line. */
  text: string;
  instantiations: number;
}

/**
 * Assigns the instantiations of a generated `.cxx` to lines. The evaluation says which line made an alias. Without one, or for
 * an alias that it does not know, it is the line that begins the class.
 * @param cxx the text of the `.cxx` that the build has
 * @param wrapText the text of the `.wrap` file; null if it cannot be read
 */
export function lineUsesOf(
  cxx: string,
  wrapText: string | null,
  predicted: Pick<PredictedType, 'wrap' | 'instantiations'> | null,
): LineUse[] {
  const lineOf = new Map<string, number>();
  for (const { name, origin } of predicted?.instantiations ?? [])
    if (origin && origin.location.file === predicted?.wrap)
      lineOf.set(name, origin.location.range.start.line + 1);
  const counts = new Map<number | null, number>();
  for (const { name, className, companionOf } of parseCxx(cxx)) {
    if (companionOf !== undefined) continue;
    const line = lineOf.get(name) ?? (wrapText === null ? null : lineOfClass(wrapText, className));
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const lines = wrapText?.split('\n') ?? [];
  return [...counts].map(([line, instantiations]) => ({
    line,
    text: line === null ? 'instantiations whose line is not known' : commandAt(lines, line - 1),
    instantiations,
  }));
}

/** A longer command is cut. */
const MOST_LINES = 6;

/** The command that begins in a line: the lines until as many brackets are closed as were opened. */
function commandAt(lines: readonly string[], first: number): string {
  let open = 0;
  const parts: string[] = [];
  for (const line of lines.slice(first, first + MOST_LINES)) {
    parts.push(line.trim());
    for (const character of line) open += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (open <= 0) break;
  }
  return parts.join(' ').replace('( ', '(');
}
