import { plural } from '../../shared/plural';
import type { BenchReport, BenchRow } from './bench';

/**
 * The report as a self-contained SVG document. It has one bar per phase, whose length is the time relative to castxml
 * without a cache. It follows the light or dark color scheme.
 */
export function benchSvg(report: BenchReport): string {
  const means = [...new Set(report.rows.map(({ through }) => through))];
  const longest = Math.max(1, ...report.rows.map(({ ratio }) => ratio));
  const parts: string[] = [];
  let y = HEAD;
  for (const through of means) {
    parts.push(`<text class="means" x="${MARGIN}" y="${y + 14}">${MEANS[through]}</text>`);
    y += 26;
    for (const row of report.rows.filter((candidate) => candidate.through === through)) {
      const width = Math.max(2, (row.ratio / longest) * BAR_WIDTH);
      parts.push(
        `<text class="phase" x="${BAR_X - 12}" y="${y + 16}">${row.phase}</text>`,
        `<rect class="${row.phase === 'no cache' ? 'base' : 'bar'}" x="${BAR_X}" y="${y}" width="${width.toFixed(1)}" height="22" rx="3"/>`,
        `<text class="value" x="${(BAR_X + width + 8).toFixed(1)}" y="${y + 16}">${escape(rowWords(row))}</text>`,
      );
      y += 30;
    }
    y += 14;
  }
  const atOne = BAR_X + BAR_WIDTH / longest;
  const height = y + 20;
  const label = report.rows.map((row) => `${MEANS[row.through]}, ${row.phase}: ${rowWords(row)}`).join('; ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escape(label)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="34">CastXML of ${typeCount(report)}, with and without the cache</text>`,
    `<text class="note" x="${MARGIN}" y="56">${escape(circumstances(report))}</text>`,
    `<line class="one" x1="${atOne.toFixed(1)}" x2="${atOne.toFixed(1)}" y1="${HEAD}" y2="${y - 10}"/>`,
    ...parts,
    `<text class="note" x="${MARGIN}" y="${height - 12}">Time relative to castxml without a cache (1.00). Shorter is better.</text>`,
    '</svg>',
    '',
  ].join('\n');
}

/** The report as a page: the chart, the table, and the measured types. */
export function benchHtml(report: BenchReport): string {
  const cells = (row: BenchRow): string =>
    [
      MEANS[row.through],
      row.phase,
      row.seconds.toFixed(2),
      row.ratio.toFixed(3),
      row.hits,
      row.preprocessed,
      row.misses,
      row.failed,
    ]
      .map((cell) => `<td>${cell}</td>`)
      .join('');
  const heads = ['through', 'phase', 'seconds', 'ratio', 'hits', 'hits after -E', 'misses', 'failed'];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>CastXML with and without the cache</title>
<style>
:root { color-scheme: light dark; }
body { font: 14px system-ui, sans-serif; margin: 24px; max-width: ${WIDTH}px; background: #fff; color: #1f2328; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: 16px 0; }
th, td { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid #d1d9e0; font-variant-numeric: tabular-nums; }
@media (prefers-color-scheme: dark) { body { background: #1f1f1f; color: #ccc; } th, td { border-color: #444; } }
</style>
</head>
<body>
${benchSvg(report)}
<table>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${report.rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}
</tbody>
</table>
<p>${escape(equality(report))}</p>
<details><summary>${typeCount(report)}</summary><p>${escape(report.types.join(', '))}</p></details>
</body>
</html>
`;
}

/** A sentence that says whether every XML was right. */
export function equality({ differing }: BenchReport): string {
  return differing.length === 0
    ? 'Every XML was byte for byte what castxml itself writes in that place.'
    : `Different from what castxml itself writes: ${differing.join('; ')}.`;
}

/** `0.07 · 12 hits`. */
function rowWords({ ratio, hits, misses, failed, phase }: BenchRow): string {
  const counts = [
    hits > 0 ? plural(hits, 'hit') : '',
    misses > 0 ? plural(misses, 'miss', 'misses') : '',
    failed > 0 ? `${failed} failed` : '',
  ];
  const value = phase === 'no cache' ? '1' : ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2);
  return [value, ...counts].filter(Boolean).join(' · ');
}

const MEANS = {
  'one process': 'itk-wrap castxml: one process for all types',
  ninja: 'ninja: one process per type',
} as const;

const typeCount = ({ types }: BenchReport): string => plural(types.length, 'type', 'types');
const circumstances = ({ source, jobs, cores }: BenchReport): string =>
  `${source} · ${jobs} at a time on ${plural(cores, 'core', 'cores')}`;

const WIDTH = 860;
const MARGIN = 24;
const HEAD = 80;
const BAR_X = 160;
const BAR_WIDTH = 500;

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 18px; font-weight: 600; }
.note { font-size: 12px; fill: #59636e; }
.means { font-weight: 600; }
.means, .value { paint-order: stroke; stroke: #ffffff; stroke-width: 5px; }
.phase { text-anchor: end; }
.value { font-variant-numeric: tabular-nums; }
.paper { fill: #ffffff; }
.base { fill: #8c959f; }
.bar { fill: #0b6bcb; }
.one { stroke: #8c959f; stroke-dasharray: 3 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #cccccc; }
  .note { fill: #9d9d9d; }
  .paper { fill: #1f1f1f; }
  .means, .value { stroke: #1f1f1f; }
  .base, .one { fill: #6e7681; stroke: #6e7681; }
  .bar { fill: #4daafc; }
}
`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
