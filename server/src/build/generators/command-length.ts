import * as l10n from '@vscode/l10n';
import type { BuildCommand, BuildProblem, BuildTree } from '../build-tree';
import { isWindowsPath } from '../build-paths';
import { wordsInCommand } from '../inputs/file-arguments';

/** The longest command line for cmd.exe. CreateProcess accepts 32,767. */
const CMD_LIMIT = 8191;

/**
 * Modules whose igenerator command is too long for cmd.exe, if the generator passes it to cmd.exe. On Windows it does so for
 * a command that changes the folder first or is one of several. This applies to all custom commands that CMake runs in a
 * folder.
 */
export function commandLengthProblems(build: BuildTree): BuildProblem[] {
  if (!isWindowsPath(build.dir)) return [];
  const problems: BuildProblem[] = [];
  for (const { name, igenerator } of build.modules) {
    if (!igenerator) continue;
    const length = cmdLength(igenerator);
    if (length <= CMD_LIMIT) continue;
    problems.push({
      file: build.dir,
      message: l10n.t(
        'The igenerator command of {0} is {1} characters long; cmd.exe stops at {2}.',
        name,
        length,
        CMD_LIMIT,
      ),
      next: l10n.t(
        'Run “itk-wrap setup”, which keeps long arguments in files, or build in a folder with a shorter path.',
      ),
    });
  }
  return problems;
}

/** The length of the line for cmd.exe, including its own name and the folder change. */
export function cmdLength(command: BuildCommand): number {
  const quoted = (word: string): number => word.length + (/[\s"&;()]/.test(word) || word === '' ? 2 : 0);
  const length = (words: readonly string[]): number =>
    words.reduce((sum, word) => sum + quoted(word), Math.max(0, words.length - 1));
  const steps = [
    ...(command.before ?? []),
    [...command.launcher, ...wordsInCommand(command)],
    ...(command.after ?? []),
  ];
  const environment = Object.entries(command.env).map(([name, value]) => `${name}=${value}`);
  return (
    'cmd.exe /C ""'.length +
    `cd /D ${command.cwd}`.length +
    steps.reduce((sum, words) => sum + ' && '.length + length(words), 0) +
    (environment.length > 0 ? 'cmake -E env '.length + length(environment) : 0)
  );
}
