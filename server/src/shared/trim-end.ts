/**
 * Removes the characters of `set` from the end of a text. A regular expression such as `/\/+$/` takes quadratic time for a
 * text with long runs of them in the middle.
 */
export function trimEndOf(text: string, set: string): string {
  let end = text.length;
  while (end > 0 && set.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** Removes the characters of `set` from the beginning and the end of a text. */
export function trimOf(text: string, set: string): string {
  let start = 0;
  while (start < text.length && set.includes(text[start]!)) start++;
  return trimEndOf(text.slice(start), set);
}
