import { unescapeC } from './c-escapes';
import { decodePath, sortByCodePoint } from './path-bytes';

/** A file that line markers name. */
export interface MarkedFile {
  /** As the preprocessor spells it, with its escapes undone. */
  path: string;
  /**
   * Whether the preprocessor read it: it is the source, or a marker says that the file begins there (flag 1). A file that
   * only a `#line` names, as parser generators write them, was not read.
   */
  entered: boolean;
}

/** Every file that the line markers name, each once, sorted by path. `<built-in>` and similar names are excluded. */
export function markedFiles(preprocessed: Buffer): MarkedFile[] {
  const text = lineEndsNormalized(preprocessed);
  const found = new Map<string, boolean>();
  forEachMarker(text, (start, next) => {
    const marker = text.toString('latin1', start, next);
    const open = marker.indexOf('"');
    const close = marker.lastIndexOf('"');
    if (close <= open + 1) return;
    const spelled = marker.slice(open + 1, close);
    const entered = found.size === 0 || BEGINS_A_FILE.test(marker.slice(close + 1));
    if (entered || !found.has(spelled)) found.set(spelled, entered);
  });
  const files = new Map<string, boolean>();
  for (const [spelled, entered] of found) {
    const path = decodePath(Buffer.from(unescapeC(spelled), 'latin1'));
    if (!path.startsWith('<')) files.set(path, entered || files.get(path) === true);
  }
  return sortByCodePoint([...files.keys()]).map((path) => ({ path, entered: files.get(path) === true }));
}

/** The paths of all files that the line markers name. The contract calls them `deps`. */
export function dependencyPaths(preprocessed: Buffer): string[] {
  return markedFiles(preprocessed).map(({ path }) => path);
}

const BEGINS_A_FILE = /^ 1\b/;

/** The preprocessed text without its line markers. Lines are joined by single line feeds, without one at the end. */
export function stripLineMarkers(preprocessed: Buffer): Buffer {
  return Buffer.concat(strippedPieces(preprocessed));
}

const HASH = 0x23;
const SPACE = 0x20;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Slices of the text that make up the stripped text. The text itself is not copied. */
export function strippedPieces(preprocessed: Buffer): Buffer[] {
  const text = lineEndsNormalized(preprocessed);
  const pieces: Buffer[] = [];
  let kept = 0;
  forEachMarker(text, (start, next) => {
    if (start > kept) pieces.push(text.subarray(kept, start));
    kept = next;
  });
  if (kept < text.length) pieces.push(text.subarray(kept));
  const last = pieces.pop();
  if (last) pieces.push(last[last.length - 1] === LINE_FEED ? last.subarray(0, -1) : last);
  return pieces;
}

/** Calls `marker` with the start of each line marker and of the line after it. */
export function forEachMarker(text: Buffer, marker: (start: number, next: number) => void): void {
  let found = markersOf.get(text);
  if (!found) markersOf.set(text, (found = findMarkers(text)));
  for (let i = 0; i < found.length; i += 2) marker(found[i] ?? 0, found[i + 1] ?? 0);
}

/** Each text is scanned once, because its key, its files and its layout all depend on its markers. */
const markersOf = new WeakMap<Buffer, readonly number[]>();

function findMarkers(text: Buffer): number[] {
  const found: number[] = [];
  let start = text[0] === HASH ? 0 : nextCandidate(text, 0);
  while (start >= 0 && start < text.length) {
    const newline = text.indexOf(LINE_FEED, start);
    const next = newline < 0 ? text.length : newline + 1;
    if (isMarker(text, start)) found.push(start, next);
    start = text[next] === HASH ? next : nextCandidate(text, next - 1);
  }
  return found;
}

const LINE_THAT_MAY_BE_ONE = Buffer.from('\n# ');

function nextCandidate(text: Buffer, from: number): number {
  const at = text.indexOf(LINE_THAT_MAY_BE_ONE, from);
  return at < 0 ? -1 : at + 1;
}

/** Whether the text at `at` is `# `, digits and a space. */
function isMarker(text: Buffer, at: number): boolean {
  if (text[at] !== HASH || text[at + 1] !== SPACE) return false;
  let i = at + 2;
  while (isDigit(text[i])) i++;
  return i > at + 2 && text[i] === SPACE;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** The text with a single line feed at the end of each line. The same object if nothing changes. */
export function lineEndsNormalized(text: Buffer): Buffer {
  if (!text.includes(CARRIAGE_RETURN)) return text;
  return Buffer.from(text.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1');
}
