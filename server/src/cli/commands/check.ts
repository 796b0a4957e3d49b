import { realpathSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { runProcess } from '../../host/process';
import { plural } from '../../shared/plural';
import type { Diagnostic, Severity } from '../../wrapping/diagnostics/diagnostic';
import { applyFixes } from '../check/apply-fixes';
import { changedLines, isTouched } from '../check/changed-lines';
import { type CheckTarget, checkTarget } from '../check/check-target';
import { isAtLeast, type Report, SEVERITIES } from '../check/report';
import { githubReport } from '../check/report-github';
import { jsonReport } from '../check/report-json';
import { sarifReport } from '../check/report-sarif';
import { textReport } from '../check/report-text';
import { type CheckResult, runCheck } from '../check/run-check';
import { addDefinition, definitions } from '../check/cache-definitions';
import { CannotAsk, exitCodes } from '../exit';
import { note, say, sayJson } from '../terminal/output';

interface Options {
  source?: string;
  build?: string;
  define?: string[];
  format: 'text' | 'json' | 'sarif' | 'github';
  severity: Severity;
  since?: string;
  fix?: boolean;
}

/** A fix may reveal another mistake. This many rounds of fixes are applied at most. */
const MAX_ROUNDS = 5;

/** `itk-wrap check`: the diagnostics of the editor, on the command line. */
export function registerCheckCommand(program: Command): void {
  program
    .command('check')
    .description('report the mistakes in .wrap files and wrapping folders that the editor shows')
    .argument('[paths...]', 'files and folders (default: the source tree)')
    .option('--source <dir>', 'the source tree (default: found from the first path)')
    .option('--build <dir>', 'a build whose options and state count (default: none, ITK’s own defaults)')
    .option(
      '-D, --define <name=value>',
      'override a CMake option, as in cmake -D; may be repeated',
      addDefinition,
    )
    .addOption(
      new Option('--format <format>', 'the form of the report')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .addOption(
      new Option('--severity <least>', 'report findings of this severity and above')
        .choices(SEVERITIES)
        .default('warning'),
    )
    .option('--since <revision>', 'report only what has changed since this revision of git')
    .option('--fix', 'apply the repairs of findings that have exactly one')
    .addHelpText(
      'after',
      '\nExit code: 0 if nothing of this severity or above is found, 1 if something is, 2 if the check cannot run.',
    )
    .action(async (paths: string[], options: Options) => {
      const target = await checkTarget(paths, { ...options, cache: definitions(options.define ?? []) });
      let result = await checked(target, options.severity);
      let findings = await selected(result, target, options);
      if (options.fix) {
        let fixed = 0;
        for (let round = 0; round < MAX_ROUNDS; round++) {
          const applied = applyFixes(findings, target.source);
          if (applied === 0) break;
          fixed += applied;
          result = await checked(target, options.severity);
          findings = await selected(result, target, options);
        }
        note(`${plural(fixed, 'fix', 'fixes')} applied`);
      }
      const { files, notEvaluated } = result;
      show({ findings, base: realpathSync('.'), files: files.length, notEvaluated }, options.format);
      if (findings.length > 0) process.exitCode = exitCodes.badNews;
    });
}

/** @throws CannotAsk if there is nothing to check */
async function checked(target: CheckTarget, least: Severity): Promise<CheckResult> {
  const result = await runCheck(target, least);
  if (result.files.length === 0)
    throw new CannotAsk(
      `${target.paths.join(', ')}: there is nothing to check. A .wrap file or a wrapping folder is needed.`,
    );
  return result;
}

async function selected(
  { findings }: CheckResult,
  { source }: CheckTarget,
  { severity: least, since }: Options,
): Promise<Diagnostic[]> {
  const severe = findings.filter(({ severity }) => isAtLeast(severity, least));
  if (since === undefined) return severe;
  const changed = await changedLines(source, since, runProcess);
  return severe.filter((one) => isTouched(one, changed));
}

function show(report: Report, format: Options['format']): void {
  if (format === 'json') return sayJson(jsonReport(report));
  if (format === 'sarif') return sayJson(sarifReport(report));
  if (report.notEvaluated !== null) note(`itk-wrap: ${report.notEvaluated}`);
  const text = format === 'github' ? githubReport(report) : textReport(report);
  if (text !== '') say(text);
}
