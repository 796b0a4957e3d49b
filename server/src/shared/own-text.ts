/**
 * Returns an independent copy. V8 keeps a substring of a large text as a reference into it. A match of a regular expression
 * would therefore keep the whole file in memory.
 */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}

/** Copies texts and shares equal copies. For names that occur often, such as those of headers. */
export class TextPool {
  private readonly texts = new Map<string, string>();

  own(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    const own = ownText(text);
    this.texts.set(own, own);
    return own;
  }
}
