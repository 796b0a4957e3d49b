import type {
  TreeFinding,
  TypeDiff,
  UnwrappedHeader,
  WrappedInstantiation,
} from '../../shared/diff/diff-report';
import { linePlaces } from './line-places';
import type { TreeState, WrappedType } from './tree-state';

/** What a change does to the wrapping. Lists are sorted by name or place. */
export interface WrappingDiff {
  modules: { added: readonly string[]; removed: readonly string[] };
  /** The types that the change adds, removes or changes. */
  types: readonly TypeDiff[];
  /** Classes whose header the change adds, and that no `.wrap` file wraps. */
  headersWithoutWrap: readonly UnwrappedHeader[];
  findings: { added: readonly TreeFinding[]; resolved: readonly TreeFinding[] };
  /** How many types have a new or another `.cxx`, so that CastXML and SWIG must run for them. */
  typesToRun: number;
  /** Types that are not compared, because CMake would stop before it writes their files. */
  cutShort: readonly string[];
  /** Why the base or the head was not evaluated. Null if they were. */
  notEvaluated: string | null;
}

/** Files that only the head (`added`) or only the base (`removed`) has, relative to the top of the repository. */
export interface OtherFiles {
  added: ReadonlySet<string>;
  removed: ReadonlySet<string>;
}

/**
 * Compares what two trees wrap.
 * @param files the files that only one of the trees has
 */
export function compareTrees(base: TreeState, head: TreeState, files: OtherFiles): WrappingDiff {
  const cutShort = new Set(
    [...base.types, ...head.types].filter((type) => type.cutShort).map(({ name }) => name),
  );
  const [before, after] = [base, head].map(
    ({ types }) => new Map(types.filter(({ name }) => !cutShort.has(name)).map((type) => [type.name, type])),
  ) as [Map<string, WrappedType>, Map<string, WrappedType>];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort(byText);
  const types = names.flatMap((name) => compareTypes(before.get(name), after.get(name)) ?? []);
  const known = new Set(base.unwrapped.map(({ name }) => name));
  return {
    modules: {
      added: modulesOf(head).filter((name) => !modulesOf(base).includes(name)),
      removed: modulesOf(base).filter((name) => !modulesOf(head).includes(name)),
    },
    types,
    headersWithoutWrap: head.unwrapped.filter(
      ({ name, header }) => files.added.has(header) && !known.has(name),
    ),
    findings: compareFindings(base.findings, head.findings, files),
    typesToRun: names.filter((name) => {
      const cxx = after.get(name)?.cxx ?? null;
      return cxx !== null && cxx !== before.get(name)?.cxx;
    }).length,
    cutShort: [...cutShort].sort(byText),
    notEvaluated: head.notEvaluated ?? base.notEvaluated,
  };
}

/** The difference between two trees without any. */
export const NO_DIFFERENCE: WrappingDiff = {
  modules: { added: [], removed: [] },
  types: [],
  headersWithoutWrap: [],
  findings: { added: [], resolved: [] },
  typesToRun: 0,
  cutShort: [],
  notEvaluated: null,
};

function compareTypes(before: WrappedType | undefined, after: WrappedType | undefined): TypeDiff | null {
  const type = after ?? before;
  if (type === undefined) return null;
  const old = new Map(before?.instantiations.map((one) => [one.name, one]));
  const fresh = new Map(after?.instantiations.map((one) => [one.name, one]));
  const added = [...fresh.values()].filter(({ name }) => !old.has(name));
  const gone = [...old.values()].filter(({ name }) => !fresh.has(name));
  const changed = [...fresh.values()].flatMap((one) => {
    const was = old.get(one.name);
    return was === undefined || was.cppType === one.cppType ? [] : [{ ...one, before: was.cppType }];
  });
  const isSame = before?.cxx === after?.cxx && before?.module === after?.module;
  if (before && after && isSame && added.length + gone.length + changed.length === 0) return null;
  const removed = placed(gone, before, after);
  return {
    name: type.name,
    kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    module: type.module,
    movedFrom: before && after && before.module !== after.module ? before.module : null,
    wrap: type.wrap,
    renamedFrom: before && after && before.wrap !== after.wrap ? before.wrap : null,
    added,
    removed,
    changed,
    lines: linesAt(
      [...added, ...changed].map(({ line }) => line).concat(removed.map(({ place }) => place)),
      type,
    ),
  };
}

/** Removed instantiations with the place of their line in the file that is shown. */
function placed(
  gone: readonly WrappedInstantiation[],
  before: WrappedType | undefined,
  after: WrappedType | undefined,
): TypeDiff['removed'] {
  if (after === undefined) return gone.map((one) => ({ ...one, place: one.line }));
  if (!before || gone.every(({ line }) => line === null)) return gone.map((one) => ({ ...one, place: null }));
  const places = after.wrap === null ? [] : linePlaces(before.text, after.text);
  return gone.map((one) => ({ ...one, place: one.line === null ? null : (places[one.line - 1] ?? null) }));
}

/** The texts of lines of a type's `.wrap` file. */
function linesAt(numbers: readonly (number | null)[], { text }: WrappedType): TypeDiff['lines'] {
  const wanted = [...new Set(numbers)].filter((line) => line !== null).sort((a, b) => a - b);
  const all = wanted.length === 0 ? [] : text.split('\n');
  return wanted.map((line) => ({ line, text: (all[line - 1] ?? '').trim() }));
}

const modulesOf = ({ types }: TreeState): string[] =>
  [...new Set(types.map(({ module }) => module))].sort(byText);

/**
 * The findings that only one of two trees has. The line does not count, so that lines may move, and neither does the file if
 * it was renamed: the same finding in a file that only the base has and in one that only the head has is one finding.
 */
export function compareFindings(
  base: readonly TreeFinding[],
  head: readonly TreeFinding[],
  files: OtherFiles,
): { added: TreeFinding[]; resolved: TreeFinding[] } {
  const inPlace = subtract(head, base, (one) => `${one.file}\0${identityOf(one)}`);
  const isMoved = ({ file }: TreeFinding): boolean => files.added.has(file) || files.removed.has(file);
  const moved = subtract(inPlace.left.filter(isMoved), inPlace.right.filter(isMoved), identityOf);
  return {
    added: [...inPlace.left.filter((one) => !isMoved(one)), ...moved.left].sort(byPlace),
    resolved: [...inPlace.right.filter((one) => !isMoved(one)), ...moved.right].sort(byPlace),
  };
}

/** What makes two findings the same: the rule, the message without the lines that it names, and the text. */
const identityOf = ({ code, message, text }: TreeFinding): string =>
  [code, message.replace(/(\.\w+):\d+(?::\d+)?/g, '$1').replace(/\bline \d+/g, 'line'), text].join('\0');

/** Removes what two lists have in common. A finding that occurs twice needs two counterparts. */
function subtract(
  left: readonly TreeFinding[],
  right: readonly TreeFinding[],
  keyOf: (one: TreeFinding) => string,
): { left: TreeFinding[]; right: TreeFinding[] } {
  const counterparts = new Map<string, TreeFinding[]>();
  for (const one of right) counterparts.set(keyOf(one), [...(counterparts.get(keyOf(one)) ?? []), one]);
  const only = left.filter((one) => counterparts.get(keyOf(one))?.shift() === undefined);
  const others = new Set([...counterparts.values()].flat());
  return { left: only, right: right.filter((one) => others.has(one)) };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byPlace = (a: TreeFinding, b: TreeFinding): number =>
  byText(a.file, b.file) || a.line - b.line || a.column - b.column || byText(a.code, b.code);
