import assert from 'node:assert/strict';
import { jsonDiff } from '../../../../server/src/cli/diff/diff-json';
import { markdownDiff } from '../../../../server/src/cli/diff/diff-markdown';
import { textDiff } from '../../../../server/src/cli/diff/diff-text';
import { NO_DIFFERENCE } from '../../../../server/src/cli/diff/compare-trees';
import type { DiffResult } from '../../../../server/src/cli/diff/run-diff';

const nothing: DiffResult = {
  ...NO_DIFFERENCE,
  top: '/top',
  movedBy: [],
  revision: 'main',
  base: 'a'.repeat(40),
  head: null,
  files: 0,
};

/** A comparison in which every name from outside is this. */
function named(name: string, count = 1): DiffResult {
  const one = { name, cppType: name, line: 3 };
  return {
    ...nothing,
    modules: { added: [name], removed: [name] },
    types: Array.from({ length: count }, () => ({
      name,
      kind: 'changed' as const,
      module: name,
      movedFrom: name,
      wrap: name,
      renamedFrom: name,
      added: [one],
      removed: [{ ...one, place: 3 }],
      changed: [{ ...one, before: name }],
      lines: [{ line: 3, text: name }],
    })),
    headersWithoutWrap: [{ name, module: name, header: name }],
    findings: {
      added: [{ code: name, severity: 'error', message: name, file: name, line: 1, column: 1, text: name }],
      resolved: [],
    },
    cutShort: [name],
  };
}

describe('the reports of itk-wrap diff', () => {
  it('say that nothing changes', () => {
    assert.match(markdownDiff(nothing), /- The wrapping does not change\./);
    assert.match(textDiff(nothing), /The wrapping does not change\.$/);
  });

  it('begin with a summary', () => {
    const text = textDiff(named('itkA', 2));
    assert.match(text, /Types: 2 changed\.\n {2}Instantiations: 2 added, 2 removed, 2 changed\./);
    assert.match(text, /\+ itkA = itkA {2}itkA:3$/m);
    const markdown = markdownDiff(named('itkA', 2));
    assert.match(markdown, /^\| <code>itkA<\/code> \| 2 \| 2 \| 2 \| 2 \|$/m);
  });

  it('show no name as markup, link, mention or reference', () => {
    const hostile =
      '</code></details><img src=x>@user #1 `b` [l](http://x.y) www.x.y |a| **b** \\| a@b.cd\n\n# Title\n::error::x';
    const markdown = markdownDiff(named(hostile));
    const own = markdown.replace(/<\/?(?:code|details|summary)>/g, '').replace(/&#\d+;/g, '');
    assert.doesNotMatch(own, /[<>@[\]\\`_]|https?:|www\./);
    assert.doesNotMatch(own, /^#(?!## Changes)/m);
    // Outside of code, sites make mentions of rendered text, too.
    const outside = markdown.replace(/<code>[^<]*<\/code>/g, '');
    assert.doesNotMatch(outside, /&#(?:64|35);(?!\u200b)/);
    const opened = markdown.match(/<details>/g)!.length;
    assert.equal(markdown.match(/<\/details>/g)!.length, opened);
    for (const row of markdown.split('\n').filter((line) => line.startsWith('| <')))
      assert.equal(row.split('|').length, 7, row);
  });

  it('keep a name with line breaks in its line', () => {
    for (const line of textDiff(named('a\n::error::b\r\nc')).split(/[\r\n]/))
      assert.doesNotMatch(line, /^\s*::/);
  });

  it('fit into a comment, and say what is left out', () => {
    const markdown = markdownDiff(named('itkLongImageFilter< itk::Image< float, 2 > >', 500));
    assert.ok(markdown.length < 65_536, `${markdown.length}`);
    assert.match(markdown, /left out here/);
    assert.equal(markdown.match(/<\/details>/g)!.length, markdown.match(/<details>/g)!.length);
    assert.ok(textDiff(named('itkA', 500)).split('\n').length > 2000);
  });

  it('are complete as JSON', () => {
    const { types, diagnostics, instantiations } = jsonDiff(named('itkA', 2));
    assert.equal(types.length, 2);
    assert.deepEqual(instantiations, { added: 2, removed: 2, changed: 2 });
    assert.deepEqual(Object.keys(diagnostics), ['added', 'resolved']);
  });
});
