import type { Include } from '../build-tree';
import type { Instantiation } from '../../shared/type-state';

const WRAPPERS = /\bnamespace\s+wrappers\s*\{/;

/**
 * Reads the aliases of a generated `castxml_inputs/<T>.cxx` (`using A = B;`, or `typedef B A;` in older builds), in order. A
 * truncated file gives the aliases that are complete before the cut.
 */
export function parseCxx(text: string): Instantiation[] {
  const aliases = declaredAliases(text);
  const types = new Map(aliases.map(({ name, cppType }) => [name, cppType]));
  return aliases.map(({ name, cppType, line }) => {
    const companionOf = companionName(name, cppType, types);
    return {
      name,
      cppType,
      className: classNameOf(cppType),
      line,
      ...(companionOf !== null && { companionOf }),
    };
  });
}

/** The aliases of such a file as they are written, in order. Lines are counted from 0. */
export function declaredAliases(text: string): { name: string; cppType: string; line: number }[] {
  // Aliases are in a namespace `wrappers`. A file without it (truncated, or written by hand) is searched as a whole.
  const wrappers = WRAPPERS.exec(text);
  const start = wrappers ? wrappers.index + wrappers[0].length : 0;
  const lines = new LineCounter(text);
  const aliases: { name: string; cppType: string; line: number }[] = [];
  let statement = start;
  const marks = /[;{}]/g;
  marks.lastIndex = start;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const at = mark.index;
    const alias = mark[0] === ';' ? aliasOf(text.slice(statement, at)) : null;
    if (alias)
      aliases.push({ name: alias.name, cppType: alias.cppType, line: lines.at(statement + alias.offset) });
    statement = at + 1;
  }
  return aliases;
}

/** The alias that a statement (without its semicolon) declares, and its `offset`. Null if it declares none. */
function aliasOf(statement: string): { name: string; cppType: string; offset: number } | null {
  // The form that ITK's macros write, on a separate line.
  const plain = /^\s*using (\w+)=(\S[^\s]*(?: \S+)*)$/.exec(statement);
  if (plain && /^[A-Za-z_]/.test(plain[1]!))
    return { name: plain[1]!, cppType: plain[2]!, offset: statement.indexOf('using') };
  const begin = /^[ \t]*(?=(?:using|typedef)\b)/m.exec(statement);
  if (!begin) return null;
  const offset = begin.index + begin[0].length;
  const body = statement.slice(offset).replace(/\s+/g, ' ').trim();
  const space = body.lastIndexOf(' ');
  const [name, cppType] = body.startsWith('using')
    ? [body.slice('using '.length, body.indexOf('=')), body.slice(body.indexOf('=') + 1)]
    : [body.slice(space + 1), body.slice('typedef '.length, space)];
  const alias = { name: name.trim(), cppType: cppType.trim(), offset };
  return /^[A-Za-z_]\w*$/.test(alias.name) && alias.cppType !== '' ? alias : null;
}

/** Reads the `#include` lines of a C++ file. */
export function parseIncludes(text: string): Include[] {
  const lines = new LineCounter(text);
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)/gm)].map((found) => ({
    file: found[1] ?? found[2] ?? '',
    system: found[2] !== undefined,
    line: lines.at(found.index),
  }));
}

/** The alias that an alias such as `itkFooIF2_Pointer` belongs to: `itkFooIF2`. Null for a main alias. */
function companionName(name: string, cppType: string, types: ReadonlyMap<string, string>): string | null {
  let owner = name.replace(/_(?:Pointer|ConstPointer|AutoPointer|Superclass)$/, '');
  if (owner !== name) while (owner.endsWith('_Superclass')) owner = owner.slice(0, -'_Superclass'.length);
  const ownType = owner === name ? undefined : types.get(owner);
  return ownType !== undefined && cppType.startsWith(ownType + '::') ? owner : null;
}

/**
 * The class of a type without its template arguments: `itk::Image` of `itk::Image< float,2 >`, and
 * `itk::Image::Pointer` of `itk::Image< float,2 >::Pointer`.
 */
export function classNameOf(type: string): string {
  let depth = 0;
  let name = '';
  let from = 0;
  for (let at = 0; at < type.length; at++) {
    const char = type.charCodeAt(at);
    if (char !== LESS && char !== GREATER) continue;
    if (depth === 0) name += type.slice(from, at);
    depth = char === LESS ? depth + 1 : Math.max(0, depth - 1);
    from = at + 1;
  }
  if (depth === 0) name += type.slice(from);
  return name.indexOf(' ') < 0 ? name : withoutSpace(name);
}

function withoutSpace(name: string): string {
  return name
    .split('::')
    .map((part) => part.trim())
    .join('::')
    .replace(/^(?:typename|class|struct|enum)\s+/, '');
}

const LESS = 0x3c;
const GREATER = 0x3e;
const COMMA = 0x2c;

/** The outermost template arguments of a type, trimmed; empty if it is not a template. */
export function templateArguments(type: string): string[] {
  const open = type.indexOf('<');
  const close = type.lastIndexOf('>');
  if (open < 0 || close < open) return [];
  const found: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = from; at < close; at++) {
    const char = type.charCodeAt(at);
    if (char === LESS) depth++;
    else if (char === GREATER) depth--;
    else if (char === COMMA && depth === 0) {
      found.push(type.slice(from, at).trim());
      from = at + 1;
    }
  }
  found.push(type.slice(from, close).trim());
  return found;
}

/** Line numbers, from 0, of offsets. It is fast if the offsets are ascending, and starts over if they are not. */
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
