import * as l10n from '@vscode/l10n';
import type { Argument, Command, Script } from '../../cmake/syntax/ast';
import { isBuiltin } from '../../cmake/syntax/builtins';
import { Lines } from '../../cmake/syntax/lines';
import { innerRange, visitCommands } from '../../cmake/syntax/visit';
import type { Location, Range } from '../../shared/text-range';
import { composedNames } from './composed-names';
import type { FileFacts, Occurrence } from '../index/script-facts';
import type { RenameDoubt } from './rename-claim';

/** The name to rename, as it is searched in the scripts. */
export interface RenamedName {
  kind: 'variable' | 'command';
  /** Commands are in lower case. */
  from: string;
  to: string;
}

/** What a script says about a name beyond the places that surely mean it. */
export interface Reading {
  /** `@NAME@` and similar references, which mean the variable when CMake configures the text. */
  filled: Range[];
  /** Arguments equal to the name, of commands that may use it as the name of a variable or command. */
  passed: Range[];
  doubts: RenameDoubt[];
}

/** Commands of CMake that take names of variables in places that `namedVariables` does not know. */
const NAMES_VARIABLES = new Set(
  (
    'execute_process try_compile try_run cmake_path cmake_parse_arguments variable_watch load_cache return block include ' +
    'cmake_host_system_information site_name build_name find_package export cmake_language get_target_property ' +
    'get_source_file_property get_test_property get_property get_directory_property get_cmake_property'
  ).split(' '),
);

/** With fewer fixed letters, a composed name in another file could mean any variable, and hardly ever means this one. */
const TELLING_PARTS = 3;

/**
 * Reads what a script says about a name: everything that contains it as a word, and composed names that may result in it.
 * `isOwn`: the script is the one in which the name is renamed. In other scripts only uses across files count.
 */
export function readForRename(
  { from, to, kind }: RenamedName,
  file: string,
  text: string,
  script: Script,
  facts: FileFacts,
  isOwn: boolean,
  isDefined: (command: string) => boolean,
): Reading {
  const reading: Reading = { filled: [], passed: [], doubts: [] };
  const lines = new Lines(text);
  const starts = lineStarts(text);
  const offset = ({ line, character }: Range['start']): number => (starts[line] ?? 0) + character;
  const word = wordPattern(from, kind);
  const known = occurrencesByLine(facts.occurrences);
  const doubt = (
    settledBy: RenameDoubt['settledBy'],
    place: Range,
    message: string,
    isComposed = false,
  ): void => {
    const location: Location = { file, range: place };
    reading.doubts.push({ message, location, settledBy, isComposed });
  };
  for (const { command } of visitCommands(script.statements)) {
    const id = command.name.toLowerCase();
    for (const [n, argument] of command.args.entries()) {
      const at = offset(argument.range.start);
      const raw = text.slice(at, offset(argument.range.end));
      for (const { fixed, matches, text: composed } of raw.includes('${') ? composedNames(raw) : []) {
        if (!isOwn && fixed.length < TELLING_PARTS) continue;
        for (const name of [from, to])
          if (matches(kind === 'command' ? name.toLowerCase() : name) || matches(name))
            doubt(
              'run',
              command.range,
              l10n.t(
                'A composed name here ({0}) may be {1}, and the evaluation of the build does not reach it.',
                composed,
                name,
              ),
              true,
            );
      }
      for (const match of raw.matchAll(word)) {
        const index = at + match.index;
        const range = { start: lines.positionAt(index), end: lines.positionAt(index + match[0].length) };
        const meaning = meaningOf(known, range);
        if (meaning === 'exact') {
          if (kind === 'variable' && comparesText(command, n))
            doubt(
              'set',
              command.range,
              l10n.t('This compares with {0}, which is plain text if no variable has that name.', from),
            );
          continue;
        }
        if (meaning === 'other' || id === 'message') continue;
        const exact = isExactly(argument, range);
        if (kind === 'variable' && text[index - 1] === '@' && text[index + match[0].length] === '@')
          reading.filled.push(range);
        else if (exact && kind === 'command' && namesCommand(command, n)) reading.passed.push(range);
        else if (exact && !isBuiltin(id)) {
          reading.passed.push(range);
          const settledBy = isDefined(id) ? 'run' : 'nothing';
          doubt(
            settledBy,
            command.range,
            l10n.t('{0}() gets “{1}” here, and may use it as a name.', command.name, match[0]),
          );
        } else if (exact && NAMES_VARIABLES.has(id)) {
          doubt(
            'nothing',
            command.range,
            l10n.t('{0}() may use “{1}” as a name here.', command.name, match[0]),
          );
        } else if (isOwn || exact || kind === 'command') {
          doubt(
            'run',
            command.range,
            l10n.t('“{0}” is part of a text here, which may use it as a name.', match[0]),
          );
        }
      }
    }
  }
  return reading;
}

