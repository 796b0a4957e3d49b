import type { DiffReport, TypeDiff } from './diff-report';

/** What a change does to the instantiations of one line of a `.wrap` file. */
export interface ChangedLine extends Pick<TypeDiff, 'added' | 'removed' | 'changed'> {
  /** From 1. Null: macro files make the instantiations. */
  line: number | null;
  /** The line without indentation. Empty if it is not known. */
  text: string;
}

/** The instantiations of a type by the lines of its `.wrap` file. Those of macro files come last. */
export function changedLines(type: TypeDiff): ChangedLine[] {
  const at = <T>(all: readonly T[], lineOf: (one: T) => number | null, line: number | null): T[] =>
    all.filter((one) => lineOf(one) === line);
  return [...type.lines, { line: null, text: '' }]
    .map(({ line, text }) => ({
      line,
      text,
      added: at(type.added, (one) => one.line, line),
      removed: at(type.removed, ({ place }) => place, line),
      changed: at(type.changed, (one) => one.line, line),
    }))
    .filter((one) => one.added.length + one.removed.length + one.changed.length > 0);
}

/** The changed lines of each `.wrap` file that the head has. Files are relative to the top of the repository. */
export function changedLinesOfFiles({ types }: DiffReport): Map<string, ChangedLine[]> {
  const files = new Map<string, ChangedLine[]>();
  for (const type of types) {
    if (type.wrap === null || type.kind === 'removed') continue;
    const lines = changedLines(type).filter(({ line }) => line !== null);
    if (lines.length > 0) files.set(type.wrap, [...(files.get(type.wrap) ?? []), ...lines]);
  }
  return files;
}

/**
 * The index of a changed line in a text that may have been edited since: where it was, or else the only line with the same text.
 * Null if there is none.
 */
export function whereNow({ line, text }: ChangedLine, lines: readonly string[]): number | null {
  if (line !== null && lines[line - 1]?.trim() === text) return line - 1;
  const same = lines.flatMap((one, n) => (text !== '' && one.trim() === text ? [n] : []));
  return same.length === 1 ? same[0]! : null;
}

/** Counts of instantiations, such as `+4 −1 ~2`. Empty if all are zero. */
export function changeCounts({
  added,
  removed,
  changed,
}: Record<'added' | 'removed' | 'changed', number>): string {
  const both = added + removed > 0 ? `+${added} −${removed}` : '';
  return [both, changed > 0 ? `~${changed}` : ''].filter(Boolean).join(' ');
}

/** How many instantiations are in the lists of a line or a type. */
export const countsOf = (
  one: Pick<TypeDiff, 'added' | 'removed' | 'changed'>,
): Record<'added' | 'removed' | 'changed', number> => ({
  added: one.added.length,
  removed: one.removed.length,
  changed: one.changed.length,
});
