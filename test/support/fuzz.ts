import fc from 'fast-check';
import { definitionsInHeader } from '../../server/src/wrapping/types/class-definition';
import { publicMethods } from '../../server/src/wrapping/types/class-methods';
import { macroDefinitions } from '../../server/src/wrapping/types/macro-definitions';
import { parseCppType } from '../../server/src/wrapping/types/cpp-type';
import { classesInHeader } from '../../server/src/wrapping/headers/header-classes';
import { compileRegex, RegexSyntaxError } from '../../server/src/cmake/values/regex';
import { builtins } from '../../server/src/cmake/commands';
import { Disk } from '../../server/src/host/disk';
import { DEFAULT_LIMITS, LimitError } from '../../server/src/cmake/values/evaluation-limits';
import { Interpreter } from '../../server/src/cmake/runtime/interpreter';
import type { CMakeParser } from '../../server/src/cmake/syntax/parse';
import { ScriptCache } from '../../server/src/cmake/runtime/script-cache';
import { createState } from '../../server/src/cmake/runtime/scopes/state';
import { parseCMakeCache } from '../../server/src/build/cmake-cache';
import { parseCxx, parseIncludes } from '../../server/src/build/inputs/castxml-cxx';
import { parseInc } from '../../server/src/build/inputs/castxml-inc';
import { parseMakefile } from '../../server/src/build/generators/makefile-rules';
import { parseNinjaLog } from '../../server/src/build/generators/ninja-log';
import { formatText } from '../../server/src/cmake/format/format';
import { ITK_FORMAT_OPTIONS } from '../../server/src/cmake/format/options';
import { factsOf } from '../../server/src/wrapping/index/script-facts';
import { documentSymbols } from '../../server/src/lsp/features/document-symbols';

/** A reader of untrusted text. It throws only the errors that it documents. */
export interface Target {
  name: string;
  run: (text: string) => void;
}

/** Words with a meaning for one of the readers. Most random text has no meaning. */
const WORDS = [
  'if(a)',
  'endif()',
  'else()',
  'foreach(i RANGE 9)',
  'endforeach()',
  'macro(m x)',
  'endmacro()',
  'while(1)',
  'endwhile()',
  'set(x "${x}${x}")',
  'set(x a;b;c)',
  'list(APPEND x ${x})',
  'list(SORT x)',
  'string(REPEAT "${x}" 99999 x)',
  'string(REGEX MATCHALL "(a|aa)+c*" x "${x}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")',
  'string(REPLACE a "${x}" x "${x}aaaa")',
  'string(JOIN "${x}" x a b c d)',
  'file(READ /dev/zero x)',
  'file(GLOB_RECURSE x /proc/self/*)',
  'include(/dev/zero)',
  'math(EXPR x "((1<<63)*9)")',
  'm(${x})',
  'itk_wrap_class("itk::A" POINTER)',
  'itk_end_wrap_class()',
  'itk_wrap_template("a" "b")',
  '"',
  '\\',
  '$',
  '${',
  '}',
  '(',
  ')',
  '[[',
  ']]',
  '[=[',
  '#',
  '#[[',
  ';',
  '\n',
  '\r',
  '\t',
  ' ',
  '\0',
  'é',
  '😀',
  '/*',
  '*/',
  '//',
  'class A',
  'struct B : public C<D>',
  'template <',
  '<',
  '>',
  'namespace a {',
  '{',
  '\\brief x',
  ' *',
  'typedef a b;',
  'using a=b<c>;',
  '#include "a.h"',
  '-I/a',
  'V = $(V)$(V)',
  'a: b',
  '\tcastxml --castxml-start $(V)',
  'X:STRING=1',
  '0\t1\t2\tx\ty',
  'ITK_EXPORT',
  '_EXPORT',
  'alignas(',
];

const texts: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...WORDS) }, fc.string({ maxLength: 6 })), {
      maxLength: 30,
    }),
    fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 3000 })),
    fc.constantFrom('', ' ', '\n'),
    fc.constantFrom(...WORDS),
  )
  // Repeats the same text, because that is what makes slow readers slow.
  .map(([words, times, glue, end]) => (words.join(glue) + glue).repeat(times).slice(0, 150_000) + end);

