import path from 'node:path';
import { fromByteString, toByteString } from '../cmake/bytes';
import type { Message, StackEntry } from '../cmake/host';
import type { Programs } from '../cmake/programs';
import type { Range } from '../util/text';
import type { TypeRecord, WrappingEvaluation } from './evaluation';
import type { Finding } from './observer';
import type { PredictedInstantiation, PredictedType, WrapDiagnostic } from './types';

type Severity = WrapDiagnostic['severity'];
type Draft = Omit<WrapDiagnostic, 'type' | 'severity'> & { severity?: Severity };

/** The mistakes in `.wrap` files that an evaluation shows; with `name`, of that type alone. See docs/diagnostics.md. */
export function findDiagnostics(
  evaluation: WrappingEvaluation,
  programs: Programs,
  describe: (name: string) => PredictedType | null,
  name?: string,
): WrapDiagnostic[] {
  const found: WrapDiagnostic[] = [];
  const one = name === undefined ? undefined : evaluation.types.get(toByteString(name));
  const records = name === undefined ? evaluation.types.values() : one === undefined ? [] : [one];
  for (const record of records) {
    const typeName = fromByteString(record.name);
    const drafts = [
      ...syntaxProblems(record, programs),
      ...record.messages.flatMap((message) => ofMessage(message)),
      ...record.observer.findings.map(ofFinding),
      ...(mayBeWrong(record.aliases) ? ofInstantiations(describe(typeName)?.instantiations ?? []) : []),
    ];
    for (const draft of drafts) found.push({ severity: 'error', ...draft, type: typeName });
  }
  if (name !== undefined) return found;
  const outside = [
    ...evaluation.messages.flatMap((message) => ofMessage(message)),
    ...evaluation.findings.map(ofFinding),
    ...dottedNames(evaluation),
  ];
  for (const draft of outside) found.push({ severity: 'error', ...draft, type: null });
  return found;
}

function syntaxProblems(record: TypeRecord, programs: Programs): Draft[] {
  const file = fromByteString(record.wrap);
  return programs.errors(record.wrap).map(({ message, range }) => ({
    code: 'syntax',
    message,
    location: { file, range },
    related: [],
  }));
}

/** What CMake says inside a macro belongs to the line of the `.wrap` file that called it. */
function ofMessage({ mode, text, stack }: Message): Draft[] {
  const isError = mode === 'FATAL_ERROR' || mode === 'SEND_ERROR';
  const said = fromByteString(text);
  const nothing = /^Warning: No template declared for (.*?)\. /.exec(said);
  if (!isError && mode !== 'WARNING' && nothing === null) return [];
  const at =
    stack.find(({ file }) => file.endsWith('.wrap')) ?? stack.find(({ file }) => MODULE_FILE.test(file));
  if (at === undefined || at.call === null) return [];
  const related = stack
    .slice(0, stack.indexOf(at))
    .map((entry) => ({ message: entry.command, location: locationOf(entry, null) }));
  const known = KNOWN.find(({ pattern }) => pattern.test(said));
  const match = known?.pattern.exec(said);
  return [
    {
      code: known?.code ?? (isError ? 'cmake-error' : 'cmake-warning'),
      severity: known?.severity ?? (isError ? 'error' : 'warning'),
      message: known && match ? known.say(match) : said,
      location: locationOf(at, match?.[1] ?? null),
      related,
    },
  ];
}

const MODULE_FILE = /\/wrapping\/CMakeLists\.txt$/;

/** Messages of ITK's macros and of CMake that have a code of their own. */
const KNOWN: {
  pattern: RegExp;
  code: string;
  severity?: Severity;
  say: (match: RegExpExecArray) => string;
}[] = [
  {
    pattern: /Invalid option '(.*?)'\. Possible values are (.*)/s,
    code: 'invalid-method',
    say: ([, method, values]) =>
      `${method} is no way to wrap a class. Use one of ${values!.replaceAll(';', ', ')}.`,
  },
  {
    pattern: /No image type for '(\w*[^\w'][^']*)' pixels is known/,
    code: 'invalid-dimensions',
    say: ([, text]) => `${text} is no condition on dimensions. Write 3, "2;3" or 2+.`,
  },
  {
    pattern: /No image type for '(.*?)' pixels is known/,
    code: 'unknown-pixel-type',
    say: ([, pixel]) =>
      `No images of ${pixel === '' ? 'an empty pixel type' : pixel} are known with the options of this build.`,
  },
  {
    pattern: /^Unknown CMake command "(.*?)"/,
    code: 'unknown-command',
    say: ([, name]) => `There is no command, macro or function ${name}.`,
  },
  {
    pattern: /^Module (?:[^/]*\/)*([^/]+?)\.wrap (?:or|not) /,
    code: 'type-without-file',
    say: ([, name]) =>
      `WRAPPER_SUBMODULE_ORDER names ${name}, but there is no ${name}.wrap beside this file.`,
  },
  {
    pattern: /^Warning: No template declared for (.*?)\. /,
    code: 'nothing-wrapped',
    severity: 'information',
    say: ([, name]) => `Nothing is wrapped of ${name} with the options of this build.`,
  },
];

