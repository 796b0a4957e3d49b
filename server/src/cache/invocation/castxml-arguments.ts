import type { WantedDepfile } from '../inputs/depfile';
import { decodePath } from '../inputs/path-bytes';

/** The parts of the launcher's command line. Absent parts are null. */
export interface ParsedArguments {
  castxml: string;
  outputXml: string | null;
  /** The response file, `@F` without the `@`. */
  incFile: string | null;
  cxxFile: string | null;
  /** All arguments after the binary, in order. */
  passthrough: string[];
  noCache: boolean;
}

/** Separates `--depfile FILE TARGET`, which may be in front of the program. Null if it is incomplete. */
export function separateDepfile(
  argv: readonly string[],
): { rest: readonly string[]; depfile?: WantedDepfile } | null {
  const at = argv[0] === '--no-cache' ? 1 : 0;
  if (argv[at] !== '--depfile') return { rest: argv };
  const [file, target] = [argv[at + 1], argv[at + 2]];
  if (file === undefined || target === undefined) return null;
  return { rest: [...argv.slice(0, at), ...argv.slice(at + 3)], depfile: { file, target } };
}

/** Reads `[--no-cache] CASTXML ARGS...`. If there are several sources or response files, the last one counts. */
export function parseArguments(argv: readonly string[]): ParsedArguments {
  const noCache = argv[0] === '--no-cache';
  const [castxml = '', ...passthrough] = noCache ? argv.slice(1) : argv;
  const parsed: ParsedArguments = {
    castxml,
    outputXml: null,
    incFile: null,
    cxxFile: null,
    passthrough,
    noCache,
  };
  for (let i = 0; i < passthrough.length; i++) {
    const argument = passthrough[i] ?? '';
    if (argument === '-o') {
      const value = passthrough[i + 1];
      if (value !== undefined) parsed.outputXml = value;
      i++;
    } else if (argument.startsWith('@')) parsed.incFile = argument.slice(1);
    else if (argument.endsWith('.cxx')) parsed.cxxFile = argument;
  }
  return parsed;
}

/** The arguments in the L1 key: without `-o`, its value, and any `.xml`. */
export function keyArguments(passthrough: readonly string[]): string[] {
  return without(passthrough, (argument) => (argument === '-o' ? 2 : argument.endsWith('.xml') ? 1 : 0));
}

/** The arguments of `castxml -E`, which writes the preprocessed text to `output`. */
export function preprocessArguments(passthrough: readonly string[], output: string): string[] {
  const kept = without(passthrough, (argument) => {
    if (argument === '-o' || argument === '--castxml-start') return 2;
    if (argument.startsWith('--castxml-output') || argument.startsWith('--castxml-start')) return 1;
    return argument.endsWith('.xml') ? 1 : 0;
  });
  return [...kept, '-E', '-o', output];
}

/**
 * The flags that affect the XML beyond the preprocessed text: every argument and response-file flag except file names,
 * preprocessor flags (-I, -D, -U and similar), and warnings.
 */
export function semanticFlags(passthrough: readonly string[], response: ResponseFile): string[] {
  const flags = without(passthrough, (argument) => {
    if (argument === '-o') return 2;
    return argument.endsWith('.xml') || argument.endsWith('.cxx') || argument.startsWith('@') ? 1 : 0;
  });
  return preprocessorFlagsLeftOut([...flags, '\0', ...response.flat()]);
}

const TAKES_DIRECTORY = /^-(?:I|isystem|iquote|idirafter|iwithprefix|iwithprefixbefore|imacros|include|D|U)$/;
const PREPROCESSOR = /^-(?:I|isystem|iquote|idirafter|iwithprefix|imacros|include|D|U|W|w$|Q)/;

function preprocessorFlagsLeftOut(flags: readonly string[]): string[] {
  return without(flags, (flag) => (TAKES_DIRECTORY.test(flag) ? 2 : PREPROCESSOR.test(flag) ? 1 : 0));
}

/**
 * The compiler that castxml emulates, from `--castxml-cc-gnu c++` or `--castxml-cc-gnu ( c++ FLAGS )`. Null if there is
 * none.
 */
