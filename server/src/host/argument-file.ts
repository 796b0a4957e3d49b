import { createHash } from 'node:crypto';

/*
 * A file with arguments that would make a command too long for cmd.exe. `setup` lets CMake write it, one argument on each line.
 * The command names the file, and a digest of its lines, so that ninja repeats the command if an argument changes.
 */

/** The option of the launchers whose values are such a file and its digest. */
export const ARGUMENTS_OPTION = '--arguments';

/** No module of ITK comes near this. */
export const MAX_ARGUMENT_FILE_BYTES = 4 << 20;

/** The arguments in a file. Null if its lines are others than those of the digest. */
export function argumentsIn(
  content: Buffer,
  digest: string,
  decode = (bytes: Buffer): string => bytes.toString('utf8'),
): string[] | null {
  // On Windows, CMake ends lines with CR LF.
  const text = content.toString('latin1').replaceAll('\r\n', '\n');
  const actual = createHash('sha256').update(text, 'latin1').digest('hex');
  if (!/^[0-9a-f]{16}$/.test(digest) || !actual.startsWith(digest)) return null;
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => decode(Buffer.from(line, 'latin1')));
}
