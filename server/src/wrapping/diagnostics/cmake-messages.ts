import * as l10n from '@vscode/l10n';
import { fromByteString } from '../../cmake/values/byte-string';
import type { Message, MessageMode, StackEntry } from '../../cmake/runtime/message';
import type { Location, Range } from '../../shared/text-range';
import type { Finding, Option } from './diagnostic';
import type { Rule } from './rule';

/** A finding and its rule. */
export interface Found {
  rule: Rule;
  finding: Finding;
}

/**
 * Turns the messages of an evaluation into findings. The rules word them. An error inside a macro is reported at the line of
 * the `.wrap` file that called it. If there is none, it is reported in the module's CMakeLists.txt, or else at the options
 * that it names.
 * @param optionsNamed the options of the build that a text names
 */
export function ofMessages(
  messages: readonly Message[],
  rules: readonly Rule[],
  optionsNamed: (text: string) => readonly Option[] = () => [],
): Found[] {
  return withoutRepetition(messages.flatMap((message) => ofMessage(message, rules, optionsNamed)));
}

function ofMessage(
  { mode, text, stack }: Message,
  rules: readonly Rule[],
  optionsNamed: (text: string) => readonly Option[],
): Found[] {
  const said = fromByteString(text);
  // configure_file() has already reported the reason.
  if (said === 'configure_file Problem configuring file') return [];
  const isError = mode === 'FATAL_ERROR' || mode === 'SEND_ERROR';
  const own =
    stack.find(({ file }) => file.endsWith('.wrap')) ?? stack.find(({ file }) => MODULE_FILE.test(file));
  const at = own ?? (isError ? stack[0] : undefined);
  if (at === undefined || at.call === null) return [];
  const worded = wordedBy(rules, mode, said);
  if (worded === null) return [];
  const { rule, message, subject } = worded;
  const options = own === undefined ? optionsNamed(said) : [];
  const changeable = options.flatMap(({ location }) => (location === null ? [] : [location]));
  const place = locationOf(at, subject);
  const calls = stack
    .slice(0, stack.indexOf(at))
    .map((entry) => ({ message: entry.command, location: locationOf(entry, null) }));
  const finding: Finding = {
    message: withValues(message, options),
    location: changeable[0] ?? place,
    related: changeable.length > 0 ? [{ message: at.command, location: place }] : calls,
    ...(rule.onMessage?.namesUnknown && subject !== null && { unknownName: subject }),
  };
  return [{ rule, finding }];
}

/** The first rule that words a message, its wording, and the part of the message that it is about. */
function wordedBy(
  rules: readonly Rule[],
  mode: MessageMode,
  said: string,
): { rule: Rule; message: string; subject: string | null } | null {
  for (const rule of rules) {
    const { pattern, modes = PROBLEMS, word } = rule.onMessage ?? NEVER;
    const match = modes.includes(mode) ? pattern.exec(said) : null;
    if (match) return { rule, message: word(match), subject: match[1] ?? null };
  }
  return null;
}

const PROBLEMS: readonly MessageMode[] = ['FATAL_ERROR', 'SEND_ERROR', 'WARNING'];
const NEVER: NonNullable<Rule['onMessage']> = { pattern: /$^/, modes: [], word: () => '' };

const MODULE_FILE = /\/wrapping\/CMakeLists\.txt$/;

function withValues(message: string, options: readonly Option[]): string {
  if (options.length === 0) return message;
  const values = options.map(({ name, value }) =>
    value === '' ? l10n.t('{0} is empty', name) : l10n.t('{0} is {1}', name, value),
  );
  return l10n.t('{0} ({1})', message, values.join(', '));
}

/** The position of a command, or of its argument with this text if there is one. */
function locationOf({ file, call, line }: StackEntry, text: string | null): Location {
  const argument = text === null ? undefined : call?.args.find((candidate) => candidate.text === text);
  const start = { line: line - 1, character: 0 };
  const range: Range = argument?.range ?? call?.range ?? { start, end: start };
  return { file: fromByteString(file), range };
}

/** A command in a loop may fail many times. The first message is reported, with the number of the others. */
function withoutRepetition(found: readonly Found[]): Found[] {
  const byPlace = new Map<string, { first: Found; texts: Set<string> }>();
  for (const one of found) {
    const { rule, finding } = one;
    const { message, location } = finding;
    const { start } = location.range;
    const own = rule.severalPerLine ? message : '';
    const key = `${rule.code} ${location.file} ${start.line}:${start.character} ${own}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, { first: one, texts: new Set([message]) });
    else known.texts.add(message);
  }
  return [...byPlace.values()].map(({ first: { rule, finding }, texts }) => ({
    rule,
    finding:
      texts.size === 1
        ? finding
        : {
            ...finding,
            message: l10n.t('{0} (and {1} more like it on this line)', finding.message, texts.size - 1),
          },
  }));
}
