import assert from 'node:assert/strict';
import {
  briefSummary,
  type ChangeRow,
  changeRows,
  changeSummary,
} from '../../../../server/src/shared/diff/change-rows';
import type { DiffReport, TreeFinding, TypeDiff } from '../../../../server/src/shared/diff/diff-report';

const empty: DiffReport = {
  top: '/top',
  movedBy: [],
  revision: 'main',
  base: 'a'.repeat(40),
  head: null,
  files: 1,
  notEvaluated: null,
  modules: { added: [], removed: [] },
  instantiations: { added: 0, removed: 0, changed: 0 },
  types: [],
  headersWithoutWrap: [],
  diagnostics: { added: [], resolved: [] },
  typesToRun: 0,
  cutShort: [],
};

const alias = (name: string, line: number | null) => ({ name, cppType: `itk::${name}`, line });
const type = (name: string, rest: Partial<TypeDiff> = {}): TypeDiff => ({
  name,
  kind: 'changed',
  module: 'M',
  movedFrom: null,
  wrap: `M/wrapping/${name}.wrap`,
  renamedFrom: null,
  added: [],
  removed: [],
  changed: [],
  lines: [],
  ...rest,
});
const finding = (severity: TreeFinding['severity'], file = 'M/wrapping/A.wrap'): TreeFinding => ({
  code: 'unknown-command',
  severity,
  message: 'Nothing defines x().',
  file,
  line: 7,
  column: 1,
  text: 'x()',
});

/** Rows as indented lines. */
const drawn = (rows: readonly ChangeRow[], depth = 0): string[] =>
  rows.flatMap(({ sign, label, description, place, children }) => [
    `${'  '.repeat(depth)}${sign ?? '·'} ${label} | ${description}${place ? ` @${place.file}:${place.line}` : ''}`,
    ...drawn(children, depth + 1),
  ]);

describe('changeRows', () => {
  it('shows modules, their types and lines, and the instantiations of each line', () => {
    const changed = type('A', {
      added: [alias('A1', 2), alias('A2', 2), alias('A3', null)],
      removed: [{ ...alias('A4', 5), place: 3 }],
      changed: [{ ...alias('A5', 3), before: 'itk::Old' }],
      lines: [
        { line: 2, text: 'f(2)' },
        { line: 3, text: '' },
      ],
    });
    const rows = changeRows({ ...empty, types: [changed, type('B', { module: 'L' })] });
    const at = 'M/wrapping/A.wrap';
    assert.deepEqual(drawn(rows), [
      'changed L | ',
      '  changed B | the same instantiations, another .cxx @M/wrapping/B.wrap:1',
      'changed M | +3 −1 ~1',
      `  changed A | +3 −1 ~1 @${at}:2`,
      `    added Line 2 | +2 −0 · f(2) @${at}:2`,
      `      added A1 | itk::A1 @${at}:2`,
      `      added A2 | itk::A2 @${at}:2`,
      `    changed Line 3 | +0 −1 ~1 @${at}:3`,
      `      removed A4 | itk::A4 @${at}:3`,
      `      changed A5 | itk::A5 @${at}:3`,
      `    added Macro files | +1 −0 @${at}:1`,
      `      added A3 | itk::A3 @${at}:1`,
    ]);
  });

  it('opens nothing for a type that is gone, and says what is new, removed, moved and renamed', () => {
    const rows = changeRows({
      ...empty,
      modules: { added: ['N'], removed: ['Gone'] },
      types: [
        type('A', {
          kind: 'removed',
          removed: [{ ...alias('A1', 1), place: 1 }],
          lines: [{ line: 1, text: 'x' }],
        }),
        type('B', { kind: 'added', module: 'N' }),
        type('C', { movedFrom: 'L', renamedFrom: 'L/wrapping/Old.wrap' }),
      ],
    });
    assert.deepEqual(drawn(rows), [
      'removed Gone | ',
      'changed M | +0 −1',
      '  removed A | +0 −1 · removed',
      '    removed Line 1 | +0 −1 · x',
      '      removed A1 | itk::A1',
      '  changed C | was in L · was Old.wrap @M/wrapping/C.wrap:1',
      'added N | ',
      '  added B | new @M/wrapping/B.wrap:1',
    ]);
  });

  it('shows new problems first, and then headers, resolved problems and what is not compared', () => {
    const rows = changeRows({
      ...empty,
      types: [type('Gone', { kind: 'removed' })],
      headersWithoutWrap: [{ name: 'itk::New', module: 'M', header: 'M/include/itkNew.h' }],
      diagnostics: {
        added: [finding('error')],
        resolved: [finding('warning'), finding('warning', 'M/wrapping/Gone.wrap')],
      },
      cutShort: ['X'],
    });
    assert.deepEqual(
      drawn(rows).filter((line) => !line.includes('Gone |')),
      [
        '· New problems | 1',
        '  error Nothing defines x(). | A.wrap:7 @M/wrapping/A.wrap:7',
        'changed M | ',
        '· New classes without a .wrap file | 1',
        '  added itk::New | M @M/include/itkNew.h:1',
        '· Resolved problems | 2',
        '  warning Nothing defines x(). | A.wrap:7 @M/wrapping/A.wrap:7',
        '  warning Nothing defines x(). | Gone.wrap:7',
        '· Not compared | 1',
        '  · X | ',
      ],
    );
  });

  it('gives every row an id of its own, whatever the names are', () => {
    const many = type('A', {
      added: [alias('A1', 1), alias('A2', 2)],
      removed: [{ ...alias('A1', 1), place: 1 }],
      lines: [
        { line: 1, text: 'same' },
        { line: 2, text: 'same' },
      ],
    });
    const ids: string[] = [];
    const collect = (rows: readonly ChangeRow[]): void => {
      for (const row of rows) {
        ids.push(row.id);
        collect(row.children);
      }
    };
    const twice = [finding('error'), finding('error')];
    collect(
      changeRows({ ...empty, types: [many, type('M')], diagnostics: { added: twice, resolved: twice } }),
    );
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('changeSummary', () => {
  it('says what changes, and that nothing does', () => {
    assert.equal(changeSummary(empty), 'The wrapping does not change.');
    assert.equal(
      changeSummary({
        ...empty,
        types: [type('A')],
        instantiations: { added: 4, removed: 0, changed: 0 },
        typesToRun: 1,
        notEvaluated: 'No ITK.',
      }),
      '1 type changes. Instantiations: +4 −0. 1 type needs CastXML and SWIG again. Changed headers may add more. No ITK.',
    );
    const broken = { ...empty, diagnostics: { added: [finding('error')], resolved: [] } };
    assert.deepEqual([changeSummary(broken), briefSummary(broken)], ['', '1 new problem.']);
  });
});
