/**
 * Removes the characters of `set` from the end. A regular expression such as `/\/+$/` takes quadratic time if long runs of
 * them are in the middle.
 */
export function trimEndOf(text: string, set: string): string {
  let end = text.length;
  while (end > 0 && set.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** Removes the characters of `set` from the beginning and the end. */
export function trimOf(text: string, set: string): string {
  let start = 0;
  while (start < text.length && set.includes(text[start]!)) start++;
  return trimEndOf(text.slice(start), set);
}
