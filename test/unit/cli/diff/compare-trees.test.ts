import assert from 'node:assert/strict';
import { compareFindings, compareTrees } from '../../../../server/src/cli/diff/compare-trees';
import type { TreeState, WrappedType } from '../../../../server/src/cli/diff/tree-state';
import type { TreeFinding } from '../../../../server/src/shared/diff/diff-report';

const type = (name: string, module: string, aliases: Record<string, string>): WrappedType => ({
  name,
  module,
  wrap: `Modules/${module}/wrapping/${name}.wrap`,
  text: Object.keys(aliases).join('\n'),
  cxx: JSON.stringify(aliases),
  cutShort: false,
  instantiations: Object.entries(aliases).map(([alias, cppType], n) => ({
    name: alias,
    cppType,
    line: n + 1,
  })),
});

const state = (types: readonly WrappedType[], rest: Partial<TreeState> = {}): TreeState => ({
  types,
  findings: [],
  unwrapped: [],
  notEvaluated: null,
  ...rest,
});

const finding = (file: string, line: number, text = 'x()'): TreeFinding => ({
  code: 'unknown-command',
  severity: 'error',
  message: 'Nothing defines x().',
  file,
  line,
  column: 1,
  text,
});

const none = { added: new Set<string>(), removed: new Set<string>() };

describe('compareTrees', () => {
  it('finds no difference between equal trees', () => {
    const tree = state([type('A', 'M', { AF: 'A<float>' })], { findings: [finding('a.wrap', 1)] });
    const diff = compareTrees(tree, structuredClone(tree), none);
    assert.deepEqual([diff.types, diff.modules, diff.typesToRun], [[], { added: [], removed: [] }, 0]);
    assert.deepEqual(diff.findings, { added: [], resolved: [] });
  });

  it('tells added, removed and changed instantiations, types and modules apart', () => {
    const base = state([
      type('A', 'M', { AF: 'A<float>', AD: 'A<double>' }),
      type('Gone', 'Old', { G: 'G' }),
    ]);
    const head = state([type('A', 'M', { AF: 'A<int>', AL: 'A<long>' }), type('New', 'Fresh', { N: 'N' })]);
    const diff = compareTrees(base, head, none);
    assert.deepEqual(diff.modules, { added: ['Fresh'], removed: ['Old'] });
    const told = diff.types.map(({ name, kind, added, removed, changed }) => [
      name,
      kind,
      ...[added, removed, changed].map((list) => list.map((one) => one.name).join()),
    ]);
    assert.deepEqual(told, [
      ['A', 'changed', 'AL', 'AD', 'AF'],
      ['Gone', 'removed', '', 'G', ''],
      ['New', 'added', 'N', '', ''],
    ]);
    assert.equal(diff.types[0]!.changed[0]!.before, 'A<float>');
    assert.equal(diff.typesToRun, 2);
  });

  it('says where removed instantiations were, in the lines of the head', () => {
    const before = {
      ...type('A', 'M', { AF: 'A<float>', AD: 'A<double>', AL: 'A<long>' }),
      text: 'AF\nAD\nAL',
    };
    const after = { ...type('A', 'M', {}), text: '# new\nAF\nAX\nAL\n' };
    const [changed] = compareTrees(state([before]), state([after]), none).types;
    assert.deepEqual(
      changed!.removed.map(({ name, line, place }) => [name, line, place]),
      [
        ['AF', 1, 2],
        ['AD', 2, 3],
        ['AL', 3, 4],
      ],
    );
    assert.deepEqual(changed!.lines, [
      { line: 2, text: 'AF' },
      { line: 3, text: 'AX' },
      { line: 4, text: 'AL' },
    ]);
    const [gone] = compareTrees(state([before]), state([]), none).types;
    assert.deepEqual(
      gone!.lines.map(({ text }) => text),
      ['AF', 'AD', 'AL'],
    );
  });

  it('reports a type that moves to another module, although its .cxx is the same', () => {
    const [moved] = compareTrees(state([type('A', 'M', {})]), state([type('A', 'N', {})]), none).types;
    assert.equal(moved!.movedFrom, 'M');
  });

  it('does not compare types that CMake would not reach', () => {
    const cut = { ...type('A', 'M', {}), cutShort: true };
    const diff = compareTrees(state([type('A', 'M', { AF: 'A<float>' })]), state([cut]), none);
    assert.deepEqual([diff.types, diff.cutShort], [[], ['A']]);
  });

  it('reports unwrapped classes only if the change adds their header, and not if the header was renamed', () => {
    const classes = ['itk::Old', 'itk::New', 'itk::Renamed'].map((name) => ({
      name,
      module: 'M',
      header: `${name}.h`,
    }));
    const base = state([], { unwrapped: [classes[0]!, { ...classes[2]!, header: 'before.h' }] });
    const added = new Set(['itk::New.h', 'itk::Renamed.h']);
    const diff = compareTrees(base, state([], { unwrapped: classes }), { ...none, added });
    assert.deepEqual(
      diff.headersWithoutWrap.map(({ name }) => name),
      ['itk::New'],
    );
  });
});

describe('compareFindings', () => {
  it('ignores lines, but counts how often the same finding occurs', () => {
    const [one, two] = [finding('a.wrap', 1), finding('a.wrap', 9)];
    assert.deepEqual(compareFindings([one], [two], none), { added: [], resolved: [] });
    const more = compareFindings([one], [one, two], none);
    assert.deepEqual([more.added.length, more.resolved.length], [1, 0]);
  });

  it('follows a renamed file, but takes the same finding in two kept files for two', () => {
    const [before, after] = [finding('a.wrap', 1), finding('b.wrap', 1)];
    const renamed = { added: new Set(['b.wrap']), removed: new Set(['a.wrap']) };
    assert.deepEqual(compareFindings([before], [after], renamed), { added: [], resolved: [] });
    assert.deepEqual(compareFindings([before], [after], none), { added: [after], resolved: [before] });
  });

  it('ignores lines that a message names', () => {
    const at = (line: number): TreeFinding => ({
      ...finding('a.wrap', 1),
      message: `It is wrapped in itkA.wrap:${line}.`,
    });
    assert.deepEqual(compareFindings([at(3)], [at(12)], none), { added: [], resolved: [] });
  });
});
