import type { BuildCommand } from '../../../build/build-tree';
import { type Step, stepsOf } from '../../../build/steps';

/** A step that can be run: a process, and the files that it must make. Or why it cannot be run. */
export type PlannedStep = (Step & { makes: readonly string[] }) | { problem: string };

/** The process of a command with other arguments. What the command's rule runs before and after it is left out. */
export function stepOf(
  command: BuildCommand,
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  cwd: string = command.cwd,
): Step {
  const [step] = stepsOf({ ...command, before: [], after: [], launcher: [], argv }, environment);
  return { ...step!, cwd };
}
