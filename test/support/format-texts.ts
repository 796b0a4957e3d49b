import fc from 'fast-check';
import {
  MODULE_COMMANDS,
  PLAIN_MODULE_COMMANDS,
} from '../../server/src/cmake/format/signatures/module-commands';
import { OWN_COMMANDS, PLAIN_OWN_COMMANDS } from '../../server/src/cmake/format/signatures/own-commands';
import type { SignatureText } from '../../server/src/cmake/format/signatures/signature-text';
import { choices, chosen, randomNumbers, type RandomNumbers } from './random';

type Random = RandomNumbers;

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!;

/** `command()` itself opens and closes blocks. */
const BLOCKS = ['if', 'while', 'foreach', 'function', 'macro', 'block'];
const OTHERS = [
  'return',
  'itk_wrap_template',
  'ITK_Wrap_Class',
  'own_command',
  'own_hints',
  'ignored_command',
  'a',
];
const PLAIN = `${PLAIN_OWN_COMMANDS} ${PLAIN_MODULE_COMMANDS}`
  .split(/\s+/)
  .filter((name) => !/^(?:else|elseif|end(?:if|while|foreach|function|macro|block))$/.test(name));
const COMMANDS = [...Object.keys(OWN_COMMANDS), ...Object.keys(MODULE_COMMANDS)].filter(
  (name) => !BLOCKS.includes(name),
);

const ARGUMENTS = [
  ...[
    'foo',
    'bar',
    'some_longer_name_here',
    '1',
    '${x}',
    '${${x}_y}',
    '"quoted text with blanks"',
    '""',
    '"COMMAND"',
  ],
  ...[
    'NOT',
    'AND',
    'OR',
    'IN_LIST',
    'STREQUAL',
    'DEFINED',
    'TARGET',
    'COMMAND',
    'PROPERTIES',
    'CACHE',
    'VALUES',
    'FLAG',
  ],
  ...['(a b)', '()', '(a b c d e)', '(NOT a)', '(a # c\n b)', '((a) b)'],
  ...['#[[x]]', '#[[x\ny]]', '#[=[z]=]', '# comment\n', '#\n', '[[q]]', '[=[q\n w]=]', '[[ "a ]]'],
  ...[
    'a"b"',
    '"a"b',
    '-D"x y"',
    '$(M)',
    '\\;',
    'x\\ y',
    '\\"',
    '"a\\"b"',
    '"a\nb"',
    '"a\\\nb"',
    'é',
    '😀',
    '"# no comment"',
  ],
];

/**
 * Texts to compare the formatter with gersemi: commands with random arguments, and `scripts` with a mutated layout. Commands
 * that fail shrink to fewer and simpler ones. Mutations do not shrink.
 */
export function formatTexts(scripts: readonly string[]): fc.Arbitrary<string> {
  const commands = choices(300).map((numbers) => randomCommands(chosen(numbers)));
  const spoilt = fc
    .tuple(fc.constantFrom(...scripts), fc.noShrink(fc.nat()))
    .map(([text, seed]) => mutated(text, randomNumbers(seed)));
  return fc.noBias(fc.oneof(fc.limitShrink(commands, 200), spoilt));
}

/** Commands of every kind with random arguments, most of which are their own keywords. */
function randomCommands(random: Random): string {
  const commands = Array.from({ length: 1 + random(5) }, () => command(random));
  return `${commands.join(pick(random, ['\n', '\n', '\n\n', '\n \n\n']))}\n`;
}

