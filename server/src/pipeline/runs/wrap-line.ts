import path from 'node:path';
import type { Instantiation } from '../../shared/type-state';

/** A problem in a generated file, moved to the place in the `.wrap` where the user can fix it. */
export interface WrapProblem {
  file: string;
  /** Counts from 1, as compilers do. */
  line: number;
  severity: 'error' | 'warning';
  message: string;
  /** The alias or class that it is about, if known. */
  alias?: string;
  className?: string;
}

/** `FILE:L:C: fatal error: MSG`, as castxml (clang) prints it. On Windows FILE has a drive letter. */
const CLANG = /^((?:[A-Za-z]:)?[^:\r\n\u2028\u2029]+):(\d+):\d+: (fatal error|error|warning): (.+?)\r?$/gm;
/** `SUB: warning(N): MSG`, as igenerator prints it, or `error(N)` with `-W error`. */
const IGENERATOR = /^(\w+): (warning|error)\((\d+)\): (.+?)\r?$/gm;
/** A Python traceback up to its last line, which is not indented: `KeyError: 'itkFoo'`. */
const TRACEBACK =
  /^Traceback \(most recent call last\):\r?\n(?:[ \t].*\r?\n|\r?\n)*(\w[\w.]*(?:: .*?)?)\r?$/gm;

/**
 * Problems that castxml finds in a generated `.cxx`, moved to the class of the `.wrap` file that generated the line. If
 * there are none, the first error elsewhere, which made the type fail.
 */
export function castxmlProblems(
  output: string,
  type: { cxx: string; wrap: string; instantiations: readonly Instantiation[] },
  wrapText: string,
): WrapProblem[] {
  const problems: WrapProblem[] = [];
  for (const [, file = '', line = '', severity = '', message = ''] of output.matchAll(CLANG)) {
    if (baseName(file) !== baseName(type.cxx)) continue;
    const at = type.instantiations.findLast((candidate) => candidate.line <= Number(line) - 1);
    problems.push({
      file: type.wrap,
      line: at ? lineOfAlias(wrapText, at) : lineOfClass(wrapText, ''),
      severity: severity === 'warning' ? 'warning' : 'error',
      message: `${message} (${baseName(type.cxx)}:${line})`,
      ...(at && { alias: at.companionOf ?? at.name }),
    });
  }
  if (problems.length === 0) problems.push(...firstError(output, type.wrap, wrapText));
  return problems;
}

/** The first error in a header or of castxml itself (`error: …` without a place), as a problem of the `.wrap`. */
function firstError(output: string, wrap: string, wrapText: string): WrapProblem[] {
  const [found] = output.matchAll(
    /^(?:((?:[A-Za-z]:)?[^:\r\n\u2028\u2029]+):(\d+):\d+: )?(?:fatal )?error: (.+?)\r?$/gm,
  );
  if (!found) return [];
  const [, file, line, message = ''] = found;
  const where = file === undefined ? '' : ` (${baseName(file)}:${line})`;
  return [{ file: wrap, line: lineOfClass(wrapText, ''), severity: 'error', message: `${message}${where}` }];
}

/**
 * igenerator's messages in runs of modules. A warning is placed at the class that it names in the `.wrap` file of its type.
 * A Python traceback is placed at the type that its last line names, else in the module's `wrapping/CMakeLists.txt`.
 * @param listsOf returns that file for an output; null if the module is unknown
 */
export function igeneratorProblems(
  output: string,
  wrapOf: WrapOf,
  listsOf: (output: string) => string | null = () => null,
): WrapProblem[] {
  const problems: WrapProblem[] = [];
  for (const [, type = '', severity, number = '', message = ''] of output.matchAll(IGENERATOR)) {
    const wrap = wrapOf(type);
    if (!wrap) continue;
    problems.push({
      file: wrap.file,
      severity: severity === 'error' ? 'error' : 'warning',
      message: `${severity}(${number}): ${message}`,
      ...placeOfNamed(wrap.text, message),
    });
  }
  // If exceptions are chained, the last one ended the run.
  const ended = [...output.matchAll(TRACEBACK)].at(-1)?.[1];
  if (ended !== undefined) problems.push(...ofTraceback(ended, output, wrapOf, listsOf));
  return problems;
}

