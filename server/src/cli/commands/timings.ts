import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { exceededBudgets, parseBudget, type Budget } from '../../pipeline/timings/compare/time-budget';
import { compareTimings } from '../../pipeline/timings/compare/compare-timings';
import { traceOf } from '../../pipeline/timings/picture/chrome-trace';
import { printableJson } from '../../shared/plain-text';
import type { TimingsReport } from '../../shared/timings/timings-report';
import { reasonOf } from '../../host/build-files';
import { loadBuild } from '../evaluation/load-build';
import { CannotAsk, exitCodes } from '../exit';
import { note, say, sayJson } from '../terminal/output';
import { readOther } from '../timings/read-other';
import { readTimings } from '../timings/read-timings';
import { timingsPage } from '../timings/timings-page';
import { timingsText } from '../timings/timings-text';

const FORMATS = ['text', 'json', 'trace', 'html'] as const;
type Format = (typeof FORMATS)[number];

interface Options {
  build?: string;
  out?: string;
  format?: Format;
  json?: boolean;
  compare?: string;
  budget?: Budget[];
  memory?: string;
  lines: boolean;
}

/** `itk-wrap timings`: where the time of a build went. */
export function registerTimingsCommand(program: Command): void {
  program
    .command('timings')
    .description(
      'show where the time of a build went, from ninja’s log: stages, critical path, the dearest lines',
    )
    .option('--build <dir>', 'the build directory (default: found from here); it is only read')
    .option('--out <file>', 'write a file: .html is a page with charts, .json the data')
    .addOption(new Option('--format <format>', 'of the file, or of what is printed').choices(FORMATS))
    .addOption(new Option('--json', 'print one JSON value').conflicts('format'))
    .option('--compare <build-or-json>', 'another build, or its --json: what is slower, beyond the noise')
    .option(
      '--budget <seconds>',
      'fail if the build took longer by the clock; with stage=seconds, if the sum of a stage did; may be repeated',
      budget,
    )
    .option('--memory <file>', 'peak memory, as GNU time wrote it for each command: docs/timings.md')
    .option('--no-lines', 'do not evaluate which line made which instantiation; classes count instead')
    .addHelpText('after', '\nExit code: 1 if a budget is exceeded, 2 if the command cannot run, else 0.')
    .action(async (options: Options) => {
      const format = formatOf(options);
      const build = await loadBuild(options.build);
      const { report: alone, keep } = await readTimings(build, options);
      const report: TimingsReport =
        options.compare === undefined
          ? alone
          : { ...alone, comparison: compareTimings(alone, await readOther(options.compare)) };
      if (options.out !== undefined) {
        await write(options.out, await textOf(report, format));
        if (!options.json) say(`${timingsText(report)}\n\nWritten: ${options.out}`);
      }
      if (options.json) sayJson(report);
      else if (options.out === undefined) await print(report, format);
      const exceeded = exceededBudgets(options.budget ?? [], report);
      for (const message of exceeded) note(`itk-wrap: ${message}`);
      process.exitCode = exceeded.length > 0 ? exitCodes.badNews : exitCodes.ok;
      keep();
    });
}

function budget(value: string, before: Budget[] | undefined): Budget[] {
  const parsed = parseBudget(value);
  if (parsed === null)
    throw new InvalidArgumentError(
      'It must be seconds, or stage=seconds with a stage such as castxml or swig.',
    );
  return [...(before ?? []), parsed];
}

/** @throws CannotAsk if the name of the file does not say what to write */
function formatOf({ out, format, json }: Options): Format {
  if (format) return format;
  if (out === undefined) return json ? 'json' : 'text';
  if (/\.html?$/i.test(out)) return 'html';
  if (/\.json$/i.test(out)) return 'json';
  throw new CannotAsk(`${out} ends neither in .html nor in .json. Say what to write with --format.`);
}

async function print(report: TimingsReport, format: Format): Promise<void> {
  if (format === 'json') sayJson(report);
  else if (format === 'trace') sayJson(traceOf(report), undefined);
  else say(await textOf(report, format));
}

async function textOf(report: TimingsReport, format: Format): Promise<string> {
  switch (format) {
    case 'html':
      return timingsPage(report);
    case 'json':
      return `${printableJson(report, 2)}\n`;
    case 'trace':
      return `${printableJson(traceOf(report))}\n`;
    case 'text':
      return `${timingsText(report)}\n`;
  }
}

/** @throws CannotAsk if the file cannot be written */
async function write(file: string, text: string): Promise<void> {
  const place = path.resolve(file);
  await writeFile(place, text).catch((error: unknown) => {
    throw new CannotAsk(`${place} cannot be written: ${reasonOf(error)}.`);
  });
}