function command(random: Random): string {
  const group = random(10);
  const list = group < 6 ? COMMANDS : group < 7 ? PLAIN : group < 8 ? BLOCKS : OTHERS;
  const name = pick(random, list);
  const keywords = keywordsOf(OWN_COMMANDS[name] ?? MODULE_COMMANDS[name] ?? '');
  if (name.startsWith('own_')) keywords.push('FLAG', 'ONE', 'VALUES', 'LINE', 'MANY_PAIRS');
  let args = '';
  for (let count = random(14); count > 0; count--) {
    args += pick(random, [' ', ' ', ' ', '\n', '\n  ', '  ', '']);
    args += pick(random, keywords.length > 0 && random(2) === 0 ? keywords : ARGUMENTS);
  }
  const text = `${inSomeCase(random, name)}(${args}${pick(random, ['', ' ', '\n'])})`;
  const comment = pick(random, ['', '', '', ' # comment', '# comment', ' #']);
  const indent = pick(random, ['', '', '  ', '\t', '     ']);
  if (!BLOCKS.includes(name)) return indent + text + comment;
  const body = random(3) === 0 ? '' : `\n${pick(random, ['', '\n', '  '])}${command(random)}\n`;
  const middle = name === 'if' && random(2) === 0 ? 'else()\n  unset(x)\n' : '';
  return `${indent}${text}${comment}\n${body}\n${middle}${inSomeCase(random, `end${name}`)}()`;
}

function inSomeCase(random: Random, name: string): string {
  return pick(random, [name, name, name, name.toUpperCase(), name.toLowerCase()]);
}

/** The words of a signature that the formatter knows, including those of its parts. */
function keywordsOf(text: SignatureText): string[] {
  if (typeof text === 'string')
    return text
      .split(/[ +]/)
      .map((word) => word.replace(/[=*].*/, ''))
      .filter((word) => /^[@A-Za-z]/.test(word));
  const parts = [...Object.entries(text.signatures ?? {}), ...Object.entries(text.sections ?? {})];
  return [
    ...keywordsOf(text.words ?? ''),
    ...parts.flatMap(([words, part]) => [...keywordsOf(words), ...keywordsOf(part)]),
  ];
}

const replaced = (
  text: string,
  pattern: RegExp,
  random: Random,
  one: number,
  by: (found: string) => string,
) => text.replace(pattern, (found) => (random(one) === 0 ? by(found) : found));

/** Ways in which people and editors change the layout of a script. */
const MUTATIONS: readonly ((text: string, random: Random) => string)[] = [
  (text) => text.replace(/^[ \t]+|[ \t]+$/gm, ''),
  (text, random) => text.replace(/^[ \t]*/gm, () => ' '.repeat(random(9))),
  (text, random) =>
    replaced(text, /\n/g, random, 4, () => `\n${' '.repeat(random(3))}\n`.repeat(1 + random(2))),
  (text, random) => text.replace(/ /g, () => ' '.repeat(pick(random, [1, 1, 2, 4]))),
  (text, random) =>
    text.replace(
      /^([ \t]*)(\w+)(?=[ \t]*\()/gm,
      (_, blanks: string, name: string) => blanks + inSomeCase(random, name),
    ),
  (text, random) => replaced(text, /\n[ \t]*/g, random, 6, () => ' '),
  (text, random) => replaced(text, / /g, random, 6, () => '\n'),
  (text, random) =>
    replaced(
      text,
      /[ \n]/g,
      random,
      30,
      (found) => found + pick(random, ['# c\n', '#[[b]] ', '# gersemi: off\n', '# gersemi: on\n', '#\n']),
    ),
  (text, random) => replaced(text, /[ \n(]/g, random, 20, (found) => `${found}${pick(random, ARGUMENTS)} `),
  (text, random) =>
    replaced(text, /^([ \t]*)\w+(?=[ \t]*\()/gm, random, 3, (found) =>
      /(?:if|else|while|each|function|macro|block)$/i.test(found) ? found : pick(random, COMMANDS),
    ),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('  ', '\t'),
  (text, random) => text.slice(0, random(text.length + 1)),
];

/** A script with one to three mutations of its layout. */
function mutated(text: string, random: Random): string {
  let result = text.replaceAll('\r\n', '\n');
  for (let count = 1 + random(3); count > 0; count--)
    result = pick(random, MUTATIONS)(result.replaceAll('\r\n', '\n'), random);
  return result;
}
