import { realpathSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { FormatConfigurationError, formatOptionsFor } from '../../cmake/format/configuration';
import { formattedText } from '../../cmake/format/safe-format';
import { loadParser } from '../../cmake/syntax/parse';
import { Disk } from '../../host/disk';
import { textOrNullSync } from '../../host/read-regular-file';
import { plural } from '../../shared/plural';
import { findScripts } from '../../wrapping/index/find-scripts';
import { shownPath } from '../check/report';
import { CannotAsk, exitCodes } from '../exit';
import { note, say } from '../terminal/output';

interface Options {
  check?: boolean;
}

/** `itk-wrap format`: formats scripts as the editor does. */
export function registerFormatCommand(program: Command): void {
  program
    .command('format')
    .description('format .wrap files and CMake scripts as the editor does, with the nearest .gersemirc')
    .argument('<paths...>', 'files, and folders whose .wrap files and wrapping scripts are formatted')
    .option('--check', 'only list the files that would change; exit with 1 if there is one')
    .addHelpText(
      'after',
      '\nExit code: 0, or 1 if --check finds a file that would change, or 2 if a file cannot be formatted.',
    )
    .action(async (paths: string[], options: Options) => {
      const parser = await loadParser();
      const base = realpathSync('.');
      const files = new Disk();
      const named = await scriptsIn(paths);
      let changed = 0;
      for (const file of named) {
        const shown = shownPath(file, base);
        const text = textOrNullSync(file);
        if (text === null) {
          note(`${shown}: this file cannot be read.`);
          process.exitCode = exitCodes.notAsked;
          continue;
        }
        const script = parser.parseScript(text);
        const [error] = script.errors.filter(({ severity }) => severity === 'error');
        if (error) {
          const { line, character } = error.range.start;
          note(`${shown}:${line + 1}:${character + 1}: ${error.message} The file is left as it is.`);
          process.exitCode = exitCodes.notAsked;
          continue;
        }
        const layout = optionsFor(file, files);
        const formatted =
          layout === null
            ? text
            : formattedText({ text, script }, (other) => parser.parseScript(other), layout);
        if (formatted === text) continue;
        changed++;
        say(options.check ? `${shown} would change` : `${shown} formatted`);
        if (!options.check) writeFileSync(file, formatted);
      }
      const verb = options.check ? 'would change' : 'formatted';
      note(`${plural(changed, 'file')} of ${named.length} ${verb}`);
      if (options.check && changed > 0) process.exitCode ??= exitCodes.badNews;
    });
}

/**
 * The named files, and the scripts of the wrapping in the named folders. Absolute paths, each once.
 * @throws CannotAsk if a path does not exist, or if a folder has no such scripts
 */
async function scriptsIn(paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const name of paths) {
    const absolute = path.resolve(name);
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (!stats) throw new CannotAsk(`${absolute} does not exist.`);
    if (!stats.isDirectory()) {
      found.add(absolute);
      continue;
    }
    const { scripts, wraps } = await findScripts(absolute);
    if (scripts.length + wraps.length === 0)
      throw new CannotAsk(`${absolute} has no .wrap files and no scripts of the wrapping.`);
    for (const file of [...scripts, ...wraps]) found.add(file);
  }
  return [...found].sort();
}

/** @throws CannotAsk if the project's configuration cannot be followed */
function optionsFor(file: string, files: Disk): ReturnType<typeof formatOptionsFor> {
  try {
    return formatOptionsFor(file, files);
  } catch (error) {
    if (error instanceof FormatConfigurationError) throw new CannotAsk(error.message);
    throw error;
  }
}
