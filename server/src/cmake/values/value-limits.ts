import * as l10n from '@vscode/l10n';
import { LimitError } from './evaluation-limits';

/**
 * The maximum length of a value in bytes. No real configuration comes near it, and lists made from a value need many times
 * its size.
 */
export const MAX_VALUE_BYTES = 8 * 1024 * 1024;
/** The maximum number of arguments of a command. */
export const MAX_ARGUMENTS = 2_000_000;

/** The error for a value that has become too long. */
export function tooLong(): LimitError {
  return new LimitError('bytes', l10n.t('a value grows beyond {0} bytes', MAX_VALUE_BYTES));
}

/** `parts.join(glue)`. Throws LimitError before creating a text that is too long. */
export function joinBounded(parts: readonly string[], glue = ''): string {
  let length = Math.max(0, parts.length - 1) * glue.length;
  for (const part of parts) length += part.length;
  if (length > MAX_VALUE_BYTES) throw tooLong();
  return parts.join(glue);
}

/** `text.replaceAll(wanted, replacement)`, both literal. Throws LimitError before creating a text that is too long. */
export function replaceAllBounded(text: string, wanted: string, replacement: string): string {
  const growth = replacement.length - wanted.length;
  if (growth > 0 && text.length * (1 + growth) > MAX_VALUE_BYTES) {
    let length = text.length;
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      length += growth;
      if (length > MAX_VALUE_BYTES) throw tooLong();
    }
  }
  return text.replaceAll(wanted, () => replacement);
}
