import { plural } from '../../shared/plural';
import { durationText } from '../../shared/timings/duration-text';
import type { Comparison, TimingsReport } from '../../shared/timings/timings-report';
import {
  cacheText,
  criticalText,
  differenceText,
  noiseText,
  shareText,
  sharingText,
  summaryText,
  VERDICT_WORDS,
} from '../../pipeline/timings/report/timings-words';
import { columns } from '../terminal/table';

/** How much of each list the terminal shows. The page and the JSON have the rest. */
const MOST = 5;

/** The short summary that a terminal shows. */
export function timingsText(report: TimingsReport): string {
  const { stages, criticalPath, statements, dearest, comparison, remarks } = report;
  const longest = [...criticalPath.steps].sort(
    (a, b) => statements[b.statement]!.seconds - statements[a.statement]!.seconds,
  );
  const parts = [
    `${report.build}\n${summaryText(report)}`,
    columns([
      ['STAGE', 'STATEMENTS', 'TIME', 'SHARE', 'OF THE WRAPPING', 'LONGEST'],
      ...stages
        .filter((stage) => stage.statements > 0)
        .map((stage) => [
          stage.stage,
          String(stage.statements),
          durationText(stage.seconds),
          shareText(stage, report),
          durationText(stage.wrappingSeconds),
          durationText(stage.longest ?? 0),
        ]),
    ]),
    [
      criticalText(report),
      `Its longest of ${plural(criticalPath.steps.length, 'statement')}:`,
      columns(
        longest.slice(0, MOST).map(({ statement }) => {
          const { name, stage, seconds } = statements[statement]!;
          return ['', durationText(seconds), stage, name];
        }),
      ),
    ].join('\n'),
    ...(dearest.length > 0
      ? [
          [
            'The dearest lines of .wrap files:',
            columns(
              dearest
                .slice(0, MOST)
                .map(({ costs, type, line, text }) => [
                  '',
                  durationText(costs.seconds),
                  `${type}.wrap:${line}`,
                  text,
                ]),
            ),
            sharingText(report),
          ].join('\n'),
        ]
      : []),
    cacheText(report.cache),
    ...(comparison ? [comparisonText(comparison)] : []),
    ...(remarks.length > 0 ? [remarks.join('\n')] : []),
  ];
  return parts.join('\n\n');
}

function comparisonText(comparison: Comparison): string {
  const { before, wall, stages, statements } = comparison;
  const judged = statements.filter(({ verdict }) => verdict === 'slower' || verdict === 'faster');
  const row = ({ name, before: was, after, verdict }: Comparison['stages'][number]): string[] => [
    name,
    durationText(was),
    durationText(after),
    differenceText(after - was),
    VERDICT_WORDS[verdict],
  ];
  return [
    `Compared with ${before}: ${durationText(wall.before)} by the clock then, ${durationText(wall.after)} now.`,
    noiseText(comparison),
    columns([['STAGE', 'BEFORE', 'AFTER', 'DIFFERENCE', ''], ...stages.map(row)]),
    ...(judged.length > 0 ? ['', columns(judged.slice(0, MOST).map(row))] : []),
  ].join('\n');
}
