import { decodePath } from './path-bytes';
import { unescapeC } from './c-escapes';
import { forEachMarker, lineEndsNormalized } from './line-markers';
import { sha256 } from '../codecs';
import { tokenize } from '../invocation/tree-pair';
import type { Trees } from '../api';

/**
 * The origin of the lines of preprocessed text. The L2 key omits line markers, so that texts from two places may share a
 * key. But an XML has a file and a line for each declaration, which are only right if the markers agree too.
 */
export interface TextLayout {
  /** The source file of the run, as an absolute path. */
  source: string;
  /** A digest of the line markers and their positions. */
  exact: string;
  /** The same digest with tokens for the trees, if they are known. */
  portable?: string;
  /** See `contentsDigest`. Entries of earlier versions do not have it. */
  contents?: string;
  /** See `codeDigest`. Entries of earlier versions do not have it. */
  code?: string;
}

/**
 * A digest of the contents of all files that a run read, by their paths. It is the same in other trees. Neither the text nor its markers
 * show what a comment says, or how long it is, but castxml writes the line, the column and the offset of each comment that documents a
 * declaration.
 */
export function contentsDigest(
  files: readonly (readonly [file: string, digest: string])[],
  trees: Trees | null,
): string {
  const lines = files.map(([file, digest]) => `${digest} ${trees ? tokenize(file, trees) : file}`);
  return sha256([...new Set(lines)].sort().join('\n'));
}

/** The layout of preprocessed text. `portable` needs the trees. */
export function layoutOf(preprocessed: Buffer, source: string, trees: Trees | null): TextLayout {
  const text = lineEndsNormalized(preprocessed);
  const exact: string[] = [];
  const portable: string[] = [];
  let left = 0;
  const tokens = new Map<string, string>();
  forEachMarker(text, (start, next) => {
    const marker = text.toString('utf8', start, next);
    const at = start - left;
    left += next - start;
    exact.push(`${at} ${marker}`);
    if (!trees) return;
    // The line number differs in every marker, but the path rarely does.
    const quote = marker.indexOf('"');
    const path = quote < 0 ? '' : marker.slice(quote + 1);
    let token = tokens.get(path);
    if (token === undefined) tokens.set(path, (token = tokenizedMarker(path, trees)));
    portable.push(`${at} ${quote < 0 ? marker : marker.slice(0, quote + 1)}${token}`);
  });
  return {
    source,
    exact: sha256(exact.join('')),
    ...(trees ? { portable: sha256(portable.join('')) } : {}),
  };
}

/** A path and the rest of its line marker, with tokens for the trees. */
export function tokenizedMarker(path: string, trees: Trees): string {
  if (!path.includes('\\')) return tokenize(path, trees);
  return tokenize(decodePath(Buffer.from(unescapeC(Buffer.from(path).toString('latin1')), 'latin1')), trees);
}

/** Whether an XML made from text with one layout is right for text with another. */
export function layoutAgrees(made: TextLayout, now: TextLayout): boolean {
  return linesAgree(made, now) && (now.contents === undefined || made.contents === now.contents);
}

/**
 * Whether the lines have the same origins. If the markers differ, the trees of both must be known. Otherwise the XML names files of
 * another place that cannot be translated.
 */
function linesAgree(made: TextLayout, now: TextLayout): boolean {
  if (made.exact === now.exact) return true;
  return made.source !== now.source && made.portable !== undefined && made.portable === now.portable;
}

export function isTextLayout(value: unknown): value is TextLayout {
  const layout = value as Partial<TextLayout> | null | undefined;
  return (
    typeof layout?.source === 'string' &&
    typeof layout.exact === 'string' &&
    [layout.portable, layout.contents, layout.code].every(
      (one) => one === undefined || typeof one === 'string',
    )
  );
}
