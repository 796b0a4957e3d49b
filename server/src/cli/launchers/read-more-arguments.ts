import path from 'node:path';
import { decodePath } from '../../cache/inputs/path-bytes';
import { argumentsIn, MAX_ARGUMENT_FILE_BYTES } from '../../host/argument-file';
import { bytesOrNullSync } from '../../host/read-regular-file';
import type { IgeneratorLauncherArguments } from './igenerator-launcher-arguments';

/** All arguments of `igenerator.py`: those of the command, and then those in its file. Throws an error if that is not possible. */
export function allArguments({ args, more }: IgeneratorLauncherArguments, cwd: string): readonly string[] {
  if (!more) return args;
  const content = bytesOrNullSync(path.resolve(cwd, more.file), MAX_ARGUMENT_FILE_BYTES);
  const read = content && argumentsIn(content, more.digest, decodePath);
  if (read) return [...args, ...read];
  throw new Error(
    `${more.file} ${content ? 'has changed since CMake ran' : 'cannot be read'}: run CMake in the build again`,
  );
}
