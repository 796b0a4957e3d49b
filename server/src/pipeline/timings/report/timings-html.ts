import { createHash } from 'node:crypto';
import { sizeText } from '../../../shared/l10n/size-text';
import { durationText } from '../../../shared/timings/duration-text';
import { pageDataOf } from '../../../shared/timings/page-data';
import type { Comparison, Costs, TimingsReport } from '../../../shared/timings/timings-report';
import { escapeHtml, htmlTable, jsonForScript, type Cell } from './html-text';
import {
  cacheText,
  criticalText,
  differenceText,
  noiseText,
  shareText,
  sharingText,
  summaryText,
  VERDICT_WORDS,
} from './timings-words';

/** The most statements in the table that is there without a script. */
const MOST_STATEMENTS = 100;

/**
 * The report as one page that needs nothing else: tables, and a script that draws the charts. The content policy allows only
 * this script and this style, and no connection.
 */
export function timingsHtml(report: TimingsReport, page: { script: string; style: string }): string {
  const title = 'Where the time of the build went';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${sourceOf(page.script)}'; style-src '${sourceOf(page.style)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${page.style}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="build">${escapeHtml(report.build)}</p>
<p class="summary">${escapeHtml(summaryText(report))}</p>
${report.remarks.map((remark) => `<p class="remark">${escapeHtml(remark)}</p>`).join('\n')}
</header>
<main>
${[stagesSection(report), pathSection(report), costsSection(report), dearestSection(report), cacheSection(report), comparisonSection(report.comparison)].join('\n')}
</main>
<script type="application/json" id="timings-data">${jsonForScript(pageDataOf(report))}</script>
<script>${page.script}</script>
</body>
</html>
`;
}

/** How a content policy names an inline script or style. */
function sourceOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

const number = (text: string): Cell => ({ number: text });
const name = (text: string): Cell => ({ name: text });
const duration = (seconds: number | null): Cell =>
  number(seconds === null ? 'unknown' : durationText(seconds));
const size = (bytes: number | null): Cell => number(bytes === null ? 'unknown' : sizeText(bytes));

function stagesSection(report: TimingsReport): string {
  const { stages, statements } = report;
  const rows = stages.map((stage) => [
    stage.stage,
    number(String(stage.statements)),
    ...(stage.from === null
      ? Array<Cell>(6).fill(number('–'))
      : [
          duration(stage.seconds),
          number(shareText(stage, report)),
          duration(stage.wrappingSeconds),
          duration(stage.longest),
          duration(stage.from),
          duration(stage.to),
        ]),
  ]);
  const longest = [...statements].sort((a, b) => b.seconds - a.seconds).slice(0, MOST_STATEMENTS);
  return `<section aria-labelledby="stages">
<h2 id="stages">Stages over time</h2>
<div id="timeline" class="chart"></div>
${htmlTable(
  'Stages',
  [
    'Stage',
    number('Statements'),
    number('Time'),
    number('Share'),
    number('Of the wrapping'),
    number('Longest'),
    number('From'),
    number('To'),
  ],
  rows,
)}
${runsTable(report)}
<div id="statement-filter"></div>
${htmlTable(
  'The longest statements',
  STATEMENT_HEADS,
  longest.map(({ name: output, stage, type, module, start, seconds, unlockedBy, unlocked, cache }) => [
    output,
    stage,
    name(type ?? module ?? ''),
    duration(start),
    duration(seconds),
    cache === 'none' ? '' : cache,
    name(unlockedBy === null ? '' : statements[unlockedBy]!.name),
    number(String(unlocked)),
  ]),
  'statements',
)}
</section>`;
}

function runsTable({ log }: TimingsReport): string {
  if (log.runs.length < 2) return '';
  const rows = log.runs.map(({ start, seconds, statements, beganMs }, at) => [
    `run ${at + 1}`,
    beganMs === null ? 'unknown' : new Date(beganMs).toISOString().replace('T', ' ').slice(0, 19),
    duration(start),
    duration(seconds),
    number(String(statements)),
  ]);
  const heads = ['Run', 'Began (UTC)', number('Begin in the picture'), number('Time'), number('Statements')];
  return htmlTable('Runs of ninja', heads, rows);
}

const STATEMENT_HEADS: readonly Cell[] = [
  'Statement',
  'Stage',
  'Of',
  number('Begin'),
  number('Time'),
  'Cache',
  'Unlocked by',
  number('Unlocked'),
];

function pathSection(report: TimingsReport): string {
  const { criticalPath, statements } = report;
  const rows = criticalPath.steps.map(({ statement, waited }) => {
    const step = statements[statement]!;
    const unlocker = step.unlockedBy === null ? null : statements[step.unlockedBy]!;
    return [
      step.name,
      step.stage,
      duration(step.start),
      duration(step.seconds),
      name(unlocker?.name ?? 'nothing: it could begin at once'),
      waited === null ? number('') : duration(waited),
      number(String(step.unlocked)),
    ];
  });
  return `<section aria-labelledby="path">
<h2 id="path">Critical path</h2>
<p>${escapeHtml(criticalText(report))}</p>
<p>A statement is unlocked by the last of its inputs that was made. If it then waited, all lanes were busy.</p>
${htmlTable(
  'The critical path, and what unlocked each step',
  [
    'Statement',
    'Stage',
    number('Begin'),
    number('Time'),
    'Unlocked by',
    number('Then waited'),
    number('Unlocked'),
  ],
  rows,
)}
</section>`;
}

function costsSection({ modules, knowsMemory }: TimingsReport): string {
  const rows = [...modules]
    .sort((a, b) => b.costs.seconds - a.costs.seconds)
    .map((module) => [
      module.name,
      number(String(module.types.length)),
      ...costCells(module.costs, knowsMemory),
    ]);
  return `<section aria-labelledby="costs">
<h2 id="costs">Modules, types and lines</h2>
${knowsMemory ? '' : '<p>Peak memory is unknown: a build does not record it. <code>--memory</code> reads what GNU time wrote.</p>'}
<div id="treemap" class="chart"></div>
${htmlTable('Modules', ['Module', number('Types'), ...costHeads(knowsMemory)], rows, 'modules')}
</section>`;
}

const costHeads = (knowsMemory: boolean): Cell[] =>
  ['Time', 'Python.cpp', 'Object files', 'Library', ...(knowsMemory ? ['Peak memory'] : [])].map(number);

const costCells = (costs: Costs, knowsMemory: boolean): Cell[] => [
  duration(costs.seconds),
  size(costs.cppBytes),
  size(costs.objectBytes),
  size(costs.libraryBytes),
  ...(knowsMemory ? [size(costs.peakBytes)] : []),
];

function dearestSection(report: TimingsReport): string {
  if (report.dearest.length === 0) return '';
  const rows = report.dearest.map(({ type, line, text, module, instantiations, costs }) => [
    `${type}.wrap:${line}`,
    name(text),
    name(module),
    number(String(instantiations)),
    duration(costs.seconds),
    size(costs.cppBytes === null ? null : Math.round(costs.cppBytes)),
  ]);
  return `<section aria-labelledby="dearest">
<h2 id="dearest">The dearest lines of .wrap files</h2>
<p>${escapeHtml(sharingText(report))}</p>
${htmlTable(
  'The dearest lines, by their share of the time',
  [
    'Line',
    'Text',
    'Module',
    number('Instantiations'),
    number('Share of the time'),
    number('Share of Python.cpp'),
  ],
  rows,
)}
</section>`;
}

function cacheSection({ cache }: TimingsReport): string {
  return `<section aria-labelledby="cache">
<h2 id="cache">Hits and misses</h2>
<p>${escapeHtml(cacheText(cache))}</p>
</section>`;
}

function comparisonSection(comparison: Comparison | null): string {
  if (comparison === null) return '';
  const { before, wall, stages, statements, onlyBefore, onlyAfter } = comparison;
  const row = ({
    name,
    stage,
    before: was,
    after,
    verdict,
    tolerance,
  }: Comparison['stages'][number]): Cell[] => [
    name,
    ...(name === stage ? [] : [stage]),
    duration(was),
    duration(after),
    number(differenceText(after - was)),
    number(tolerance === null ? 'unknown' : `±${durationText(tolerance)}`),
    VERDICT_WORDS[verdict],
  ];
  const times = [number('Before'), number('After'), number('Difference'), number('Noise'), 'Verdict'];
  return `<section aria-labelledby="comparison">
<h2 id="comparison">Compared with another build</h2>
<p>Before: ${escapeHtml(before)}, ${durationText(wall.before)} by the clock. After: ${durationText(wall.after)}.</p>
<p>${escapeHtml(noiseText(comparison))}</p>
<p>Only before: ${onlyBefore} statements. Only after: ${onlyAfter}. The sums below are of statements that ran in both.</p>
${htmlTable('Differences by stage', ['Stage', ...times], stages.map(row))}
${htmlTable('The largest differences of single statements', ['Statement', 'Stage', ...times], statements.map(row))}
</section>`;
}
