import { ownText } from '../../shared/own-text';

/** A header that another header includes. */
export interface HeaderInclude {
  name: string;
  /** Whether it is in angle brackets. */
  system: boolean;
  /** Counted from 0. */
  line: number;
}

/** More than any real header has. */
const MAX_INCLUDES = 1000;

/**
 * The headers that a header includes under no condition. Its include guard does not count as a condition. Only the text is
 * read: a header that is included through a macro is not found.
 */
export function includesInHeader(text: string): HeaderInclude[] {
  const found: HeaderInclude[] = [];
  /** For each open condition: whether it is the include guard. */
  const conditions: boolean[] = [];
  let isFirst = true;
  let inComment = false;
  for (const [line, whole] of text.split('\n').entries()) {
    const code = inComment ? afterComment(whole) : whole;
    if (code === null) continue;
    inComment = opensComment(code);
    const [, word = '', rest = ''] = DIRECTIVE.exec(code) ?? [];
    if (word === '' || word === 'pragma') continue;
    if (word === 'if' || word === 'ifdef' || word === 'ifndef') conditions.push(isFirst && word === 'ifndef');
    else if (word === 'endif') conditions.pop();
    else if (word === 'include' && conditions.every((isGuard) => isGuard)) {
      const [, system, own] = INCLUDED.exec(rest) ?? [];
      const name = system ?? own;
      if (name !== undefined && found.length < MAX_INCLUDES)
        found.push({ name: ownText(name), system: system !== undefined, line });
    }
    isFirst = false;
  }
  return found;
}

const DIRECTIVE = /^[ \t]*#[ \t]*(\w+)(.*)/;
const INCLUDED = /^[ \t]*(?:<([^<>"\n]+)>|"([^"\n]+)")/;

function afterComment(line: string): string | null {
  const end = line.indexOf('*/');
  return end < 0 ? null : line.slice(end + 2);
}

function opensComment(line: string): boolean {
  const open = line.lastIndexOf('/*');
  return open >= 0 && line.indexOf('*/', open + 2) < 0 && !line.slice(0, open).includes('//');
}
