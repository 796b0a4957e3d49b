import path from 'node:path';
import { decodePath, encodeText } from '../inputs/path-bytes';
import { unescapeXml } from '../invocation/translate-xml';
import { readComments, type CommentedFile, type Place } from './read-comments';

/** A file of a run, before and after an edit. */
export interface EditedFile {
  /** Its path, as `settled` returns it. */
  file: string;
  before: Buffer;
  after: Buffer;
}

const FILE = /<File id="(f\d+)" name="([^"]*)"/g;
const COMMENT =
  /(<Comment id="c\d+" attached="[^"]*" file="(f\d+)") begin_line="(\d+)" begin_column="(\d+)" begin_offset="(\d+)" end_line="(\d+)" end_column="(\d+)" end_offset="(\d+)"\/>/g;
const LOCATION = / location="(f\d+):(\d+)" file="\1" line="\2"/g;

/**
 * The XML that castxml writes for a run after some files were edited. The preprocessed text must be the same as before but for blank
 * lines and the numbers of lines (see `codeDigest`), so that only comments and the lines of code can differ. Then only places do.
 * `settled` makes the names of files in the XML comparable.
 * @returns null if more may differ: a comment came or went, another declaration may have it now, or a declaration is
 * named after its place, or after a file with moved lines
 */
export function movePlaces(
  xml: Buffer,
  edits: readonly EditedFile[],
  settled: (name: string) => string,
): Buffer | null {
  const movesByFile = new Map<string, Moves>();
  for (const edit of edits) {
    const moves = movesOf(edit);
    if (!moves) return null;
    movesByFile.set(edit.file, moves);
  }
  const text = xml.toString('latin1');
  const declarations = text.replace(FILE, '');
  for (const [file, moves] of movesByFile)
    if (mayNamePlace(declarations, file) || (moves.movesLines && mayName(declarations, file))) return null;
  const movesById = new Map(
    [...text.matchAll(FILE)].map(([, id, name = '']) => [id, movesByFile.get(settled(nameOf(name)))]),
  );
  const patch = new Patch(movesById);
  const moved = text
    .replace(COMMENT, (element: string, head: string, id: string, ...places: string[]) =>
      patch.comment(element, head, id, places),
    )
    .replace(LOCATION, (attributes: string, id: string, line: string) =>
      patch.location(attributes, id, Number(line)),
    );
  const count = text.split('<Comment ').length + text.split(' line="').length - 2;
  return patch.count === count && !patch.isLost ? Buffer.from(moved, 'latin1') : null;
}

/** Whether a text from an XML may contain the name of a file. If it has `__FILE__`, it may also have what `__LINE__` became beside it. */
function mayName(text: string, file: string): boolean {
  const name = nameInXml(file);
  return name === null || text.includes(name);
}

/** The same, with a line and a column: lambdas and anonymous classes are named after their places. */
function mayNamePlace(text: string, file: string): boolean {
  const name = nameInXml(file);
  return [...text.matchAll(PLACE_IN_NAME)].some(
    ({ index }) => name === null || text.slice(0, index).endsWith(name),
  );
}

const PLACE_IN_NAME = /:\d+:\d+\)/g;

/** The base name of a file as an XML has it, whose characters are bytes. Null if its spelling there is unknown. */
function nameInXml(file: string): string | null {
  const name = encodeText(path.basename(file)).toString('latin1');
  return /[&<>"'\\]/.test(name) ? null : name;
}

/** Where places of a file are after an edit, by where they were. */
interface Moves {
  begins: ReadonlyMap<string, Place>;
  ends: ReadonlyMap<string, Place>;
  lines: ReadonlyMap<number, number>;
  /** Whether a line has another number now. */
  movesLines: boolean;
}

function movesOf({ before, after }: EditedFile): Moves | null {
  const [was, is] = [readComments(before), readComments(after)];
  if (!was || !is || was.skeleton !== is.skeleton || NUMBERS_LINES.test(is.skeleton)) return null;
  return {
    begins: placesOf('begin', was, is),
    ends: placesOf('end', was, is),
    lines: new Map(was.code.map((line, i) => [line, is.code[i] ?? line])),
    movesLines: was.code.some((line, i) => line !== is.code[i]),
  };
}

/** A directive that gives lines other numbers than those of the file. */
const NUMBERS_LINES = /^\d # ?(?:line\b|\d)/m;

function placesOf(which: 'begin' | 'end', was: CommentedFile, is: CommentedFile): Map<string, Place> {
  return new Map(
    was.documentation.map((comment, i) => [
      key(comment[which]),
      is.documentation[i]?.[which] ?? comment[which],
    ]),
  );
}

const key = ({ line, column, offset }: Place): string => `${line},${column},${offset}`;

/** Rewrites the places of an XML. */
class Patch {
  /** The number of elements that were seen. */
  count = 0;
  /** Whether a place was not found in its file. */
  isLost = false;

  constructor(private readonly movesById: ReadonlyMap<string | undefined, Moves | undefined>) {}

  comment(element: string, head: string, id: string, places: readonly string[]): string {
    this.count++;
    const moves = this.movesById.get(id);
    if (!moves) return element;
    const begin = moves.begins.get(places.slice(0, 3).join());
    const end = moves.ends.get(places.slice(3, 6).join());
    if (begin && end) return `${head}${placeAttributes('begin', begin)}${placeAttributes('end', end)}/>`;
    this.isLost = true;
    return element;
  }

  location(attributes: string, id: string, was: number): string {
    this.count++;
    const moves = this.movesById.get(id);
    if (!moves) return attributes;
    const line = moves.lines.get(was);
    if (line !== undefined) return ` location="${id}:${line}" file="${id}" line="${line}"`;
    this.isLost = true;
    return attributes;
  }
}

const placeAttributes = (which: string, { line, column, offset }: Place): string =>
  ` ${which}_line="${line}" ${which}_column="${column}" ${which}_offset="${offset}"`;

/** A file's name, from an XML whose characters are bytes. */
const nameOf = (name: string): string => decodePath(Buffer.from(unescapeXml(name), 'latin1'));
