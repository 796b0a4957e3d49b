import { parseTypes, type TypeExpression } from './type-expression';

/** What somebody asks for: an instantiation, a class or a wrapped name. */
export interface Query {
  type: TypeExpression;
  /** The arguments may be only the first ones: Python names the types of the inputs, not all template arguments. */
  isPartial: boolean;
}

/**
 * Reads a query: a Python expression, a C++ type, a wrapped name, or a message or traceback of `itk`. Null if it names nothing.
 * The messages are those of ITK 4.13 to 6 (`Wrapping/Generators/Python/itk/support`).
 */
export function parseQuery(text: string): Query | null {
  for (const { pattern, query } of MESSAGES) {
    const match = pattern.exec(text);
    const found = match && query(match.groups ?? {}, text);
    if (found) return found;
  }
  return expression(text) ?? lastCall(text);
}

interface MessageKind {
  pattern: RegExp;
  query: (groups: Readonly<Record<string, string | undefined>>, text: string) => Query | null;
}

const MESSAGES: readonly MessageKind[] = [
  {
    // itk.MedianImageFilter is not wrapped for input type `itk.Image[itk.D,4]`.
    pattern: /(?<![\w.])(?<name>[\w.]+) is not wrapped for input type `(?<args>[^`\n]{1,2000})`/,
    query: ({ name, args }, text) => (args === 'None' ? lastCall(text) : null) ?? called(name, args),
  },
  {
    // itkTemplate : No template (<class 'itkImagePython.itkImageD4'>, …) for the itk::MedianImageFilter class
    pattern: /No template [[(]?(?<args>.{1,2000}?),?[\])]? for the (?<name>[\w:]+) class/,
    query: ({ name, args }) => called(name, args),
  },
  {
    // Unknown parameter 'itk::Image<double,4>' in template 'itk::MedianImageFilter'
    pattern: /Unknown parameter '(?<type>[^'\n]{1,2000})' in template/,
    query: ({ type }) => expression(type ?? ''),
  },
  {
    // Warning 401: Nothing known about base class 'itk::ImageSource< itk::Image< double,4 > >'. Ignored.
    pattern: /Nothing known about (?:base class|namespace) '(?<type>[^'\n]{1,2000})'/,
    query: ({ type }) => expression(type ?? ''),
  },
  {
    // module 'itk' has no attribute 'FooFilter'; 'LazyITKModule' object has no attribute 'FooFilter'
    pattern: /(?:module '?itk'?|LazyITKModule'? object) has no attribute '(?<name>\w+)'/,
    query: ({ name }) => expression(name ?? ''),
  },
  {
    // Can't downcast to a specialization of MedianImageFilter
    pattern: /Can't downcast to a specialization of (?<name>[\w.:]+)/,
    query: ({ name }) => expression(name ?? ''),
  },
];

/** `itk.Name.New(…)` and `itk.Name[…]` mean the class or the instantiation. */
function expression(text: string): Query | null {
  const written = text
    .trim()
    .replace(/^[\w.]+\s*=\s*(?=itk\.)/, '')
    .replace(/(?:\.New)?\([^()]*\)$/, '')
    .replace(/\.New$/, '');
  const types = parseTypes(written);
  const [type] = types ?? [];
  if (types?.length !== 1 || type === undefined || !/^[A-Za-z_]/.test(type.name)) return null;
  return { type, isPartial: false };
}

function called(name = '', args = ''): Query | null {
  const [type] = parseTypes(name) ?? [];
  const types = parseTypes(args.replace(/<itkCType ([\w ]+)>/g, '$1').replace(/,\s*$/, ''));
  if (type === undefined || types === null) return null;
  return { type: { name: type.name, args: types }, isPartial: true };
}

/** The last expression of `itk` in the source lines of a traceback. One with template arguments says most. */
function lastCall(text: string): Query | null {
  const lines = text.split('\n').filter((line) => !/\braise\b|\bitk\.support\b|is not wrapped/.test(line));
  const calls = [...lines.join('\n').matchAll(/\bitk\.([A-Za-z]\w*)(\[[^\n]{0,500})?/g)]
    .map(([, name = '', rest]) => ({ name, args: rest === undefined ? '' : balanced(rest) }))
    .reverse();
  for (const { name, args } of [
    ...calls.filter((call) => call.args),
    ...calls.filter((call) => call.args === ''),
  ]) {
    const found = expression(`${name}${args ?? ''}`);
    if (found) return found;
  }
  return null;
}

/** The text up to the bracket that closes its first one. Null if it stays open. */
function balanced(text: string): string | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '[') depth++;
    else if (text[at] === ']' && --depth === 0) return text.slice(0, at + 1);
  }
  return null;
}
