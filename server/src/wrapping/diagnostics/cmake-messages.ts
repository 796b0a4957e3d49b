import { fromByteString } from '../../cmake/values/byte-string';
import type { Message, StackEntry } from '../../cmake/runtime/message';
import type { Location, Range } from '../../shared/text-range';
import type { DiagnosticCode } from './diagnostic-kinds';
import { newNameOfMacro } from './old-macros';
import type { WrapDiagnostic } from '../evaluation/predicted';

/** A diagnostic before it has its severity, which is that of its kind unless it brings its own. */
export interface Draft extends Omit<WrapDiagnostic, 'type' | 'severity'> {
  severity?: WrapDiagnostic['severity'];
  /** The name that is not known, if that is what it says. */
  unknown?: string;
}

/** A cache entry that a message names: its value, and where a person can change it. */
export interface Option {
  name: string;
  value: string;
  /** Its line in CMakeCache.txt; null for one that was given on the command line. */
  location: Location | null;
}

/**
 * What CMake says while it evaluates the wrapping, as diagnostics. An error inside a macro belongs to the line of the `.wrap`
 * file that called it, else to that of the module's CMakeLists.txt, else to the options that it names.
 * @param optionsNamed the options of the build that a text names
 */
export function ofMessages(
  messages: readonly Message[],
  optionsNamed: (text: string) => readonly Option[] = () => [],
): Draft[] {
  return withoutRepetition(messages.flatMap((message) => ofMessage(message, optionsNamed)));
}

function ofMessage(
  { mode, text, stack }: Message,
  optionsNamed: (text: string) => readonly Option[],
): Draft[] {
  const isError = mode === 'FATAL_ERROR' || mode === 'SEND_ERROR';
  const said = fromByteString(text);
  // configure_file() has said why before.
  if (said === 'configure_file Problem configuring file') return [];
  const known = KNOWN.find(({ pattern }) => pattern.test(said));
  const match = known?.pattern.exec(said);
  if (!isError && mode !== 'WARNING' && known?.code !== 'nothing-wrapped') return [];
  const own =
    stack.find(({ file }) => file.endsWith('.wrap')) ?? stack.find(({ file }) => MODULE_FILE.test(file));
  const at = own ?? (isError ? stack[0] : undefined);
  if (at === undefined || at.call === null) return [];
  const options = own === undefined ? optionsNamed(said) : [];
  const changeable = options.flatMap(({ location }) => (location === null ? [] : [location]));
  const place = locationOf(at, match?.[1] ?? null);
  const calls = stack
    .slice(0, stack.indexOf(at))
    .map((entry) => ({ message: entry.command, location: locationOf(entry, null) }));
  return [
    {
      code: known?.code ?? (isError ? 'cmake-error' : 'cmake-warning'),
      message: (known && match ? known.say(match) : said) + valuesOf(options),
      ...(known?.code === 'unknown-command' && match?.[1] !== undefined && { unknown: match[1] }),
      location: changeable[0] ?? place,
      related: changeable.length > 0 ? [{ message: at.command, location: place }] : calls,
    },
  ];
}

const MODULE_FILE = /\/wrapping\/CMakeLists\.txt$/;

const valuesOf = (options: readonly Option[]): string =>
  options.length === 0
    ? ''
    : ` (${options.map(({ name, value }) => `${name} is ${value === '' ? 'empty' : value}`).join(', ')})`;

/** What is said of a class without templates. */
export function nothingWrapped(className: string): string {
  return `Nothing of ${className} is wrapped with the options of this build.`;
}

/** Messages of ITK's macros and of CMake that have a code of their own. */
const KNOWN: { pattern: RegExp; code: DiagnosticCode; say: (match: RegExpExecArray) => string }[] = [
  {
    pattern: /Invalid option '(.*?)'\. Possible values are (.*)/s,
    code: 'invalid-method',
    say: ([, method, values]) =>
      `${method || 'An empty text'} is not a wrap method. Use one of ${values!.replaceAll(';', ', ')}.`,
  },
  {
    pattern: /No image type for '(\w*[^\w'][^']*)' pixels is known/,
    code: 'invalid-dimensions',
    say: ([, text]) =>
      `“${text}” is not a valid condition on dimensions. Use a number (3), a list ("2;3") or a minimum (2+).`,
  },
  {
    pattern: /No image type for '(.*?)' pixels is known/,
    code: 'unknown-pixel-type',
    say: ([, pixel]) =>
      `No image type with ${pixel === '' ? 'an empty pixel type' : `the pixel type ${pixel}`} is known with the options of this build.`,
  },
  {
    pattern: /^Unknown CMake command "(.*?)"/,
    code: 'unknown-command',
    say: ([, name]) => {
      const now = newNameOfMacro(name!);
      return now === null
        ? `There is no command, macro or function ${name}.`
        : `${name}() is a macro of older ITK versions: use ${now}().`;
    },
  },
  {
    pattern: /^Module (?:[^/]*\/)*([^/]+?)\.wrap (?:or|not) /,
    code: 'type-without-file',
    say: ([, name]) =>
      `WRAPPER_SUBMODULE_ORDER lists ${name}, but there is no ${name}.wrap beside this file.`,
  },
  {
    pattern: /^Warning: No template declared for (.*?)\. /,
    code: 'nothing-wrapped',
    say: ([, name]) => nothingWrapped(name!),
  },
];

/** The place of a command; of its argument that reads `text`, if there is one. */
function locationOf({ file, call, line }: StackEntry, text: string | null): Location {
  const argument = text === null ? undefined : call?.args.find((candidate) => candidate.text === text);
  const start = { line: line - 1, character: 0 };
  const range: Range = argument?.range ?? call?.range ?? { start, end: start };
  return { file: fromByteString(file), range };
}

/** One command in a loop may fail many times: the first time stays, with the number of the others. */
function withoutRepetition(drafts: readonly Draft[]): Draft[] {
  const byPlace = new Map<string, { draft: Draft; texts: Set<string> }>();
  for (const draft of drafts) {
    const { code, message, location } = draft;
    const { start } = location.range;
    // One command loads all types of an order: each that has no file is a mistake of its own.
    const own = code === 'type-without-file' ? message : '';
    const key = `${code} ${location.file} ${start.line}:${start.character} ${own}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, { draft, texts: new Set([message]) });
    else known.texts.add(message);
  }
  return [...byPlace.values()].map(({ draft, texts }) =>
    texts.size === 1
      ? draft
      : { ...draft, message: `${draft.message} (and ${texts.size - 1} more like it on this line)` },
  );
}