/**
 * Where a template names a variable. `@NAME@` and `#cmakedefine NAME` are certain. `${NAME}` is possible: `@ONLY` disables
 * it.
 */
export function placesInTemplate(text: string, name: string): { certain: Range[]; possible: Range[] } {
  const lines = new Lines(text);
  const certain: Range[] = [];
  const possible: Range[] = [];
  for (const match of text.matchAll(wordPattern(name, 'variable'))) {
    const { index } = match;
    const end = index + name.length;
    const range = { start: lines.positionAt(index), end: lines.positionAt(end) };
    if (text[index - 1] === '@' && text[end] === '@') certain.push(range);
    else if (text[index - 1] === '{' && text[end] === '}') possible.push(range);
    else if (/#[ \t]*cmakedefine(?:01)?[ \t]+$/.test(text.slice(text.lastIndexOf('\n', index) + 1, index)))
      certain.push(range);
  }
  return { certain, possible };
}

/** Matches a name as a whole word. */
export function wordPattern(name: string, kind: RenamedName['kind']): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  return new RegExp(`(?<![\\w])${escaped}(?![\\w])`, kind === 'command' ? 'gi' : 'g');
}

const isExactly = (argument: Argument, { start, end }: Range): boolean => {
  const inner = innerRange(argument);
  return (
    argument.kind !== 'bracket' &&
    inner.start.line === start.line &&
    inner.start.character === start.character &&
    inner.end.line === end.line &&
    inner.end.character === end.character
  );
};

/** Whether an argument is the name in `if(COMMAND name)` or `cmake_language(CALL name)`. */
function namesCommand({ name, args }: Command, n: number): boolean {
  const before = args[n - 1]?.text;
  return /^(?:if|elseif|while)$/i.test(name)
    ? before === 'COMMAND'
    : name.toLowerCase() === 'cmake_language' && n === 1 && before === 'CALL';
}

const COMPARISONS = /^(?:STR|VERSION_|PATH_)?(?:EQUAL|LESS|GREATER|LESS_EQUAL|GREATER_EQUAL)$/;

/** Whether an operand may be text as well as a variable: at the right of a comparison, or searched for in a list. */
function comparesText({ name, args }: Command, n: number): boolean {
  if (!/^(?:if|elseif|while)$/i.test(name) || args[n]!.kind !== 'unquoted') return false;
  return COMPARISONS.test(args[n - 1]?.text ?? '') || args[n + 1]?.text === 'IN_LIST';
}

function occurrencesByLine(occurrences: readonly Occurrence[]): Map<number, Occurrence[]> {
  const lines = new Map<number, Occurrence[]>();
  for (const occurrence of occurrences) {
    const { line } = occurrence.range.start;
    const list = lines.get(line);
    if (list) list.push(occurrence);
    else lines.set(line, [occurrence]);
  }
  return lines;
}

/** Whether a word is exactly what an occurrence names, or is inside one that names something else, such as a class. */
function meaningOf(
  known: ReadonlyMap<number, readonly Occurrence[]>,
  { start, end }: Range,
): 'exact' | 'other' | null {
  let other = false;
  for (const { kind, range } of known.get(start.line) ?? []) {
    if (range.start.character > start.character || range.end.character < end.character) continue;
    if (range.start.character === start.character && range.end.character === end.character) return 'exact';
    if (kind !== 'variable' && kind !== 'parameter') other = true;
  }
  return other ? 'other' : null;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