export function emulatedCompiler(passthrough: readonly string[]): string | null {
  const at = passthrough.findIndex((argument) => /^--castxml-cc-[a-z-]+$/.test(argument));
  if (at < 0) return null;
  const next = passthrough[at + 1];
  return (next === '(' ? passthrough[at + 2] : next) ?? null;
}

/**
 * The include directories that the contract's fingerprint covers: `-IDIR`, `-isystemDIR` or `-isystem DIR`, quoted or not,
 * one per line. Each is returned once, in order.
 */
export function includeDirectories(response: ResponseFile): readonly string[] {
  const known = directoriesOf.get(response);
  if (known) return known;
  const found = new Set<string>();
  for (const tokens of response) {
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] ?? '';
      if (token.startsWith('-I') && token.length > 2) found.add(token.slice(2));
      else if (token === '-isystem' && tokens[i + 1]) found.add(tokens[++i] ?? '');
      else if (token.startsWith('-isystem') && token.length > 8) found.add(token.slice(8));
    }
  }
  const directories = [...found];
  directoriesOf.set(response, directories);
  return directories;
}

const directoriesOf = new WeakMap<ResponseFile, readonly string[]>();

const SEARCH_FLAG = /^-(?:I|isystem|iquote|idirafter|F)(.*)$/;

/** Every directory from `-I` and similar flags in the arguments and the response file, as written. */
export function searchDirectories(passthrough: readonly string[], response: ResponseFile): string[] {
  const found = new Set<string>();
  const tokens = [...passthrough, ...response.flat()];
  for (let i = 0; i < tokens.length; i++) {
    const match = SEARCH_FLAG.exec(tokens[i] ?? '');
    const directory = match?.[1] ? match[1] : match ? tokens[++i] : undefined;
    if (directory) found.add(directory.replace(/^=/, ''));
  }
  return [...found];
}

/** Response files other than the one in the key: further `@F` arguments, and those that the response file itself names. */
export function furtherResponseFiles(passthrough: readonly string[], response: ResponseFile): string[] {
  const named = passthrough
    .filter((argument) => argument.startsWith('@'))
    .map((argument) => argument.slice(1));
  const nested = response.flat().filter((token) => token.startsWith('@') && token.length > 1);
  return [...named.slice(0, -1), ...nested.map((token) => token.slice(1))];
}

/** The words of a response file, line by line. */
export type ResponseFile = readonly (readonly string[])[];

/** Splits the content of a response file into words. */
export function parseResponseFile(bytes: Buffer): ResponseFile {
  if (lastParsed?.bytes.equals(bytes)) return lastParsed.response;
  const response = decodePath(bytes)
    .split(/\r\n|\n|\r/)
    .map(lineTokens);
  lastParsed = { bytes, response };
  return response;
}

/** The types of a module are processed one after the other, and have the same flags. */
let lastParsed: { bytes: Buffer; response: ResponseFile } | null = null;

const ONE_QUOTED_WORD = /^"[^"\\]*"$/;

/** The words of one line of a response file. Quotes and backslashes have the same meaning as in clang. */
function lineTokens(line: string): string[] {
  // Nearly every line from CMake has this form.
  if (ONE_QUOTED_WORD.test(line)) return [line.slice(1, -1)];
  const tokens: string[] = [];
  const word = /(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:[^\s"'\\]|\\.)+))/g;
  let end = -1;
  for (let match = word.exec(line); match; match = word.exec(line)) {
    const text = (match[1] ?? match[2] ?? match[3] ?? '').replace(/\\(["\\\s])/g, '$1');
    // Quoted and bare pieces without a space between them form one word.
    if (match.index === end) tokens.push((tokens.pop() ?? '') + text);
    else tokens.push(text);
    end = word.lastIndex;
  }
  return tokens;
}

/** Removes items. `drop` returns the number of items to remove, beginning with the current one. */
function without(items: readonly string[], drop: (item: string) => number): string[] {
  const kept: string[] = [];
  for (let i = 0; i < items.length;) {
    const item = items[i] ?? '';
    const count = drop(item);
    if (count === 0) kept.push(item);
    i += Math.max(count, 1);
  }
  return kept;
}
