import type { Trees } from '../api';
import { newHash } from '../codecs';
import { forEachMarker, lineEndsNormalized } from '../inputs/line-markers';
import { isComputedFrom } from '../inputs/path-dependence';
import { tokenizedMarker } from '../inputs/text-layout';

/**
 * A digest of preprocessed text that stays the same if lines move: of its code, and of the file that each part of it is from, without
 * blank lines and the numbers of lines. It leaves out what `__LINE__` becomes right behind `__FILE__`, as in ITK's messages and in
 * `assert`, because the XML cannot have the number without the name. Undefined if the code may know its line otherwise.
 */
export function codeDigest(preprocessed: Buffer, trees: Trees): string | undefined {
  let found = digestOf.get(preprocessed);
  if (!found) digestOf.set(preprocessed, (found = { digest: digestCode(preprocessed, trees) }));
  return found.digest;
}

/** A text is of one run, so of one pair of trees. */
const digestOf = new WeakMap<Buffer, { digest: string | undefined }>();

function digestCode(preprocessed: Buffer, trees: Trees): string | undefined {
  const text = lineEndsNormalized(preprocessed);
  if (knowsItsLine(text)) return undefined;
  const code = new CodeText(text);
  const hash = newHash();
  const files = new Set<string>();
  let last = '';
  let kept = 0;
  forEachMarker(text, (start, next) => {
    const length = code.add(kept, start);
    kept = next;
    const marker = text.toString('utf8', start, next);
    const quote = marker.indexOf('"');
    const path = marker.slice(quote, marker.lastIndexOf('"') + 1);
    if (path === last && !ENTERS_OR_RETURNS.test(marker)) return;
    last = path;
    files.add(path);
    hash.update(`${length} ${tokenizedMarker(marker.slice(quote + 1), trees)}`);
  });
  code.add(kept, text.length);
  for (const piece of withoutLineNumbers(code.bytes, files)) hash.update(piece);
  return hash.digest('hex');
}

const ENTERS_OR_RETURNS = /" [12]\b[ \d]*\n?$/;
const LINE_FEED = 0x0a;
const BLANK_LINE = Buffer.from('\n\n');

/** Collects text without blank lines. */
class CodeText {
  private readonly collected: Buffer;
  private length = 0;
  private nextBlank = -1;

  constructor(private readonly text: Buffer) {
    this.collected = Buffer.allocUnsafe(text.length);
  }

  /** Adds a part of the text, and returns the number of bytes so far. */
  add(from: number, to: number): number {
    for (let at = from; at < to;) {
      if (this.text[at] === LINE_FEED && this.isAtLineStart()) {
        at++;
        continue;
      }
      const end = Math.min(to, this.blankAfter(at) + 1);
      this.length += this.text.copy(this.collected, this.length, at, end);
      at = end;
    }
    return this.length;
  }

  get bytes(): Buffer {
    return this.collected.subarray(0, this.length);
  }

  private isAtLineStart(): boolean {
    return this.length === 0 || this.collected[this.length - 1] === LINE_FEED;
  }

  /** The end of the line before the next blank line. */
  private blankAfter(at: number): number {
    if (this.nextBlank < at) this.nextBlank = this.text.indexOf(BLANK_LINE, at);
    if (this.nextBlank < 0) this.nextBlank = this.text.length;
    return this.nextBlank;
  }
}

/** How far back a statement is read. */
const MOST_BYTES = 4096;
const KNOWS_LINE = ['__builtin_COLUMN', '__builtin_source_location', '__builtin_LINE'];
/** How newer versions of the C library write `assert`, which has no value. */
const IN_ASSERT = /__assert_fail ?\([^;]*__builtin_FILE ?\(\) ?, ?$/;

function knowsItsLine(text: Buffer): boolean {
  return KNOWS_LINE.some((name) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
      if (name !== '__builtin_LINE' || !IN_ASSERT.test(text.toString('latin1', at - MOST_BYTES, at)))
        return true;
    return false;
  });
}

const AFTER_LITERAL = Buffer.from('", ');
const NUMBER = /^\d+/;

/** The pieces of code between the numbers that follow the names of files, unless a constant is made from them. */
function withoutLineNumbers(code: Buffer, files: ReadonlySet<string>): Buffer[] {
  const pieces: Buffer[] = [];
  let kept = 0;
  for (let at = code.indexOf(AFTER_LITERAL); at >= 0; at = code.indexOf(AFTER_LITERAL, at + 1)) {
    const from = at + AFTER_LITERAL.length;
    const [number] = NUMBER.exec(code.toString('latin1', from, from + 9)) ?? [];
    if (number === undefined) continue;
    const before = code.toString('utf8', Math.max(0, at - MOST_BYTES), at + 1);
    const quote = before.lastIndexOf('"', before.length - 2);
    if (!files.has(before.slice(quote)) || isComputedFrom(before.slice(0, quote + 1))) continue;
    pieces.push(code.subarray(kept, from));
    kept = from + number.length;
  }
  return [...pieces, code.subarray(kept)];
}