const patterns = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      '(a|aa)',
      '(a+)',
      '[^b]',
      '.',
      '*',
      '+',
      '?',
      '|',
      '(',
      ')',
      '^',
      '$',
      'a*',
      '(b|)',
    ),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(''));

/** Everything that is fuzzed. */
export function targets(parser: CMakeParser): Target[] {
  const parse = (text: string) => parser.parseScript(text);
  return [
    { name: 'headers', run: (text) => void classesInHeader(text) },
    { name: 'classes', run: (text) => void definitionsInHeader(text) },
    {
      name: 'methods',
      run: (text) => void publicMethods(`public: ${text}`, 'Foo', macroDefinitions([text])),
    },
    { name: 'C++ types', run: (text) => void parseCppType(text) },
    {
      name: 'files of a build',
      run: (text) => {
        parseCMakeCache(text);
        parseCxx(text);
        parseIncludes(text);
        parseInc(text, '/b');
        parseMakefile(text);
        parseNinjaLog(text, '/b');
      },
    },
    {
      name: 'scripts',
      run: (text) => {
        const script = parse(text);
        documentSymbols(script, factsOf('/w/itkA.wrap', script));
        formatText(text, ITK_FORMAT_OPTIONS);
      },
    },
    { name: 'evaluation', run: (text) => evaluate(text, parse) },
  ];
}

/** Stops after half a second of its own time. If it takes longer than the test allows, the limits do not work. */
function evaluate(text: string, parse: CMakeParser['parseScript']): void {
  const disk = new Disk();
  disk.overlay('/fuzz/CMakeLists.txt', text);
  const programs = new ScriptCache(disk, parse);
  const interpreter = new Interpreter(
    {
      files: disk,
      load: (file) => programs.load(file, true),
      compile: (file, code) => programs.compile(file, code),
      builtins,
      version: [4, 1, 0],
      mode: 'project',
      limits: { ...DEFAULT_LIMITS, milliseconds: 500 },
      onMessage: () => undefined,
      onUnknown: () => true,
      tolerates: () => true,
    },
    createState({ source: '/fuzz', binary: '/fuzz/build' }),
  );
  try {
    interpreter.runFile('/fuzz/CMakeLists.txt', 'directory', null);
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
  }
}

function search(pattern: string, text: string): void {
  try {
    compileRegex(pattern).exec(text);
  } catch (error) {
    if (!(error instanceof RegexSyntaxError) && !(error instanceof LimitError)) throw error;
  }
}

/** The maximum time for a single input, in milliseconds of this thread's processor time. */
export const MAX_MS = 2000;
/** The maximum memory of the process, in bytes. */
export const MAX_BYTES = 2 * 1024 ** 3;

/**
 * Runs every target with texts from this seed for a number of seconds. Throws an error with the smallest input that breaks a
 * target.
 */
export function fuzz(
  parser: CMakeParser,
  seed: number,
  seconds: number,
  told: (line: string) => void = () => undefined,
): void {
  const all = targets(parser);
  const each = (seconds * 1000) / (all.length + 1);
  const settings = { seed, interruptAfterTimeLimit: each, markInterruptAsFailure: false, numRuns: 1_000_000 };
  for (const { name, run } of all) {
    told(`${name} …`);
    fc.assert(
      fc.property(texts, (text) => within(() => run(text))),
      settings,
    );
  }
  told('regular expressions …');
  const subject = fc
    .tuple(fc.stringMatching(/^[ab]{1,8}$/), fc.integer({ min: 1, max: 3000 }))
    .map(([text, n]) => text.repeat(n));
  fc.assert(
    fc.property(patterns, subject, (pattern, text) => within(() => search(pattern, text))),
    settings,
  );
}

function within(work: () => void): void {
  const before = process.cpuUsage();
  work();
  const { user } = process.cpuUsage(before);
  if (user / 1000 > MAX_MS) throw new Error(`It took ${Math.round(user / 1000)} ms.`);
  const { rss } = process.memoryUsage();
  if (rss > MAX_BYTES) throw new Error(`The process holds ${rss >> 20} MB.`);
}
