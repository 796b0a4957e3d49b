/*
 * A type with template arguments is looked up by its text, such as `itk::Vector<float, 2>`. That text comes from the XML, where
 * only the spaces and the spelling of integers may be different.
 */

/**
 * The names that an XML must contain if a C++ type is looked up for it: its identifiers, and its templates whose arguments are
 * no templates. Names that every XML has, or that igenerator itself adds, are left out.
 */
export function namesOfType(type: string): string[] {
  const identifiers = (type.match(IDENTIFIER) ?? []).filter(
    (name) => !name.startsWith('_') && !ALWAYS.has(name),
  );
  const leaves = [...type.matchAll(LEAF)].map(([, name = '', args = '']) => leafTemplate(name, args));
  return [...identifiers, ...leaves.filter((leaf) => !leaf.startsWith('basic_string<'))];
}

const IDENTIFIER = /[A-Za-z_]\w*/g;
/** Other arguments, such as pointers, are not compared. */
const LEAF = /\b([A-Za-z]\w*)<([\w\s:,]*)>/g;

/** Fundamental types, whose spelling varies, and the names that igenerator itself puts into types. */
const ALWAYS = new Set(
  (
    'bool char double float int long short signed unsigned void const volatile wchar_t ' +
    'std string basic_string vector ostream istream itk'
  ).split(' '),
);

/** A template with its arguments in one form for all spellings: `Image<long unsigned int, 2u>` is `Image<long unsigned,2>`. */
export function leafTemplate(name: string, args: string): string {
  return `${name}<${args.split(',').map(canonicalArgument).join(',')}>`;
}

function canonicalArgument(argument: string): string {
  const words = argument.trim().split(/\s+/);
  if (!words.every((word) => INTEGER_WORDS.has(word))) return words.join(' ').replace(/^(\d+)[uUlL]+$/, '$1');
  const others = words.filter((word) => word !== 'int').sort();
  return others.length === 0 ? 'int' : others.join(' ');
}

const INTEGER_WORDS = new Set(['int', 'long', 'short', 'signed', 'unsigned', 'char']);