/** Where a command stands; on the argument that is `text`, where one is. */
function locationOf({ file, call, line }: StackEntry, text: string | null): WrapDiagnostic['location'] {
  const argument = text === null ? undefined : call?.args.find((candidate) => candidate.text === text);
  const start = { line: line - 1, character: 0 };
  const range: Range = argument?.range ?? call?.range ?? { start, end: start };
  return { file: fromByteString(file), range };
}

function ofFinding({ code, file, range, subject, related }: Finding): Draft {
  const { severity, say, also } = FINDINGS[code];
  return {
    code,
    severity,
    message: say(subject),
    location: { file, range },
    related: related === null ? [] : [{ message: also ?? '', location: related }],
  };
}

const FINDINGS: Record<
  Finding['code'],
  { severity: Severity; say: (subject: string) => string; also?: string }
> = {
  'undefined-type': {
    severity: 'error',
    say: (name) => `${name} is not defined with the options of this build, so the C++ gets a hole here.`,
  },
  'unknown-variable': {
    severity: 'warning',
    say: (name) => `${name} is not set here: it stands for nothing.`,
  },
  'template-outside-class': {
    severity: 'error',
    say: () => 'No class is open here: this adds to the class before, even to that of another file.',
  },
  'unclosed-class': {
    severity: 'error',
    say: (name) => `${name} is not closed: itk_end_wrap_class() is missing.`,
    also: 'the next class begins here',
  },
  'end-without-class': { severity: 'warning', say: () => 'No class is open here.' },
  'misspelt-order': {
    severity: 'warning',
    say: (name) => `${name} is never read: the order is given by WRAPPER_SUBMODULE_ORDER.`,
  },
  'order-before-module': {
    severity: 'warning',
    say: (name) => `itk_wrap_module() forgets ${name}: set it behind that.`,
  },
  'duplicate-type': {
    severity: 'error',
    say: (name) => `Another module has a ${name}.wrap: the two overwrite each other’s files.`,
    also: 'the other one',
  },
};

const HOLE = /[<,]\s*[,>]/;
const USING = 'using ';

/** Whether a look at the aliases one by one, which takes longer, may show a mistake. */
function mayBeWrong(aliases: string): boolean {
  if (HOLE.test(aliases) || aliases.includes('typedef')) return true;
  const names = new Set<string>();
  for (let at = aliases.indexOf(USING); at >= 0; at = aliases.indexOf(USING, at)) {
    const begin = at + USING.length;
    at = aliases.indexOf('=', begin);
    if (at < 0) return true;
    const name = aliases.slice(begin, at);
    if (names.has(name)) return true;
    names.add(name);
  }
  return false;
}

/** Two aliases of one name for different types, and holes in the C++. */
function ofInstantiations(instantiations: readonly PredictedInstantiation[]): Draft[] {
  const drafts: Draft[] = [];
  const first = new Map<string, PredictedInstantiation>();
  const marked = new Set<string>();
  const mark = (
    code: string,
    instantiation: PredictedInstantiation,
    draft: Omit<Draft, 'code' | 'location'>,
  ): void => {
    const { location } = instantiation.origin!;
    const key = `${code} ${location.range.start.line}`;
    if (!marked.has(key)) drafts.push({ code, location, ...draft });
    marked.add(key);
  };
  for (const instantiation of instantiations) {
    const { name, cppType, origin } = instantiation;
    const other = first.get(name);
    if (other === undefined) first.set(name, instantiation);
    if (origin === null) continue;
    if (HOLE.test(cppType))
      mark('empty-template-argument', instantiation, {
        message: `A template argument is empty: ${cppType}.`,
        related: [],
      });
    if (other !== undefined && other.cppType !== cppType)
      mark('duplicate-mangle', instantiation, {
        message: `${name} is wrapped twice, for ${other.cppType} and for ${cppType}.`,
        related:
          other.origin === null ? [] : [{ message: 'wrapped here first', location: other.origin.location }],
      });
  }
  return drafts;
}

/** CMake cuts a file's name at its first dot. */
function dottedNames(evaluation: WrappingEvaluation): Draft[] {
  const drafts: Draft[] = [];
  const start = { line: 0, character: 0 };
  for (const { dir } of evaluation.modules.values())
    for (const file of evaluation.interpreter.files.list(dir)) {
      if (!file.endsWith('.wrap') || !file.slice(0, -5).includes('.')) continue;
      const name = fromByteString(file);
      drafts.push({
        code: 'type-name-cut',
        message: `CMake reads the name ${name} up to its first dot and looks for ${name.split('.')[0]}.wrap.`,
        location: { file: path.join(fromByteString(dir), name), range: { start, end: start } },
        related: [],
      });
    }
  return drafts;
}
