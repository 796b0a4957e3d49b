import type { Instantiation } from '../build/types';

/** A problem of a generated file, at the place in the `.wrap` that a person can edit. */
export interface WrapProblem {
  file: string;
  /** From 1, as compilers count. */
  line: number;
  severity: 'error' | 'warning';
  message: string;
}

/** `FILE:L:C: fatal error: MSG`, as castxml (clang) prints it; on Windows FILE has a drive. */
const CLANG = /^((?:[A-Za-z]:)?[^:\n]+):(\d+):\d+: (fatal error|error|warning): (.+?)\r?$/gm;
/** `SUB: warning(N): MSG`, as igenerator prints it. */
const IGENERATOR = /^(\w+): warning\((\d+)\): (.+?)\r?$/gm;

/**
 * Problems that castxml finds in a generated `.cxx`, at the class of the `.wrap` that made the line. Problems in headers
 * stay where castxml has them.
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
      line: lineOfClass(wrapText, at?.className ?? ''),
      severity: severity === 'warning' ? 'warning' : 'error',
      message: `${message} (${baseName(type.cxx)}:${line})`,
    });
  }
  return problems;
}

/** igenerator's warnings of one module, at the class that they name in the `.wrap` of their type. */
export function igeneratorProblems(
  output: string,
  wrapOf: (type: string) => { file: string; text: string } | null,
): WrapProblem[] {
  const problems: WrapProblem[] = [];
  for (const [, type = '', number = '', message = ''] of output.matchAll(IGENERATOR)) {
    const wrap = wrapOf(type);
    if (!wrap) continue;
    problems.push({
      file: wrap.file,
      line: lineOfNamed(wrap.text, message),
      severity: 'warning',
      message: `warning(${number}): ${message}`,
    });
  }
  return problems;
}

/** As compilers print it, so that an editor's problem matcher and a person's eye find it. */
export function problemLine({ file, line, severity, message }: WrapProblem): string {
  return `${file}:${line}:1: ${severity}: ${message}`;
}

const CLASS = /\bitk_wrap_(?:simple_)?class\s*\(\s*"?([\w:]+)/gi;

/** The line of `itk_wrap_class("className" …)`, from 1; the first class, or line 1, where it is not there. */
export function lineOfClass(wrapText: string, className: string): number {
  const classes = [...wrapText.matchAll(CLASS)];
  const own = classes.find(([, name]) => className === name || className.startsWith(`${name}::`));
  return lineAt(wrapText, (own ?? classes[0])?.index ?? 0);
}

/** The first class of the file whose bare name stands in the message. */
function lineOfNamed(wrapText: string, message: string): number {
  const own = [...wrapText.matchAll(CLASS)].find(([, name = '']) =>
    message.includes(name.slice(name.lastIndexOf(':') + 1)),
  );
  return own ? lineAt(wrapText, own.index) : lineOfClass(wrapText, '');
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
const baseName = (file: string): string =>
  file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
