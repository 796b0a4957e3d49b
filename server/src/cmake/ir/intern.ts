/**
 * Returns the same object for equal short texts. Names are looked up millions of times, and a map need not compare the
 * characters of identical objects.
 */
export function intern(text: string): string {
  if (text.length > LONGEST) return text;
  const known = texts.get(text);
  if (known !== undefined) return known;
  if (texts.size >= MOST) texts.clear();
  texts.set(text, text);
  return text;
}

const texts = new Map<string, string>();
const LONGEST = 40;
const MOST = 50_000;
