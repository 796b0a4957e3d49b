/**
 * A copy that stands for itself. V8 keeps a part of a large text as a reference into it, so that what a regular
 * expression found in a file keeps the whole file in memory.
 */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}

/** Copies of which equal ones are one. For names that come again and again, such as those of headers. */
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
