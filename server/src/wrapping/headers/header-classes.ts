import { ownText } from '../../shared/own-text';

/** A class, struct or enum holder that a C++ header defines. */
export interface HeaderClass {
  /** Includes its namespaces: `itk::Statistics::Sample`. */
  name: string;
  /** Counted from 0, like `character`. */
  line: number;
  character: number;
  /** The text between the angle brackets of its `template`, on one line. Null if it is not a template. */
  template: string | null;
  /** If it is a specialization of a template, such as `class Foo<int>`: the text between the angle brackets. Else null. */
  specialization: string | null;
  /** The first public base as written, or null if it has none. */
  superclass: string | null;
  /** All public bases as written. */
  bases: readonly string[];
  /** The offset of its body in the text. */
  bodyAt: number;
  /** The `\brief` of its documentation. */
  brief: string;
}

/** Another name for a type, defined outside of any class: by `using`, with or without parameters, or by `typedef`. */
export interface HeaderAlias {
  /** Includes its namespaces: `itk::TransformBase`. */
  name: string;
  /** The text between the angle brackets of its `template`, on one line. Null if it is not a template. */
  template: string | null;
  /** The type that it stands for, as written, on one line. */
  type: string;
}

/** What a reader of classes may also want to know. */
export interface OtherNames {
  /** Called for each forward declaration of a template, with the class's own name. */
  onForward?: (name: string, template: string) => void;
  onAlias?: (alias: HeaderAlias) => void;
}

/** Where something relevant begins. Comments, strings and classes are then read to their end by hand. */
const TOKEN =
  /\/[*/]|"|'(?:\\.|[^'\\\n])'|\bnamespace\s+([\w:]+)\s*\{|\btemplate\s*<|\b(?:class|struct)\s+|\b(?:using|typedef)\s|[{}]/g;

/** Limits that no real header exceeds. A header beyond them is only read in part. */
const MAX_NESTED = 100;
const MAX_CLASSES = 5000;
const MAX_HEAD = 2000;
const MAX_TEMPLATE = 1000;
const MAX_COMMENT = 50_000;

/**
 * The classes that a header defines at namespace level. Only the text is read: no preprocessor runs, so all branches of
 * conditional code count. Forward declarations and nested classes are skipped. Takes linear time for any text.
 */
export function classesInHeader(text: string, others: OtherNames = {}): HeaderClass[] {
  const classes: HeaderClass[] = [];
  /** One element for each open brace: the namespace that it opens, or null. */
  const braces: (string | null)[] = [];
  const lines = new LineCounter(text);
  let template: string | null = null;
  let comment = '';
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(text); token && classes.length < MAX_CLASSES; token = TOKEN.exec(text)) {
    const [whole, namespace] = token;
    const at = token.index;
    if (whole === '/*') {
      TOKEN.lastIndex = endOf(text, '*/', at + 2);
      comment = text.slice(at, Math.min(TOKEN.lastIndex, at + MAX_COMMENT));
    } else if (whole === '//') TOKEN.lastIndex = endOf(text, '\n', at);
    else if (whole === '"') TOKEN.lastIndex = endOfString(text, at + 1);
    else if (whole.startsWith("'")) continue;
    else if (namespace !== undefined) braces.push(braces.length < MAX_NESTED ? namespace : null);
    else if (whole === '{') {
      braces.push(null);
      template = null;
    } else if (whole === '}') braces.pop();
    else if (whole.startsWith('template')) {
      const end = closingAngle(text, TOKEN.lastIndex);
      template = text.slice(TOKEN.lastIndex, end).replace(/\s+/g, ' ').trim();
      TOKEN.lastIndex = end;
    } else if (whole.startsWith('using') || whole.startsWith('typedef')) {
      const alias = others.onAlias && isInNamespaces(braces) ? aliasAt(text, at) : null;
      if (alias)
        others.onAlias?.({
          name: ownText([...braces, alias.name].join('::')),
          template: template === null ? null : ownText(template),
          type: ownText(alias.type),
        });
      template = null;
    } else {
      const named = nameOfClass(text, TOKEN.lastIndex);
      if (!named) continue;
      TOKEN.lastIndex = named.end;
      if (!isInNamespaces(braces)) continue;
      const head = headOf(text, named.end);
      if (head === null) {
        if (template !== null) others.onForward?.(ownText(named.name), template);
        template = null;
        continue;
      }
      const bases = publicBases(head, whole.startsWith('struct'));
      classes.push({
        name: ownText([...braces, named.name].join('::')),
        ...lines.at(named.start),
        template: template === null ? null : ownText(template),
        specialization: specializationIn(head),
        superclass: bases[0] ?? null,
        bases,
        bodyAt: named.end + head.length + 1,
        brief: ownText(briefOf(comment)),
      });
      template = null;
      comment = '';
    }
  }
  return classes;
}

/** Whether no open brace is that of a class, a function or the like. */
const isInNamespaces = (braces: readonly (string | null)[]): boolean =>
  braces.every((brace) => brace !== null);

const ALIAS = /(?:using\s+(\w+)\s*=|typedef\s)([^;{}()=]{1,1000});/y;

