import { ownText } from '../util/ownText';

/** A class, struct or enum holder that a C++ header defines. */
export interface HeaderClass {
  /** With its namespaces: `itk::Statistics::Sample`. */
  name: string;
  /** From 0. */
  line: number;
  character: number;
  /** Between the angle brackets of its `template`, as written, on one line; null where it is no template. */
  template: string | null;
  /** The first public base, as written; null where it has none. */
  superclass: string | null;
  /** `\brief` of its documentation. */
  brief: string;
}

const TOKEN =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|\bnamespace\s+([\w:]+)\s*\{|\btemplate\s*<|\b(?:class|struct)\s+(?:[A-Z]\w*_(?:EXPORT|TEMPLATE_EXPORT|HIDDEN)\w*\s+)?(?:(?:ITK_TEMPLATE_EXPORT|ITK_FORWARD_EXPORT|alignas\([^)]*\))\s+)*(\w+)\s*(final\s*)?(?=[:{;<\s])|[{}]/g;

/**
 * The classes that a header defines at namespace level, found by reading its text alone: no preprocessor runs, so of
 * conditional code all branches count. Forward declarations and nested classes are left out.
 */
export function classesInHeader(text: string): HeaderClass[] {
  const classes: HeaderClass[] = [];
  /** One for each open brace: the namespace it opens, or null. */
  const braces: (string | null)[] = [];
  let template: string | null = null;
  let comment = '';
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(text); token; token = TOKEN.exec(text)) {
    const [whole, namespace, name] = token;
    if (whole.startsWith('/*')) comment = whole;
    else if (/^[/"']/.test(whole)) continue;
    else if (namespace !== undefined) braces.push(namespace);
    else if (whole === '{') {
      braces.push(null);
      template = null;
    } else if (whole === '}') braces.pop();
    else if (name === undefined) {
      const end = closingAngle(text, TOKEN.lastIndex);
      template = text.slice(TOKEN.lastIndex, end).replace(/\s+/g, ' ').trim();
      TOKEN.lastIndex = end;
    } else if (braces.every((brace) => brace !== null)) {
      const head = headOf(text, TOKEN.lastIndex);
      if (head === null) {
        template = null;
        continue;
      }
      const start = token.index + whole.lastIndexOf(name);
      const before = text.lastIndexOf('\n', start) + 1;
      classes.push({
        name: ownText([...braces, name].join('::')),
        line: countLines(text, start),
        character: start - before,
        template: template === null ? null : ownText(template),
        superclass: superclassOf(head),
        brief: ownText(briefOf(comment)),
      });
      template = null;
      comment = '';
    }
  }
  return classes;
}

/** What stands between a class's name and its body; null of a forward declaration. */
function headOf(text: string, from: number): string | null {
  const mark = /[<>{;]/g;
  mark.lastIndex = from;
  let depth = 0;
  for (let next = mark.exec(text); next && next.index - from < 2000; next = mark.exec(text)) {
    if (next[0] === ';') return null;
    if (next[0] === '<') depth++;
    else if (next[0] === '>') depth--;
    else if (depth <= 0) return text.slice(from, next.index);
    if (depth < 0) return null;
  }
  return null;
}

function superclassOf(head: string): string | null {
  const found = /:\s*(?:virtual\s+)?public\s+(?:virtual\s+)?([\s\S]+)$/.exec(
    head.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ''),
  );
  if (!found) return null;
  const bases = found[1]!;
  let depth = 0;
  let end = bases.length;
  for (let n = 0; n < bases.length && end === bases.length; n++) {
    if (bases[n] === '<') depth++;
    else if (bases[n] === '>') depth--;
    else if (bases[n] === ',' && depth === 0) end = n;
  }
  return ownText(bases.slice(0, end).replace(/\s+/g, ' ').trim()) || null;
}

function closingAngle(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length && at - from < 5000; at++) {
    if (text[at] === '<') depth++;
    else if (text[at] === '>' && --depth === 0) return at;
  }
  return from;
}

function briefOf(comment: string): string {
  const found = /[\\@]brief\s+([\s\S]*?)(?:\n\s*\*\s*\n|\n\s*\*\s*[\\@]|\*\/)/.exec(comment);
  return found ? found[1]!.replace(/\s*\n\s*\*\s*/g, ' ').trim() : '';
}

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
