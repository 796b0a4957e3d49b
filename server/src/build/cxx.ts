import type { CxxFile, Include, Instantiation } from './types';

const WRAPPERS = /\bnamespace\s+wrappers\s*\{/;

/**
 * Reads a generated `castxml_inputs/<T>.cxx`: its includes and its aliases (`using A = B;`, or `typedef B A;` in older
 * builds), in their order. A file that is cut off anywhere gives what stands complete before the cut.
 */
export function parseCxx(text: string): CxxFile {
  const includes: Include[] = [];
  const instantiations: Instantiation[] = [];
  const lines = new LineCounter(text);
  for (const found of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)/gm))
    includes.push({
      file: found[1] ?? found[2] ?? '',
      system: found[2] !== undefined,
      line: lines.at(found.index),
    });

  // Aliases stand in a namespace `wrappers`; a file without it (cut off, or written by hand) is searched whole.
  const wrappers = WRAPPERS.exec(text);
  const start = wrappers ? wrappers.index + wrappers[0].length : 0;
  const body = text.slice(start);
  for (const found of body.matchAll(
    /\busing\s+([A-Za-z_]\w*)\s*=([^;{}]*);|\btypedef\s+([^;{}]*?)\s*\b([A-Za-z_]\w*)\s*;/g,
  )) {
    const name = found[1] ?? found[4] ?? '';
    const cppType = tidy(found[2] ?? found[3] ?? '');
    if (cppType === '') continue;
    instantiations.push({
      name,
      cppType,
      className: classNameOf(cppType),
      line: lines.at(start + found.index),
    });
  }
  return { includes, instantiations };
}

/** Blanks and line ends run together into one blank, none at the ends. */
function tidy(type: string): string {
  return type.replace(/\s+/g, ' ').trim();
}

/**
 * The class of a type without its template arguments: `itk::Image` of `itk::Image< float,2 >`, and
 * `itk::Image::Pointer` of `itk::Image< float,2 >::Pointer`.
 */
export function classNameOf(type: string): string {
  let depth = 0;
  let name = '';
  for (const char of type) {
    if (char === '<') depth += 1;
    else if (char === '>') depth = Math.max(0, depth - 1);
    else if (depth === 0) name += char;
  }
  return name
    .replace(/\s*::\s*/g, '::')
    .replace(/^(?:typename|class|struct|enum)\s+/, '')
    .trim();
}

/** Line numbers, from 0, of offsets asked in rising order; another order starts over. */
class LineCounter {
  private offset = 0;
  private line = 0;

  constructor(private readonly text: string) {}

  at(offset: number): number {
    if (offset < this.offset) this.offset = this.line = 0;
    for (;;) {
      const newline = this.text.indexOf('\n', this.offset);
      if (newline < 0 || newline >= offset) return this.line;
      this.line += 1;
      this.offset = newline + 1;
    }
  }
}
