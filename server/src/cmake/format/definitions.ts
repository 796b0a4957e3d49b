import { parse as parseYaml } from 'yaml';
import { readElements } from './read';
import { ownSignature, type Signature, type ValueLayout } from './signatures/signatures';
import { type Argument, type CommandElement, type Element, isComment, wordOf } from './tree';

/** A function or macro of a project, as the formatter needs it. */
export interface Definition {
  signature: Signature;
  /** The position as `line:column`, counted from 1. */
  place: string;
}

/**
 * The functions and macros that a text defines, with the keywords in their first `cmake_parse_arguments`. Two comments in
 * the first line of a body have a meaning, as in gersemi: `# gersemi: hints { COMMAND: command_line }` says how the values
 * of a keyword are laid out, and `# gersemi: ignore` omits the definition. Returns an empty list if the text cannot be read.
 */
export function findDefinitions(text: string): Definition[] {
  const plain = text.replace(/\r\n?/g, '\n');
  const elements = readElements(plain);
  if (!elements) return [];
  try {
    return new Finder(plain).find(elements);
  } catch (error) {
    if (error === UNREADABLE) return [];
    throw error;
  }
}

/** Always the same object, because its stack is never used. */
const UNREADABLE = new Error('unreadable');
const HINTS = 'gersemi: hints';
const OPENING = /^(?:if|foreach|while|function|macro|block)$/i;
const DEFINING = /^(?:function|macro)$/;

interface Keywords {
  options: string[];
  oneValue: string[];
  multiValue: string[];
}

/** The maximum length of a list of keywords, in characters. */
const MAX_VALUE = 100_000;

type Variables = ReadonlyMap<string, readonly string[]>;

/** The variables of a block. A block shares them with the block around it until it sets a variable itself. */
interface Scope {
  variables: Map<string, readonly string[]>;
  isOwn: boolean;
}

interface Block extends Scope {
  command: CommandElement;
  place: string;
  keywords: Keywords | null;
  layouts: Map<string, ValueLayout>;
  ignored: boolean;
  isEmpty: boolean;
}

class Finder {
  private readonly definitions: Definition[] = [];
  private readonly blocks: Block[] = [];
  private readonly top: Scope = { variables: new Map(), isOwn: true };
  private readonly places: Places;

  constructor(text: string) {
    this.places = new Places(text);
  }

  find(elements: readonly Element[]): Definition[] {
    for (const element of elements) {
      const block = this.blocks[this.blocks.length - 1];
      if (element.kind === 'comments')
        this.comments(
          element.comments.map(({ text }) => text.trim()),
          block,
        );
      if (element.kind === 'command') this.command(element, block);
      if (block && element.kind !== 'comments') block.isEmpty = false;
    }
    return this.definitions;
  }

  /** Reads the first comment in a block, which may have instructions for it. */
  private comments([text, ...more]: string[], block: Block | undefined): void {
    if (!block?.isEmpty || text === undefined || more.length > 0) return;
    if (text === 'gersemi: ignore') block.ignored = true;
    else if (text.startsWith(HINTS)) block.layouts = layoutsOf(text.slice(HINTS.length));
    else return;
    block.isEmpty = false;
  }

  private command(command: CommandElement, block: Block | undefined): void {
    const { name } = command;
    if (OPENING.test(name)) this.open(command, block);
    else if (/^end/i.test(name) && OPENING.test(name.slice(3))) this.close();
    else if (block?.ignored) return;
    else if (name === 'set') set(command.args, block ?? this.top);
    else if (name === 'cmake_parse_arguments') {
      const keywords = parsedKeywords(command.args, (block ?? this.top).variables);
      if (block) block.keywords ??= keywords;
    }
  }

  private open(command: CommandElement, around: Block | undefined): void {
    this.blocks.push({
      command,
      place: this.places.of(command),
      variables: (around ?? this.top).variables,
      isOwn: false,
      keywords: null,
      layouts: new Map(),
      ignored: around?.ignored ?? false,
      isEmpty: true,
    });
  }

  private close(): void {
    const block = this.blocks.pop();
    if (!block || block.ignored || !DEFINING.test(block.command.name)) return;
    const [name, ...parameters] = block.command.args.filter((arg) => !isComment(arg));
    if (!name) throw UNREADABLE;
    const { options, oneValue, multiValue } = block.keywords ?? {
      options: [],
      oneValue: [],
      multiValue: [],
    };
    this.definitions.push({
      signature: ownSignature(valueOf(name), parameters.length, {
        options,
        oneValue,
        multiValue,
        layouts: block.layouts,
      }),
      place: block.place,
    });
  }
}

/** Finds the positions of the first arguments of commands. They must be requested in the order of the text. */
class Places {
  private at = 0;
  private line = 1;
  private lineStart = 0;

  constructor(private readonly text: string) {}

  of({ start }: CommandElement): string {
    const argument = /\(\s*/g;
    argument.lastIndex = start;
    argument.exec(this.text);
    for (; this.at < argument.lastIndex; this.at++)
      if (this.text[this.at] === '\n') {
        this.line++;
        this.lineStart = this.at + 1;
      }
    return `${this.line}:${this.at - this.lineStart + 1}`;
  }
}

function set(args: readonly Argument[], scope: Scope): void {
  const [name, ...values] = args.filter((arg) => !isComment(arg));
  if (!name) throw UNREADABLE;
  const value = values.flatMap((arg) => evaluated(valueOf(arg), scope.variables));
  if (!scope.isOwn) {
    scope.variables = new Map(scope.variables);
    scope.isOwn = true;
  }
  scope.variables.set(valueOf(name), value);
}

function parsedKeywords(args: readonly Argument[], variables: Variables): Keywords {
  const values = args.filter((arg) => !isComment(arg));
  const from = values[0] && wordOf(values[0]) === 'PARSE_ARGV' ? 3 : 1;
  const [options, oneValue, multiValue] = values
    .slice(from, from + 3)
    .map((value) => evaluated(valueOf(value), variables));
  if (!options || !oneValue || !multiValue) throw UNREADABLE;
  return { options, oneValue, multiValue };
}

function valueOf(arg: Argument): string {
  return wordOf(arg) ?? '()';
}

/** Replaces plain references to variables that the text itself sets. All others are unknown. */
function evaluated(text: string, variables: Variables): string[] {
  let length = text.length;
  const value = text.replace(/\$\{([^${}]*)\}/g, (reference, name: string) => {
    const known = variables.get(name)?.join(';') ?? reference;
    length += known.length;
    if (length > MAX_VALUE) throw UNREADABLE;
    return known;
  });
  return value.split(';');
}

const LAYOUTS: Readonly<Record<string, ValueLayout>> = { command_line: 'line', pairs: 'pairs' };

function layoutsOf(yaml: string): Map<string, ValueLayout> {
  let hints: unknown;
  try {
    hints = parseYaml(yaml, { version: '1.1', logLevel: 'error' }) ?? {};
  } catch {
    throw UNREADABLE;
  }
  if (typeof hints !== 'object' || hints === null) throw UNREADABLE;
  const layouts = new Map<string, ValueLayout>();
  for (const [keyword, name] of Object.entries(hints))
    if (typeof name === 'string' && Object.hasOwn(LAYOUTS, name)) layouts.set(keyword, LAYOUTS[name]!);
  return layouts;
}
