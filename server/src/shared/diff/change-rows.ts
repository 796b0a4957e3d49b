import * as l10n from '@vscode/l10n';
import { plural } from '../l10n/localized-plural';
import { sentences } from '../l10n/sentences';
import { changeCounts, type ChangedLine, changedLines, countsOf } from './instantiation-changes';
import type { DiffReport, TreeFinding, TypeDiff, WrappedInstantiation } from './diff-report';

/** A row that shows a part of a comparison. Its texts are not escaped. */
export interface ChangeRow {
  /** The same in a later comparison, so that rows stay open. */
  id: string;
  kind:
    | 'module'
    | 'type'
    | 'line'
    | 'instantiation'
    | 'problem'
    | 'resolved'
    | 'header'
    | 'not-compared'
    | 'group';
  /** What happened to it, or how bad it is. Null in rows that only hold others. */
  sign: 'added' | 'removed' | 'changed' | TreeFinding['severity'] | null;
  label: string;
  description: string;
  /** The lines of the tooltip. */
  detail: readonly string[];
  /** The place that a click opens: a file relative to the top of the repository and a line from 1. */
  place: { file: string; line: number } | null;
  children: readonly ChangeRow[];
}

/** A comparison as rows: what is worse now, modules with their types and lines, and the rest. */
export function changeRows(report: DiffReport): ChangeRow[] {
  const { types, headersWithoutWrap, diagnostics, cutShort } = report;
  const gone = new Set(
    types.flatMap(({ kind, wrap, renamedFrom }) => (kind === 'removed' ? [wrap] : [renamedFrom])),
  );
  return [
    ...group(
      'problems',
      l10n.t('New problems'),
      diagnostics.added.map((one, n) => problemRow(one, n, 'problem', gone)),
    ),
    ...moduleRows(report),
    ...group(
      'headers',
      l10n.t('New classes without a .wrap file'),
      headersWithoutWrap.map(({ name, header, module }) => ({
        ...leaf('header', name),
        sign: 'added',
        label: name,
        description: module,
        detail: [name, header],
        place: { file: header, line: 1 },
      })),
    ),
    ...group(
      'resolved',
      l10n.t('Resolved problems'),
      diagnostics.resolved.map((one, n) => problemRow(one, n, 'resolved', gone)),
    ),
    ...group(
      'not-compared',
      l10n.t('Not compared'),
      cutShort.map((name) => ({
        ...leaf('not-compared', name),
        label: name,
        detail: [l10n.t('CMake would stop before it writes the files of this type.')],
      })),
    ),
  ];
}

function group(name: string, label: string, children: ChangeRow[]): ChangeRow[] {
  if (children.length === 0) return [];
  return [{ ...leaf('group', name), label, description: String(children.length), children }];
}

/** A row about which nothing is known yet but its kind and name. */
const leaf = (kind: ChangeRow['kind'], name: string): ChangeRow => ({
  id: `${kind} ${name}`,
  kind,
  sign: null,
  label: name,
  description: '',
  detail: [],
  place: null,
  children: [],
});

function moduleRows({ modules, types }: DiffReport): ChangeRow[] {
  const names = new Set([...types.map(({ module }) => module), ...modules.added, ...modules.removed]);
  return [...names].sort().map((name) => {
    const own = types.filter(({ module }) => module === name);
    const counts = { added: 0, removed: 0, changed: 0 };
    for (const type of own)
      for (const kind of ['added', 'removed', 'changed'] as const) counts[kind] += type[kind].length;
    const sign = modules.added.includes(name)
      ? 'added'
      : modules.removed.includes(name)
        ? 'removed'
        : 'changed';
    return {
      ...leaf('module', name),
      sign,
      description: changeCounts(counts),
      detail: [name, ...(sign === 'changed' ? [] : [signText(sign)])],
      children: own.map(typeRow),
    };
  });
}

