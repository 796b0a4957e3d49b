import { CommandError } from './command-error';
import type { CMakeRegex, RegexMatch, RepeatedSearch } from './regex';
import { MAX_VALUE_BYTES, tooLong } from './value-limits';

type Part = string | number;

/**
 * Replaces every match as `string(REGEX REPLACE)` does. `onMatch` is called for each. Throws CommandError with CMake's
 * message, without the name of the sub-command.
 */
export function regexReplace(
  regex: CMakeRegex,
  pattern: string,
  replacement: string,
  input: string,
  search: RepeatedSearch,
  onMatch: (match: RegexMatch) => void,
): string {
  const parts = replacementParts(replacement);
  const groupText = ({ groups }: RegexMatch, group: number): string => {
    if (search.allowsEmpty ? group <= regex.groups : groups[group] !== undefined) return groups[group] ?? '';
    throw new CommandError(
      `replace expression "${replacement}" contains an out-of-range escape for regex "${pattern}"`,
    );
  };
  let output = '';
  let base = 0;
  for (
    let match = regex.next(input, null, search);
    match !== null;
    match = regex.next(input, match, search)
  ) {
    onMatch(match);
    output += input.slice(base, match.start);
    if (match.end === match.start && !search.allowsEmpty)
      throw new CommandError(`regex "${pattern}" matched an empty string`);
    for (const part of parts) {
      output += typeof part === 'string' ? part : groupText(match, part);
      if (output.length > MAX_VALUE_BYTES) throw tooLong();
    }
    base = match.end;
  }
  return base === 0 && output === '' ? input : output + input.slice(base);
}

/** The replacement that was split last. Macros use the same one for many texts. */
let last: { replacement: string; parts: readonly Part[] } = { replacement: '', parts: [] };

/** The pieces of a replacement: text, or the number of a group. @throws CommandError if it has an unknown escape */
export function replacementParts(replacement: string): readonly Part[] {
  if (last.replacement !== replacement) last = { replacement, parts: partsOf(replacement) };
  return last.parts;
}

function partsOf(replacement: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < replacement.length) {
    const slash = replacement.indexOf('\\', at);
    if (slash < 0) {
      parts.push(replacement.slice(at));
      break;
    }
    if (slash > at) parts.push(replacement.slice(at, slash));
    const next = replacement[slash + 1];
    if (next === undefined) throw new CommandError('replace-expression ends in a backslash');
    if (next >= '0' && next <= '9') parts.push(Number(next));
    else if (next === 'n') parts.push('\n');
    else if (next === '\\') parts.push('\\');
    else throw new CommandError(`Unknown escape "\\${next}" in replace-expression`);
    at = slash + 2;
  }
  return parts;
}
