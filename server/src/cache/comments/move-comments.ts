import path from 'node:path';
import { decodePath, encodeText } from '../inputs/path-bytes';
import { unescapeXml } from '../invocation/translate-xml';
import { readComments, type Place } from './read-comments';

/** A file of a run, before and after an edit. */
export interface EditedFile {
  /** Its path, as `settled` returns it. */
  file: string;
  before: Buffer;
  after: Buffer;
}

const COMMENT =
  /(<Comment id="c\d+" attached="[^"]*" file="(f\d+)") begin_line="(\d+)" begin_column="(\d+)" begin_offset="(\d+)" end_line="(\d+)" end_column="(\d+)" end_offset="(\d+)"\/>/g;
const FILE = /<File id="(f\d+)" name="([^"]*)"/g;
/** The end of the name of a lambda or an anonymous class: its file, line and column. */
const PLACE_IN_NAME = /:\d+:\d+\)/g;

/**
 * The XML that castxml writes for a run after some files were edited. The preprocessed text and its line markers must be the same as
 * before, so that only comments can differ. Then only the places of comments do. `settled` makes the names of files in the XML
 * comparable.
 * @returns null if more may differ: a comment came or went, or another declaration may have it now
 */
export function moveComments(
  xml: Buffer,
  edits: readonly EditedFile[],
  settled: (name: string) => string,
): Buffer | null {
  const moves = new Map<string, Moves>();
  for (const edit of edits) {
    const found = movesOf(edit);
    if (!found) return null;
    moves.set(edit.file, found);
  }
  const text = xml.toString('latin1');
  if ([...text.matchAll(PLACE_IN_NAME)].some(({ index }) => namesOneOf(edits, text.slice(0, index))))
    return null;
  const movesById = new Map(
    [...text.matchAll(FILE)].map(([, id, name = '']) => [id, moves.get(settled(nameOf(name)))]),
  );
  let left = text.split('<Comment ').length - 1;
  const moved = text.replace(COMMENT, (element: string, head: string, id: string, ...places: string[]) => {
    left--;
    const known = movesById.get(id);
    if (!known) return element;
    const begin = known.begins.get(places.slice(0, 3).join());
    const end = known.ends.get(places.slice(3, 6).join());
    if (!begin || !end) left = NaN;
    return begin && end ? `${head}${attributes('begin', begin)}${attributes('end', end)}/>` : element;
  });
  return left === 0 ? Buffer.from(moved, 'latin1') : null;
}

/** Whether a text of an XML may end with the name of an edited file. */
const namesOneOf = (edits: readonly EditedFile[], text: string): boolean =>
  edits.some(({ file }) => {
    const name = encodeText(path.basename(file)).toString('latin1');
    return text.endsWith(name) || /[&<>"'\\]/.test(name);
  });

/** Where comments are after an edit, by where they were. */
interface Moves {
  begins: ReadonlyMap<string, Place>;
  ends: ReadonlyMap<string, Place>;
}

function movesOf({ before, after }: EditedFile): Moves | null {
  const [was, is] = [readComments(before), readComments(after)];
  if (!was || !is || was.skeleton !== is.skeleton) return null;
  const documenting = is.documentation;
  const at = (end: 'begin' | 'end'): Map<string, Place> =>
    new Map(
      was.documentation.map((comment, i) => [key(comment[end]), documenting[i]?.[end] ?? comment[end]]),
    );
  return { begins: at('begin'), ends: at('end') };
}

const key = ({ line, column, offset }: Place): string => `${line},${column},${offset}`;

const attributes = (which: string, { line, column, offset }: Place): string =>
  ` ${which}_line="${line}" ${which}_column="${column}" ${which}_offset="${offset}"`;

/** A file's name, from an XML whose characters are bytes. */
const nameOf = (name: string): string => decodePath(Buffer.from(unescapeXml(name), 'latin1'));
