import assert from 'node:assert/strict';
import type { BenchReport, BenchRow } from '../../../../server/src/pipeline/bench/bench';
import { benchHtml, benchSvg } from '../../../../server/src/pipeline/bench/chart';

describe('the chart of a benchmark', () => {
  const row = (phase: BenchRow['phase'], ratio: number, change: Partial<BenchRow> = {}): BenchRow => ({
    ...{ phase, through: 'one process', seconds: ratio * 10, ratio },
    ...{ hits: 0, preprocessed: 0, misses: 0, failed: 0 },
    ...change,
  });
  const report: BenchReport = {
    build: '/b<i>',
    source: '/s & "t"',
    castxml: '/usr/bin/castxml',
    types: ['itkFoo', '<script>'],
    jobs: 2,
    cores: 4,
    rows: [row('no cache', 1), row('cold', 2, { misses: 2 }), row('same directory', 0.05, { hits: 2 })],
    differing: ['cold: itkFoo'],
  };

  it('draws bars in proportion, the longest as wide as possible', () => {
    const widths = [...benchSvg(report).matchAll(/class="(?:bar|base)"[^>]* width="([\d.]+)"/g)].map(
      (match) => Number(match[1]),
    );
    assert.equal(widths.length, 3);
    assert.equal(widths[0], (widths[1] ?? 0) / 2);
    assert.equal(widths[2], (widths[1] ?? 0) / 40);
  });

  it('describes in words what the bars show', () => {
    const svg = benchSvg(report);
    assert.match(svg, />0\.050 · 2 hits</);
    assert.match(svg, />2\.00 · 2 misses</);
    assert.match(svg, /role="img" aria-label="[^"]*cold: 2\.00/);
  });

  it('treats paths and names as text, and loads nothing', () => {
    for (const text of [benchSvg(report), benchHtml(report)]) {
      assert.ok(!text.includes('<script>') && !text.includes('/s & "t"'));
      assert.doesNotMatch(text, /(?:src|href)=|url\(|@import/);
    }
    assert.match(benchHtml(report), /default-src 'none'/);
    assert.match(benchHtml(report), /Different from what castxml itself writes: cold: itkFoo/);
  });
});