/** Reads `using A = B;` or `typedef B A;`. Null for anything else. */
function aliasAt(text: string, from: number): { name: string; type: string } | null {
  ALIAS.lastIndex = from;
  const [, name, written = ''] = ALIAS.exec(text) ?? [];
  const declared = withoutComments(written).replace(/\s+/g, ' ').trim();
  if (name !== undefined) return { name, type: declared };
  const last = declared.match(/\w+/g)?.at(-1) ?? '';
  const type = declared.slice(0, declared.length - last.length).trim();
  return last !== '' && type !== '' && declared.endsWith(last) ? { name: last, type } : null;
}

/** The position after the next `mark`, or the end of the text if there is none. */
function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

/** The position after the quote that ends a string. A string that is not closed ends with its line. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"' && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

const WORD = /\s*(\w+)/y;

/** The name after `class` or `struct`, without export macros and `alignas()`. `end` is where the head continues. */
function nameOfClass(text: string, from: number): { name: string; start: number; end: number } | null {
  WORD.lastIndex = from;
  for (let found = WORD.exec(text); found; found = WORD.exec(text)) {
    const name = found[1]!;
    const end = WORD.lastIndex;
    const next = text[end] ?? '';
    // `alignas(16)`, `ITK_FORCE_EXPORT_MACRO(ITKCommon)`
    if ((name === 'alignas' || isExportMacro(name)) && next === '(') {
      WORD.lastIndex = endOf(text, ')', end);
      continue;
    }
    if (isExportMacro(name) && /\s/.test(next)) {
      if (WORD.test(text)) {
        WORD.lastIndex = end;
        continue;
      }
      WORD.lastIndex = end;
    }
    return /[:{;<\s]/.test(next) ? { name, start: end - name.length, end: behindFinal(text, end) } : null;
  }
  return null;
}

function isExportMacro(word: string): boolean {
  return /^[A-Z]/.test(word) && (word.includes('_EXPORT') || word.includes('_HIDDEN'));
}

function behindFinal(text: string, end: number): number {
  WORD.lastIndex = end;
  return WORD.exec(text)?.[1] === 'final' ? WORD.lastIndex : end;
}

/** The text between a class's name and its body. Null for a forward declaration. */
function headOf(text: string, from: number): string | null {
  const head = text.slice(from, from + MAX_HEAD);
  let depth = 0;
  for (const mark of head.matchAll(/[<>{;]/g)) {
    if (mark[0] === ';') return null;
    if (mark[0] === '<') depth++;
    else if (mark[0] === '>') depth--;
    else if (depth <= 0) return head.slice(0, mark.index);
    if (depth < 0) return null;
  }
  return null;
}

function specializationIn(head: string): string | null {
  const open = /^\s*</.exec(head);
  if (open === null) return null;
  const from = open[0].length;
  return ownText(head.slice(from, closingAngle(head, from)).replace(/\s+/g, ' ').trim());
}

/** The public bases after the colon of a class's head. Those of a struct are public if nothing else is said. */
function publicBases(head: string, isStruct: boolean): string[] {
  const plain = withoutComments(head).replace(/\s+/g, ' ');
  const colon = /(?<!:):(?!:)/.exec(plain);
  if (!colon) return [];
  return splitAtCommas(plain.slice(colon.index + 1)).flatMap((written) => {
    const access = /^(?:virtual )?(public|protected|private)\b/.exec(written)?.[1];
    const name = ownText(written.replace(/^(?:(?:virtual|public|protected|private) )+/, '').trim());
    return name !== '' && (access === 'public' || (access === undefined && isStruct)) ? [name] : [];
  });
}

function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '<' || text[at] === '(') depth++;
    else if (text[at] === '>' || text[at] === ')') depth--;
    else if (at === text.length || (text[at] === ',' && depth === 0)) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return parts;
}

function withoutComments(code: string): string {
  let plain = '';
  let at = 0;
  for (let next = code.search(/\/[*/]/); next >= at;) {
    plain += code.slice(at, next);
    at = code[next + 1] === '*' ? endOf(code, '*/', next + 2) : endOf(code, '\n', next);
    const more = code.slice(at).search(/\/[*/]/);
    if (more < 0) break;
    next = at + more;
  }
  return plain + code.slice(at);
}

function closingAngle(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length && at - from < MAX_TEMPLATE; at++) {
    if (text[at] === '<') depth++;
    else if (text[at] === '>' && --depth === 0) return at;
  }
  return from;
}

/** The text after `\brief`, up to an empty line or the next command. */
function briefOf(comment: string): string {
  const found = /[\\@]brief\s/.exec(comment);
  if (!found) return '';
  const lines = comment
    .slice(found.index + found[0].length - 1, endOf(comment, '*/', 0) - '*/'.length)
    .split('\n');
  const brief: string[] = [];
  for (const [n, line] of lines.entries()) {
    const text = line.trim();
    const said = n > 0 && text.startsWith('*') ? text.slice(1).trim() : text;
    if (n > 0 && (/^[\\@]/.test(said) || (said === '' && brief.length > 0))) break;
    if (said !== '') brief.push(said);
  }
  return brief.join(' ');
}

/** Positions of offsets. They must be requested in ascending order. */
class LineCounter {
  private line = 0;
  private start = 0;

  constructor(private readonly text: string) {}

  at(offset: number): { line: number; character: number } {
    for (;;) {
      const end = this.text.indexOf('\n', this.start);
      if (end < 0 || end >= offset) return { line: this.line, character: offset - this.start };
      this.line++;
      this.start = end + 1;
    }
  }
}
