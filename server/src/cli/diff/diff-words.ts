import type { TypeDiff } from '../../shared/diff/diff-report';
import { plural } from '../../shared/plural';
import type { DiffResult } from './run-diff';

/** How many instantiations a change adds, removes and changes. */
export function counted(types: readonly TypeDiff[]): { added: number; removed: number; changed: number } {
  const sum = (kind: 'added' | 'removed' | 'changed'): number =>
    types.reduce((total, type) => total + type[kind].length, 0);
  return { added: sum('added'), removed: sum('removed'), changed: sum('changed') };
}

/** What was compared, such as `0123456789ab and the working tree`. */
export const comparedText = ({ base, head }: DiffResult): string =>
  `${shortId(base)} and ${head === null ? 'the working tree' : shortId(head)}`;

const shortId = (id: string): string => id.slice(0, 12);

/** The summary: sentences without names from the sources. */
export function summaryOf(diff: DiffResult): string[] {
  const { types, modules, findings, headersWithoutWrap, typesToRun, cutShort } = diff;
  const list = (counts: readonly (readonly [number, string])[]): string =>
    counts
      .filter(([count]) => count > 0)
      .map(([count, word]) => `${count} ${word}`)
      .join(', ');
  const kinds = (['added', 'removed', 'changed'] as const).map(
    (kind) => [types.filter((type) => type.kind === kind).length, kind] as const,
  );
  const instantiations = counted(types);
  const rows: [string, string][] = [
    [
      'Modules',
      list([[modules.added.length, 'added'] as const, [modules.removed.length, 'removed'] as const]),
    ],
    ['Types', list(kinds)],
    [
      'Instantiations',
      list([
        [instantiations.added, 'added'],
        [instantiations.removed, 'removed'],
        [instantiations.changed, 'changed'],
      ]),
    ],
    [
      'Diagnostics',
      list([[findings.added.length, 'new'] as const, [findings.resolved.length, 'resolved'] as const]),
    ],
  ];
  const lines = rows.filter(([, text]) => text !== '').map(([name, text]) => `${name}: ${text}.`);
  if (headersWithoutWrap.length > 0)
    lines.push(`${plural(headersWithoutWrap.length, 'new class', 'new classes')} without a .wrap file.`);
  if (typesToRun > 0)
    lines.push(
      `${plural(typesToRun, 'type')} ${typesToRun === 1 ? 'needs' : 'need'} CastXML and SWIG again, because the generated .cxx is new or differs. Changed headers may add more.`,
    );
  if (cutShort.length > 0)
    lines.push(
      `${plural(cutShort.length, 'type')} could not be compared, because CMake would stop before it writes ${cutShort.length === 1 ? 'its file' : 'their files'}.`,
    );
  return lines.length === 0 ? ['The wrapping does not change.'] : lines;
}

/** What happened to a type, besides its instantiations. */
export function remarksOn({ movedFrom, renamedFrom, kind, ...lists }: TypeDiff): string[] {
  const remarks = [
    ...(movedFrom === null ? [] : [`was in module ${movedFrom}`]),
    ...(renamedFrom === null ? [] : [`was ${renamedFrom}`]),
  ];
  const isQuiet = lists.added.length + lists.removed.length + lists.changed.length === 0;
  return kind === 'changed' && isQuiet && remarks.length === 0
    ? ['the generated .cxx differs, with the same instantiations']
    : remarks;
}

/** Types by their module, sorted by its name. */
export function byModule(types: readonly TypeDiff[]): [module: string, types: TypeDiff[]][] {
  const modules = new Map<string, TypeDiff[]>();
  for (const type of types) modules.set(type.module, [...(modules.get(type.module) ?? []), type]);
  return [...modules].sort(([a], [b]) => (a < b ? -1 : 1));
}