function ofTraceback(
  ended: string,
  output: string,
  wrapOf: WrapOf,
  listsOf: (output: string) => string | null,
): WrapProblem[] {
  const message = `igenerator.py stopped: ${ended}`;
  for (const [word] of ended.matchAll(/\w+/g)) {
    const wrap = wrapOf(word);
    if (wrap) return [{ file: wrap.file, severity: 'error', message, ...placeOfNamed(wrap.text, ended) }];
  }
  const lists = listsOf(output);
  return lists === null ? [] : [{ file: lists, line: 1, severity: 'error', message }];
}

/** `FILE.i:L: Warning 401: MSG`, as SWIG prints it, and `FILE.i(L) : …` on Windows. */
const SWIG = /^(?:.*[\\/])?([\w.]+)\.(i|swg|swig|h|hxx)[:(](\d+)\)? ?: (Warning|Error)(?: \d+)?: (.+?)\r?$/;
/**
 * The type whose failed run the build announces: `FAILED: Wrapping/Modules/M/itkFooPython.cpp …`. Null for any other line.
 */
function failedSwig(line: string): string | null {
  if (!line.startsWith('FAILED: ')) return null;
  const end = line.search(/Python\.(?:cpp|py)\b/);
  return (end > 0 && line.slice(0, end).split(/\W/).at(-1)) || null;
}
/** A missing file, as pyi_generator names it: `<T>.index.txt` or `<Class>.<T>.pkl`. */
const PYI =
  /^WARNING: (?:index|pickle) file (?:.*[\\/])?(?:[^\\/.\s]+\.)?(\w+)\.(?:index\.txt|pkl) is missing.*$/gm;

/**
 * SWIG's messages about a `.i` file, placed at the class that they name in the type's `.wrap` file. Messages about other
 * files (`pyBase.i`, a header, SWIG's own library) are assigned to the run that failed.
 */
export function swigProblems(output: string, wrapOf: WrapOf): WrapProblem[] {
  let failed = '';
  return output.split('\n').flatMap((text) => {
    failed = failedSwig(text) ?? failed;
    const [whole, stem, extension, line, severity, message = ''] = SWIG.exec(text) ?? [];
    if (whole === undefined) return [];
    const wrap = wrapOf(stem!.replace(/(?:_ext|SwigInterface)$/, '')) ?? wrapOf(failed);
    if (!wrap) return [];
    // Warning 401, about a base class that is not wrapped, ends the build as an error does.
    const isError = severity === 'Error' || message.startsWith('Nothing known about base class');
    return {
      file: wrap.file,
      severity: isError ? 'error' : 'warning',
      message: `${message} (${stem}.${extension}:${line})`,
      ...placeOfNamed(wrap.text, message),
    } as const;
  });
}

/** Files that pyi_generator misses, placed at the `.wrap` of the type whose igenerator run should have made them. */
export function pyiProblems(output: string, wrapOf: WrapOf): WrapProblem[] {
  return [...output.matchAll(PYI)].flatMap(([whole, type = '']) => {
    const wrap = wrapOf(type);
    if (!wrap) return [];
    return {
      file: wrap.file,
      line: lineOfClass(wrap.text, ''),
      severity: 'warning',
      message: whole.slice(9),
    } as const;
  });
}

