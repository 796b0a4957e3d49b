import { decodePath } from './path-bytes';
import { unescapeC } from './c-string';
import { forEachMarker, lineEndsNormalised } from '../keys';
import { sha256 } from '../codecs';
import { tokenise } from '../invocation/tree-pair';
import type { Trees } from '../api';

/**
 * Where the lines of preprocessed text come from. The L2 key leaves line markers out, so that text of two places may
 * share a key; an XML gives a file and a line for each declaration, which are right only where the markers agree too.
 */
export interface TextLayout {
  /** The source file of the run, absolute. */
  source: string;
  /** Digest of the line markers and of where they stand. */
  exact: string;
  /** The same with tokens for the trees, where they are known. */
  portable?: string;
}

export function layoutOf(preprocessed: Buffer, source: string, trees: Trees | null): TextLayout {
  const text = lineEndsNormalised(preprocessed);
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
    // The line number changes with every marker; the path seldom does.
    const quote = marker.indexOf('"');
    const path = quote < 0 ? '' : marker.slice(quote + 1);
    let token = tokens.get(path);
    if (token === undefined) tokens.set(path, (token = tokenise(unescaped(path), trees)));
    portable.push(`${at} ${quote < 0 ? marker : marker.slice(0, quote + 1)}${token}`);
  });
  return {
    source,
    exact: sha256(exact.join('')),
    ...(trees ? { portable: sha256(portable.join('')) } : {}),
  };
}

/** A path and what follows it in a marker, with the escapes of the path undone. */
function unescaped(path: string): string {
  if (!path.includes('\\')) return path;
  return decodePath(Buffer.from(unescapeC(Buffer.from(path).toString('latin1')), 'latin1'));
}

/**
 * Whether an XML made of text laid out one way is right for text laid out another way. If the markers differ, the trees of
 * both must be known: an XML of another place names the files of that place, and nothing could translate them.
 */
export function layoutAgrees(made: TextLayout, now: TextLayout): boolean {
  if (made.exact === now.exact) return true;
  return made.source !== now.source && made.portable !== undefined && made.portable === now.portable;
}

export function isTextLayout(value: unknown): value is TextLayout {
  const layout = value as Partial<TextLayout> | null | undefined;
  return (
    typeof layout?.source === 'string' &&
    typeof layout.exact === 'string' &&
    (layout.portable === undefined || typeof layout.portable === 'string')
  );
}
