import { parseDepfile } from '../../cache/inputs/depfile';
import { encodeText } from '../../cache/inputs/path-bytes';
import type { BuildCommand } from '../../build/build-tree';
import { stepsOf } from '../../build/steps';
import { bytesOrNullSync } from '../../host/read-regular-file';
import type { ProcessRunner } from '../../host/process';

/** The values of `--depfile` among the arguments of a command's launcher. Empty if it writes no depfile. */
export function depfileOption({ launcher }: BuildCommand): readonly string[] {
  const at = launcher.indexOf('--depfile');
  return at < 0 ? [] : launcher.slice(at + 1);
}

/** What a command listed in the depfile of its rule, in bytes. Undefined if it has none, or if it cannot be read. */
export function depfileInputs({ depfile }: BuildCommand): Buffer[] | undefined {
  const bytes = depfile && bytesOrNullSync(depfile.file);
  return (bytes && parseDepfile(bytes))?.map(encodeText);
}

/**
 * The same after a run in this process: the commands that follow the tool's in its rule may translate the depfile first, so they
 * are run. Undefined also if one of them fails.
 */
export async function inputsAfterRun(
  command: BuildCommand,
  runProcess: ProcessRunner,
): Promise<Buffer[] | undefined> {
  if (!command.depfile) return undefined;
  try {
    for (const step of stepsOf(command).slice((command.before ?? []).length + 1))
      if ((await runProcess(step)).code !== 0) return undefined;
  } catch {
    return undefined;
  }
  return depfileInputs(command);
}
