import type { CheckReport, Finding } from '../../pipeline/doctor/finding';
import type { DoctorReport } from '../../pipeline/doctor/doctor';
import { tellingLines } from '../../pipeline/doctor/probe/probe-finding';
import { type ProbeReport, STEP_WORDS, type StepReport } from '../../pipeline/doctor/probe/probe-report';
import { plural } from '../../shared/plural';
import { columns } from '../terminal/table';

/** The signs of states. Each has its word next to it. */
const SIGNS = { ok: '✓', note: 'i', warning: '!', error: '✗', skipped: '-' } as const;

/** The report for people: what was tried and checked, one line each, then what is wrong and what to do, and the verdict at the end. */
export function doctorText(report: DoctorReport): string {
  const { build, probe, checks, findings } = report;
  const parts = [
    build &&
      `Build    ${build.dir}\nSources  ${[build.source, build.itkVersion && `ITK ${build.itkVersion}`].filter(Boolean).join(', ')}`,
    probe && stepsText(probe),
    checks.length > 0 && `Checks:\n${columns(checks.map(checkRow))}`,
    findings.map(findingText).join('\n\n'),
    !report.cancelled && `${verdict(report)} (${report.seconds.toFixed(1)} s)`,
  ];
  return parts.filter((part) => typeof part === 'string' && part !== '').join('\n\n');
}

/** The steps, one line each, and what the failed one said. */
function stepsText({ steps }: ProbeReport): string {
  const failed = steps.find(({ state }) => state === 'failed');
  return [
    'One small class, with the tools and the flags of the build:',
    columns(steps.map(stepRow)),
    ...(failed ? tellingLines(failed.output).map((line) => `    ${line}`) : []),
  ].join('\n');
}

function stepRow({ name, state, reason, seconds }: StepReport): string[] {
  const title = { ...STEP_WORDS, compile: 'compile', link: 'link', import: 'import' }[name];
  if (state === 'not-run') return [`${SIGNS.skipped} not run`, title, reason ?? ''];
  const sign = state === 'ok' ? `${SIGNS.ok} ok` : `${SIGNS.error} failed`;
  return [sign, title, [`${seconds.toFixed(1)} s`, reason].filter((part) => part !== null).join(', ')];
}

function checkRow({ title, state, summary }: CheckReport): string[] {
  return [`${SIGNS[state]} ${state}`, title, summary];
}

function findingText({ severity, message, evidence, remedy, source }: Finding): string {
  return [
    `${SIGNS[severity]} ${severity}: ${message}`,
    ...evidence.map((line) => `    ${line}`),
    `  → ${remedy}`,
    ...(source === undefined ? [] : [`    See ${source}`]),
  ].join('\n');
}

/** The answer in one sentence. */
export function verdict({ build, canWrap, probe, findings }: DoctorReport): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const broken = probe?.steps.find(({ state }) => state === 'failed');
  if (broken) return `This machine cannot wrap this build: it breaks at ${STEP_WORDS[broken.name]}.`;
  const first = !build
    ? 'Only the machine was checked.'
    : !canWrap
      ? 'Not all steps could be tried.'
      : errors > 0
        ? 'One small class could be wrapped, but other things will not work.'
        : 'This machine can wrap this build.';
  const counts = [errors > 0 && plural(errors, 'error'), warnings > 0 && plural(warnings, 'warning')];
  const found = counts.filter((count) => count !== false).join(', ');
  return `${first} ${found === '' ? 'Nothing is wrong' : found}.`;
}
