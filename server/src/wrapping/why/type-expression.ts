/** A type as somebody wrote it: a name with template arguments, such as `itk.Image[itk.F,2]` or `itk::Image<float, 2>`. */
export interface TypeExpression {
  /** Without `itk.`: `Image`, `F`, `itk::Image`, `unsigned char`, `4`. */
  name: string;
  /** Null if no brackets follow the name. */
  args: readonly TypeExpression[] | null;
}

/**
 * Parses a list of types in the syntax of Python or C++, in any mixture. Null if the text is not such a list. The text may come
 * from anywhere, so its length and nesting are bounded.
 */
export function parseTypes(text: string): TypeExpression[] | null {
  if (text.length > MAX_LENGTH) return null;
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token.trim()).filter((token) => token !== '');
  const reader = { tokens, at: 0, depth: 0 };
  const types = listOf(reader);
  return types !== null && reader.at === tokens.length ? types : null;
}

const MAX_LENGTH = 10_000;
const MAX_DEPTH = 20;
/** Words that C++ separates by spaces form one name. */
const TOKEN = /[\w.:]+(?:[ \t]+[\w.:]+)*|\S|\s+/g;
const OPEN: Readonly<Record<string, string>> = { '[': ']', '<': '>' };

interface Reader {
  tokens: readonly string[];
  at: number;
  depth: number;
}

function listOf(reader: Reader): TypeExpression[] | null {
  const types: TypeExpression[] = [];
  for (;;) {
    const type = typeOf(reader);
    if (type === null) return null;
    types.push(type);
    if (reader.tokens[reader.at] !== ',') return types;
    reader.at++;
  }
}

function typeOf(reader: Reader): TypeExpression | null {
  const { tokens } = reader;
  const type = namedType(reader);
  // Whether a type is a pointer makes no difference to Python.
  while (type !== null && tokens[reader.at] === '*') reader.at++;
  return type;
}

function namedType(reader: Reader): TypeExpression | null {
  const { tokens } = reader;
  // Python shows a class as `<class 'itk.itkImagePython.itkImageF2'>`.
  if (tokens[reader.at] === '<' && tokens[reader.at + 1] === 'class') return shownClass(reader);
  const name = tokens[reader.at];
  if (name === undefined || !/^[\w.:]/.test(name)) return null;
  reader.at++;
  const type: TypeExpression = { name: plainName(name), args: null };
  const close = OPEN[tokens[reader.at] ?? ''];
  if (close === undefined) return type;
  if (++reader.depth > MAX_DEPTH) return null;
  reader.at++;
  const args = listOf(reader);
  if (args === null || tokens[reader.at] !== close) return null;
  reader.at++;
  reader.depth--;
  return { ...type, args };
}

function shownClass(reader: Reader): TypeExpression | null {
  const [, , open, name, end, close] = reader.tokens.slice(reader.at);
  if (open !== "'" || name === undefined || end !== "'" || close !== '>') return null;
  reader.at += 6;
  return { name: name.slice(name.lastIndexOf('.') + 1), args: null };
}

/** The name without Python's module and C++'s qualifiers. */
function plainName(name: string): string {
  return name
    .replace(/\s+/g, ' ')
    .replace(/\b(?:const|class|struct|typename) /g, '')
    .replace(/^itkCType /, '')
    .replace(/^(?:itk|types)\./, '')
    .replace(/^::/, '');
}
