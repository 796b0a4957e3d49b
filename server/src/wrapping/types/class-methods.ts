import { expandMacros, type MacroDefinitions } from './macro-definitions';

/** A method or constructor as a class declares it. All texts are C++ as written, without comments. */
export interface ClassMethod {
  name: string;
  /** Null for a constructor. */
  returns: string | null;
  /** The types of its parameters. Null for one that the text does not show. */
  parameters: readonly (string | null)[];
}

/**
 * The public methods that a class itself declares, also by macros. Left out is what depends on a condition of the preprocessor,
 * and templates, destructors, conversions, friends and deleted methods. What no label calls public is not public.
 * @param body the text of the class's body
 * @param className without namespaces
 */
export function publicMethods(body: string, className: string, macros: MacroDefinitions): ClassMethod[] {
  let text = withoutBlocks(withoutConditions(body));
  for (let round = 0; round < MAX_NESTED_MACROS; round++) {
    const expanded = withoutBlocks(expandMacros(text, macros));
    if (expanded === text) break;
    text = expanded;
  }
  const methods: ClassMethod[] = [];
  let isPublic = false;
  for (const written of statementsOf(text)) {
    let statement = written;
    for (let label = LABEL.exec(statement); label !== null; label = LABEL.exec(statement)) {
      isPublic = label[1] === 'public';
      statement = statement.slice(label[0].length);
    }
    const method = isPublic ? methodIn(statement.trim(), className) : null;
    if (method !== null) methods.push(method);
  }
  return methods;
}

const MAX_NESTED_MACROS = 8;
const LABEL = /^\s*(public|protected|private|UNKNOWN_ACCESS)\s*:(?!:)/;

/** What stands for something that is not decided. No C++ has it. */
const UNKNOWN = '\u0001';

/** Between two statements. */
const MAX_SPACE = 500;

/**
 * Removes comments, the texts of strings, and everything that depends on a condition. What follows a label in a condition has
 * unknown access.
 */
function withoutConditions(body: string): string {
  let plain = '';
  let from = 0;
  let depth = 0;
  let conditional = 0;
  for (const mark of body.matchAll(SKIPPED)) {
    const [found, directive] = mark;
    if (depth === 0) plain += body.slice(from, mark.index);
    from = mark.index + found.length;
    if (directive?.startsWith('if')) {
      if (depth++ === 0) conditional = mark.index;
    } else if (directive === 'endif') {
      if (depth === 0 || --depth > 0) continue;
      const isLabelled = /\b(?:public|protected|private)\s*:(?!:)/.test(body.slice(conditional, from));
      if (isLabelled) plain += `${UNKNOWN}; UNKNOWN_ACCESS:`;
      else if (!';{}:'.includes(plain.slice(-MAX_SPACE).trimEnd().at(-1) ?? ';')) plain += UNKNOWN;
    } else if (depth === 0) plain += found.startsWith('"') ? '""' : ' ';
  }
  return depth === 0 ? plain + body.slice(from) : plain;
}

const SKIPPED =
  /\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/|"(?:[^"\\\n]|\\.)*"|'(?:\\.|[^'\\\n])'|^[ \t]*#[ \t]*(\w*)(?:\\\r?\n|[^\n])*/gm;

/** Removes what is between braces. */
function withoutBlocks(text: string): string {
  let plain = '';
  let depth = 0;
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(/[{}]/g)) {
    if (mark === '{' && depth++ === 0) plain += text.slice(from, index + 1);
    if (mark === '}' && depth > 0 && --depth === 0) from = index;
  }
  return depth === 0 ? plain + text.slice(from) : plain;
}

/** The statements of a text whose blocks are empty, each without its end. */
function statementsOf(text: string): string[] {
  const statements: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(/[();{}]/g)) {
    if (mark === '(') depth++;
    else if (mark === ')') depth--;
    else if (depth <= 0 && (mark === ';' || mark === '{')) {
      statements.push(text.slice(from, index));
      from = index + 1;
      depth = 0;
    } else if (depth <= 0) from = index + 1;
  }
  return statements;
}

const NOT_A_METHOD = /^(?:template|using|typedef|friend|enum|class|struct|union|static_assert)\b/;
const SPECIFIERS = /^(?:(?:virtual|static|inline|explicit|constexpr)\b\s*)+/;
const OPERATOR = /\boperator\s*(\(\s*\)|\[\s*\]|[^\w\s([]+)\s*(?=\()/;

function methodIn(written: string, className: string): ClassMethod | null {
  const text = withoutAttributes(written.replace(/\s+/g, ' ').trim());
  if (NOT_A_METHOD.test(text) || text.includes(UNKNOWN)) return null;
  const operator = OPERATOR.exec(text);
  const open = operator ? operator.index + operator[0].length : openingParenthesis(text);
  const head = text.slice(0, operator?.index ?? open).trim();
  const close = open < 0 ? -1 : closingParenthesis(text, open);
  if (close < 0 || /=\s*delete\b/.test(text.slice(close)) || text.includes('~')) return null;
  const parameters = parametersOf(text.slice(open + 1, close));
  if (operator) return method(`operator${operator[1]!.replaceAll(' ', '')}`, head, parameters);
  const name = /\b[A-Za-z_]\w*$/.exec(head)?.[0];
  if (name === undefined || name === 'operator' || /\boperator\b/.test(head)) return null;
  const before = head.slice(0, -name.length);
  if (before.replace(SPECIFIERS, '') !== '') return method(name, before, parameters);
  return name === className ? { name, returns: null, parameters } : null;
}

/** Without `[[nodiscard]]` and the like. */
function withoutAttributes(text: string): string {
  let plain = text;
  while (plain.startsWith('[[') && plain.includes(']]'))
    plain = plain.slice(plain.indexOf(']]') + 2).trimStart();
  return plain;
}

function method(name: string, before: string, parameters: ClassMethod['parameters']): ClassMethod | null {
  const returns = before.replace(SPECIFIERS, '').trim();
  return !/^[A-Za-z_:]/.test(returns) || /\bauto\b|::$/.test(returns) ? null : { name, returns, parameters };
}

/** The first one outside of angle brackets, or -1. */
function openingParenthesis(text: string): number {
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/[<>(=]/g)) {
    if (mark === '<') depth++;
    else if (mark === '>') depth--;
    else if (depth === 0) return mark === '(' ? index : -1;
  }
  return -1;
}

function closingParenthesis(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

function parametersOf(text: string): (string | null)[] {
  const plain = text.trim();
  if (plain === '' || plain === 'void') return [];
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: mark, index } of plain.matchAll(/[<>(){},]/g)) {
    if ('<({'.includes(mark)) depth++;
    else if (mark !== ',') depth--;
    else if (depth === 0) {
      parts.push(plain.slice(from, index));
      from = index + 1;
    }
  }
  return [...parts, plain.slice(from)].map(typeOfParameter);
}

/** `const T & name[3] = T()`: without the default value and the brackets of an array. The name may remain. */
function typeOfParameter(text: string): string | null {
  const end = text.search(/[=[]/);
  const declared = (end < 0 ? text : text.slice(0, end)).trim();
  return declared === '' || /[()]/.test(declared) ? null : declared;
}
