import { ARGUMENTS_OPTION, argumentsIn } from '../../host/argument-file';
import type { BuildFs } from '../../host/build-files';
import { absolute } from '../build-paths';
import type { BuildCommand } from '../build-tree';

/**
 * A command with all its arguments: `--arguments FILE DIGEST` among the words of its launcher names a file with the last ones.
 * Returns the file if it cannot be read, or has other arguments than the command was written for.
 */
export async function withFileArguments(
  command: BuildCommand,
  fs: BuildFs,
): Promise<BuildCommand | { unread: string }> {
  const at = command.launcher.indexOf(ARGUMENTS_OPTION);
  const [name, digest] = at < 0 ? [] : command.launcher.slice(at + 1);
  if (name === undefined || digest === undefined) return command;
  const file = absolute(command.cwd, name);
  const content = await fs.readFile(file).catch((): null => null);
  const more = content && argumentsIn(content, digest);
  if (!more) return { unread: file };
  return { ...command, argv: [...command.argv, ...more], inCommand: command.argv.length };
}

/** The program and the arguments that are in the command itself, without those in a file. */
export const wordsInCommand = ({ argv, inCommand }: BuildCommand): readonly string[] =>
  argv.slice(0, inCommand);
