import type { BuildCommand } from './build-tree';
import { wordsInCommand } from './inputs/file-arguments';

/** One process of a build command. */
export interface Step {
  file: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment of the process. */
  env: NodeJS.ProcessEnv;
}

/**
 * The processes of a build command in order: the commands before it (which remove a stamp), the command itself with its
 * launchers in front, and the commands after it (which write the stamp). Each runs only if the previous one ended with 0. No
 * shell is needed.
 */
export function stepsOf(command: BuildCommand, base: NodeJS.ProcessEnv = process.env): Step[] {
  const step = (words: readonly string[], env: NodeJS.ProcessEnv): Step => ({
    file: words[0] ?? '',
    args: words.slice(1),
    cwd: command.cwd,
    env,
  });
  const env: NodeJS.ProcessEnv = { ...base, ...command.env };
  for (const name of command.unset ?? []) if (!(name in command.env)) delete env[name];
  return [
    ...(command.before ?? []).map((words) => step(words, base)),
    step([...command.launcher, ...wordsInCommand(command)], env),
    ...(command.after ?? []).map((words) => step(words, base)),
  ];
}