const CMAKE = /^CMake (Error|Warning)(?: \(dev\))? at (.+?):(\d+)(?: \(.*\))?:$/;
const FRAME = /^ {2}(.+?):(\d+) \(/;
const NO_TEMPLATE = /Warning: No template declared for ([\w:]+)\..*$/;

/**
 * CMake's errors and warnings whose call stack goes through a `.wrap` but begins in a macro file, placed at the line of the
 * `.wrap` file. Also classes of which nothing is wrapped, which CMake reports without a location.
 * @param wraps returns every `.wrap` file of the build; called only if a class has to be found
 */
export function cmakeProblems(
  output: string,
  source: string,
  wraps: () => readonly { file: string; text: string }[],
): WrapProblem[] {
  const problems: WrapProblem[] = [];
  const lines = output.split(/\r?\n/);
  lines.forEach((text, index) => {
    const nothing = NO_TEMPLATE.exec(text);
    if (nothing) {
      const className = nothing[1] ?? '';
      const owner = wraps().find((wrap) =>
        [...wrap.text.matchAll(CLASS)].some(([, name]) => name === className),
      );
      if (owner)
        problems.push({
          file: owner.file,
          line: lineOfClass(owner.text, className),
          severity: 'warning',
          message: text.replace(/^.*?Warning: /, ''),
        });
      return;
    }
    const head = CMAKE.exec(text);
    if (!head || head[2]?.endsWith('.wrap')) return;
    const end = lines.findIndex((line, at) => at > index && CMAKE.test(line));
    const block = lines.slice(index + 1, end < 0 ? undefined : end);
    const stack = block.findIndex((line) => line.startsWith('Call Stack'));
    if (stack < 0) return;
    const frame = block
      .slice(stack)
      .map((line) => FRAME.exec(line))
      .find((match) => match?.[1]?.endsWith('.wrap'));
    if (!frame) return;
    const message = block
      .slice(0, stack)
      .map((line) => line.trim())
      .filter(Boolean)
      .join(' ');
    problems.push({
      file: path.resolve(source, frame[1] ?? ''),
      line: Number(frame[2]),
      severity: head[1] === 'Error' ? 'error' : 'warning',
      message,
    });
  });
  return problems;
}

/** The `.wrap` file of a type; null if the build does not say. */
export type WrapOf = (type: string) => { file: string; text: string } | null;

/** The problem as compilers print it, which users know and problem matchers of editors can read. */
export function problemLine({ file, line, severity, message }: WrapProblem): string {
  return `${file}:${line}:1: ${severity}: ${message}`;
}

const CLASS = /\bitk_wrap_(?:simple_)?class\s*\(\s*"?([\w:]+)/gi;

/** The line of `itk_wrap_class("className" …)`, from 1; the first class, or line 1, if it is not found. */
export function lineOfClass(wrapText: string, className: string): number {
  const classes = [...wrapText.matchAll(CLASS)];
  const own = classes.find(([, name]) => className === name || className.startsWith(`${name}::`));
  return lineAt(wrapText, (own ?? classes[0])?.index ?? 0);
}

/** The line of the class that generated an alias, even if the generated text names a class that does not exist. */
function lineOfAlias(wrapText: string, { name, className }: Instantiation): number {
  const classes = [...wrapText.matchAll(CLASS)].map(([, full = '']) => full);
  if (classes.some((full) => className === full || className.startsWith(`${full}::`)))
    return lineOfClass(wrapText, className);
  const fitting = classes
    .filter((full) => name.startsWith(swigName(full)))
    .sort((one, other) => other.length - one.length);
  return lineOfClass(wrapText, fitting[0] ?? '');
}

/** The prefix of a class in the names of its aliases: `itkSample` for `itk::Statistics::Sample`. */
function swigName(className: string): string {
  const parts = className.split('::');
  return `${parts[0] ?? ''}${parts.length > 1 ? parts.at(-1) : ''}`;
}

/** The first class of the file whose unqualified name is in the message. */
function placeOfNamed(wrapText: string, message: string): Pick<WrapProblem, 'line' | 'className'> {
  const own = [...wrapText.matchAll(CLASS)].find(([, name = '']) =>
    message.includes(name.slice(name.lastIndexOf(':') + 1)),
  );
  if (own?.[1] === undefined) return { line: lineOfClass(wrapText, '') };
  return { line: lineAt(wrapText, own.index), className: own[1] };
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
const baseName = (file: string): string =>
  file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