function typeRow(type: TypeDiff): ChangeRow {
  const { name, kind, wrap, movedFrom, renamedFrom } = type;
  const counts = changeCounts(countsOf(type));
  const remarks = [
    kind === 'changed' ? '' : signText(kind),
    movedFrom === null ? '' : l10n.t('was in {0}', movedFrom),
    renamedFrom === null ? '' : l10n.t('was {0}', renamedFrom.replace(/^.*\//, '')),
    kind === 'changed' && counts === '' && movedFrom === null && renamedFrom === null
      ? l10n.t('the same instantiations, another .cxx')
      : '',
  ].filter(Boolean);
  return {
    ...leaf('type', name),
    sign: kind,
    description: [counts, ...remarks].filter(Boolean).join(' · '),
    detail: [name, ...remarks, ...(wrap === null ? [] : [wrap])],
    place: wrap === null || kind === 'removed' ? null : { file: wrap, line: type.lines[0]?.line ?? 1 },
    children: changedLines(type).map((line) => lineRow(type, line)),
  };
}

const signText = (sign: 'added' | 'removed'): string =>
  sign === 'added' ? l10n.t('new') : l10n.t('removed');

function lineRow(type: TypeDiff, line: ChangedLine): ChangeRow {
  const counts = countsOf(line);
  const kinds = (['added', 'removed', 'changed'] as const).filter((kind) => counts[kind] > 0);
  const place =
    type.wrap === null || type.kind === 'removed' ? null : { file: type.wrap, line: line.line ?? 1 };
  const row = (
    sign: 'added' | 'removed' | 'changed',
    one: WrappedInstantiation,
    before?: string,
  ): ChangeRow => ({
    ...leaf('instantiation', `${type.name} ${sign} ${one.name}`),
    sign,
    label: one.name,
    description: one.cppType,
    detail: [one.cppType, ...(before === undefined ? [] : [l10n.t('before: {0}', before)])],
    place,
  });
  const where = line.line === null ? l10n.t('Macro files') : l10n.t('Line {0}', line.line);
  return {
    ...leaf('line', `${type.name} ${line.line ?? ''}`),
    sign: kinds.length === 1 ? kinds[0]! : 'changed',
    label: where,
    description: [changeCounts(counts), line.text].filter(Boolean).join(' · '),
    detail: [line.text || where, changeCounts(counts)],
    place,
    children: [
      ...line.added.map((one) => row('added', one)),
      ...line.removed.map((one) => row('removed', one)),
      ...line.changed.map((one) => row('changed', one, one.before)),
    ],
  };
}

function problemRow(
  { code, severity, message, file, line, column }: TreeFinding,
  n: number,
  kind: 'problem' | 'resolved',
  gone: ReadonlySet<string | null>,
): ChangeRow {
  return {
    ...leaf(kind, `${n} ${code} ${file} ${line}:${column}`),
    sign: severity,
    label: message,
    description: `${file.replace(/^.*\//, '')}:${line}`,
    detail: [message, `${file}:${line}`, code],
    place: gone.has(file) && kind === 'resolved' ? null : { file, line },
  };
}

/** What a comparison found, in a few words for the status bar. */
export function briefSummary(report: DiffReport): string {
  const problems = report.diagnostics.added.length;
  return sentences(
    whatChanges(report),
    problems > 0 ? plural(problems, l10n.t('1 new problem.'), l10n.t('{0} new problems.', problems)) : '',
  );
}

/** What a comparison found, in a few sentences. */
export function changeSummary(report: DiffReport): string {
  const { typesToRun, notEvaluated } = report;
  return sentences(
    whatChanges(report),
    typesToRun > 0
      ? plural(
          typesToRun,
          l10n.t('1 type needs CastXML and SWIG again. Changed headers may add more.'),
          l10n.t('{0} types need CastXML and SWIG again. Changed headers may add more.', typesToRun),
        )
      : '',
    notEvaluated,
  );
}

function whatChanges({ types, instantiations, diagnostics, ...rest }: DiffReport): string {
  const count = types.length;
  const isSame =
    count + diagnostics.added.length + diagnostics.resolved.length === 0 &&
    rest.headersWithoutWrap.length +
      rest.modules.added.length +
      rest.modules.removed.length +
      rest.cutShort.length ===
      0;
  return sentences(
    isSame ? l10n.t('The wrapping does not change.') : '',
    count > 0 ? plural(count, l10n.t('1 type changes.'), l10n.t('{0} types change.', count)) : '',
    changeCounts(instantiations) ? l10n.t('Instantiations: {0}.', changeCounts(instantiations)) : '',
  );
}
