import path from 'node:path';
import type { Argument, Block, Command, Script, VariableReference } from '../../cmake/syntax/ast';
import { isBuiltin } from '../../cmake/syntax/builtins';
import { namedVariables } from '../../cmake/syntax/variable-arguments';
import { contains, innerRange, visitCommands } from '../../cmake/syntax/visit';
import type { Position, Range } from '../../shared/text-range';
import { type WrappedClass, wrappedClasses } from './wrapped-classes';
import { CommentLines, docOfDefinition } from './doc-comments';
import { type TypeFamily, typeFamilies } from './type-families';

/**
 * The facts about one script, as plain data: what it defines, and every place that names a command, variable, class, header,
 * type or module. They come from the text alone, without an evaluation.
 */
export interface FileFacts {
  /** An absolute path. */
  file: string;
  definitions: Definition[];
  /** In the order of the text. */
  occurrences: Occurrence[];
  classes: WrappedClass[];
  families: TypeFamily[];
  /** The `itk_module()` call of an itk-module.cmake, or null in other files. */
  module: ModuleFacts | null;
}

export type SymbolKind = 'command' | 'variable' | 'parameter' | 'class' | 'header' | 'type' | 'module';

/** A place that names something. */
export interface Occurrence {
  kind: SymbolKind;
  /** As CMake compares it: commands are in lower case. A composed name contains `${…}` as written. */
  name: string;
  range: Range;
  /** `define`: a macro, function or parameter. `write`: a variable gets a value. `read`: anything else. */
  role: 'define' | 'write' | 'read';
  /** The macro or function of this file that contains it, as an index into `definitions`. */
  definition: number | null;
  /** The value of a `write` as written, with `;` between items. Long values are cut off. Null if a command computes it. */
  value: string | null;
  /** A `foreach()` gives it the items of the value in turn. */
  inTurn?: true;
}

/** A `macro()` or `function()`. */
export interface Definition {
  kind: 'macro' | 'function';
  /** The name as written. */
  name: string;
  parameters: string[];
  nameRange: Range;
  range: Range;
  /** Its comments as Markdown. Empty if it has none. */
  doc: string;
  /** The indices of parameters that name a variable which the body sets. */
  outputs: number[];
}

/** What an itk-module.cmake says about its module. */
export interface ModuleFacts {
  name: string;
  nameRange: Range;
  /** All direct dependencies: DEPENDS, PRIVATE_DEPENDS, COMPILE_DEPENDS. */
  dependencies: string[];
  /** Those of its dependencies that are only in PRIVATE_DEPENDS. Their headers are not visible to modules that use this one. */
  privateDependencies: string[];
  /** The position after the last of its DEPENDS, or null if it has none. */
  dependsEnd: Position | null;
}

const VALUE_LIMIT = 300;
const SHOWN_ITEMS = 12;

/** What a script says by itself. What macros of other files do with its variables is added later. */
export interface ScriptReading {
  /** Includes the outputs and occurrences that follow from the script alone. */
  facts: FileFacts;
  /** Calls of macros and functions whose arguments may name variables. */
  calls: NamingCall[];
  /** For each definition: the parameters that it passes on as the name of a variable. */
  passed: { place: number; callee: string; calleePlace: number }[][];
}

/** A call of a command that is not CMake's own, with the arguments that may name a variable. */
interface NamingCall {
  /** In lower case. */
  callee: string;
  /** As in {@link Occurrence}. */
  definition: number | null;
  names: { place: number; name: string; range: Range }[];
}

/** For a macro or function that a file calls: the indices of parameters that name a variable which it sets. */
export type OutputsOf = (file: string, command: string) => readonly number[];

/** Reads the facts of a script. `outputsOf` says which variables the called macros set by name. */
export function factsOf(file: string, script: Script, outputsOf?: OutputsOf): FileFacts {
  return withOutputs(readScript(file, script), outputsOf ?? (() => []));
}

/** Reads what a script says by itself. */
export function readScript(file: string, script: Script): ScriptReading {
  return new Reader(file, script).read();
}

/** The facts of a script. `outputsOf` says which variables the called macros set by name. */
export function withOutputs({ facts, calls }: ScriptReading, outputsOf: OutputsOf): FileFacts {
  const { file } = facts;
  const written = calls.flatMap(({ callee, definition, names }) => {
    const outputs = outputsOf(file, callee);
    return names.flatMap(({ place, name, range }): Occurrence[] =>
      outputs.includes(place)
        ? [{ kind: 'variable', name, range, role: 'write', definition, value: null }]
        : [],
    );
  });
  const seen = new Set<string>();
  const definitions = facts.definitions.map((definition): Definition => {
    const name = definition.name.toLowerCase();
    // If a file defines a macro twice, the first definition counts.
    const isFirst = !seen.has(name);
    seen.add(name);
    return isFirst ? { ...definition, outputs: [...outputsOf(file, name)] } : definition;
  });
  if (written.length === 0) return { ...facts, definitions };
  const occurrences = [...written, ...facts.occurrences].sort(inOrderOfText);
  return { ...facts, definitions, occurrences };
}

const inOrderOfText = (a: Occurrence, b: Occurrence): number =>
  a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;

class Reader {
  private readonly definitions: Definition[] = [];
  /** The definitions around the current command, innermost last. */
  private readonly open: { block: Block; number: number | null }[] = [];
  private readonly comments: CommentLines;
  private readonly occurrences: Occurrence[] = [];
  private current: number | null = null;
  private readonly calls: NamingCall[] = [];
  private readonly passed: ScriptReading['passed'] = [];

  constructor(
    private readonly file: string,
    private readonly script: Script,
  ) {
    this.comments = new CommentLines(script.comments);
  }

  read(): ScriptReading {
    const { file, script } = this;
    let module: ModuleFacts | null = null;
    for (const { command, inside, frameOf, around } of visitCommands(script.statements)) {
      const defined = frameOf?.branches[0]?.open === command && isDefinition(frameOf) ? frameOf : null;
      const innermost = defined ? around : inside;
      while (this.open.length > 0 && this.open.at(-1)!.block !== innermost) this.open.pop();
      if (defined) this.define(defined);
      this.current = this.open.at(-1)?.number ?? null;
      this.command(command);
      if (command.name.toLowerCase() === 'itk_module') module = moduleFacts(command) ?? module;
    }
    const classes = wrappedClasses(script);
    this.occurrences.sort(inOrderOfText);
    for (const { outputs } of this.definitions) outputs.sort((a, b) => a - b);
    const facts: FileFacts = {
      file,
      definitions: this.definitions,
      occurrences: this.occurrences,
      classes,
      families: typeFamilies(script),
      module,
    };
    return { facts, calls: this.calls, passed: this.passed };
  }

  private define(block: Block): void {
    const { open } = block.branches[0]!;
    const name = open.args[0];
    this.open.push({ block, number: name ? this.definitions.length : null });
    if (!name) return;
    this.passed.push([]);
    this.definitions.push({
      kind: block.type === 'macro' ? 'macro' : 'function',
      name: name.text,
      parameters: open.args.slice(1).map(({ text }) => text),
      nameRange: name.range,
      range: block.range,
      doc: docOfDefinition(this.comments, block),
      outputs: [],
    });
  }

  private command(command: Command): void {
    const name = command.name.toLowerCase();
    if (name === 'macro' || name === 'function') return this.definitionHeader(command);
    if (!isBuiltin(name)) this.add('command', name, command.nameRange, 'read');
    if (!/^end(?:macro|function|foreach|if|while)$/.test(name)) this.named(name, command);
    for (const argument of command.args) this.references(argument.references);
  }

  private definitionHeader(command: Command): void {
    const [name, ...parameters] = command.args;
    if (!name || this.current === null) return;
    this.add('command', name.text.toLowerCase(), name.range, 'define');
    for (const { text, range } of parameters) this.add('parameter', text, range, 'define');
  }

  private named(name: string, command: Command): void {
    const { args } = command;
    const { writes, reads } = namedVariables(command);
    if (!isBuiltin(name)) this.call(name, args);
    if (this.open.length > 0) this.noteOutputs(writes);
    const inTurn = name === 'foreach' ? true : undefined;
    for (const argument of writes)
      this.variable(argument, 'write', writtenValue(name, command, argument), inTurn);
    for (const argument of reads) this.variable(argument, 'read', null);
    const first = args[0];
    if (!first) return;
    if (/^itk_wrap_(?:named_)?(?:simple_)?class$/.test(name)) this.text('class', first, first.text);
    if (name === 'itk_wrap_include') this.text('header', first, first.text.replace(/^<(.*)>$/, '$1'));
    if (name === 'itk_wrap_module' || name === 'itk_end_wrap_module') this.text('module', first, first.text);
    if (name === 'itk_module') this.moduleNames(args);
    if (isOrderList(name, args))
      for (const item of args.slice(name === 'set' ? 1 : 2)) this.text('type', item, item.text);
  }

  private moduleNames(args: Argument[]): void {
    let naming = true;
    for (const [n, argument] of args.entries()) {
      if (/^[A-Z_]+DEPENDS$|^DEPENDS$/.test(argument.text)) naming = true;
      else if (n > 0 && moduleWords.has(argument.text)) naming = false;
      else if (naming) this.add('module', argument.text, innerRange(argument), n === 0 ? 'define' : 'read');
      if (n === 0) naming = false;
    }
  }

  private variable(argument: Argument, role: 'write' | 'read', value: string | null, inTurn?: true): void {
    if (this.namesVariable(argument))
      this.push('variable', argument.text, innerRange(argument), role, value, inTurn);
  }

  private namesVariable({ text }: Argument): boolean {
    if (!/^[\w.${}@/+-]+$/.test(text)) return false;
    const output = /^\$\{(\w+)\}$/.exec(text)?.[1];
    // A macro's parameter names a variable of the caller, whose name is unknown here.
    return output === undefined || !this.isParameter(output);
  }

  /** The macro may set the variables that its arguments name. */
  private call(callee: string, args: readonly Argument[]): void {
    const names: NamingCall['names'] = [];
    for (const [place, argument] of args.entries()) {
      if (this.namesVariable(argument))
        names.push({ place, name: argument.text, range: innerRange(argument) });
      const { text } = argument;
      this.eachParameter(text, (definition, own) =>
        this.passed[definition]!.push({ place: own, callee, calleePlace: place }),
      );
    }
    if (names.length > 0) this.calls.push({ callee, definition: this.current, names });
  }

  private text(kind: SymbolKind, argument: Argument, name: string): void {
    if (
      name === '' ||
      argument.kind === 'bracket' ||
      innerRange(argument).start.line !== argument.range.end.line
    )
      return;
    this.add(kind, name, innerRange(argument), 'read');
  }

  private references(references: readonly VariableReference[]): void {
    for (const { kind, name, range, nested } of references) {
      if (kind !== 'env') {
        const opening = kind === 'cache' ? '$CACHE{'.length : '${'.length;
        const inner: Range = {
          start: { line: range.start.line, character: range.start.character + opening },
          end: {
            line: range.end.line,
            character: Math.max(range.start.character + opening, range.end.character - 1),
          },
        };
        const oneLine = range.start.line === range.end.line;
        if (name !== '' && oneLine)
          this.add(this.isParameter(name) ? 'parameter' : 'variable', name, inner, 'read');
      }
      this.references(nested);
    }
  }

  private isParameter(name: string): boolean {
    return this.current !== null && (this.definitions[this.current]?.parameters.includes(name) ?? false);
  }

  private add(kind: SymbolKind, name: string, range: Range, role: Occurrence['role']): void {
    this.push(kind, name, range, role, null);
  }

  private push(
    kind: SymbolKind,
    name: string,
    range: Range,
    role: Occurrence['role'],
    value: string | null,
    inTurn?: true,
  ): void {
    this.occurrences.push({
      kind,
      name,
      range,
      role,
      definition: this.current,
      value,
      ...(inTurn && { inTurn }),
    });
  }

  /**
   * If the body of a macro has `set(${x} …)`, it sets the variable that its argument `x` names. This also holds for nested
   * macros.
   */
  private noteOutputs(writes: readonly Argument[]): void {
    for (const { text } of writes)
      this.eachParameter(text, (definition, place) => {
        const { outputs } = this.definitions[definition]!;
        if (!outputs.includes(place)) outputs.push(place);
      });
  }

  /** Finds the parameters that `${x}` may refer to, in each of the definitions around it. */
  private eachParameter(text: string, found: (definition: number, place: number) => void): void {
    if (this.open.length === 0) return;
    const name = /^\$\{(\w+)\}$/.exec(text)?.[1];
    if (name === undefined) return;
    for (const { number } of this.open) {
      if (number === null) continue;
      const place = this.definitions[number]!.parameters.indexOf(name);
      if (place >= 0) found(number, place);
    }
  }
}

const moduleWords = new Set(
  (
    'DEPENDS PRIVATE_DEPENDS COMPILE_DEPENDS TEST_DEPENDS DESCRIPTION ENABLE_SHARED EXCLUDE_FROM_DEFAULT ' +
    'EXCLUDE_FROM_ALL FACTORY_NAMES'
  ).split(' '),
);

/** A common misspelling, which is treated as the same variable. */
export const ORDER_VARIABLE = 'WRAPPER_SUBMODULE_ORDER';
export const ORDER_MISSPELT = 'WRAPPING_SUBMODULE_ORDER';

function isOrderList(name: string, args: readonly Argument[]): boolean {
  const variable =
    name === 'set' ? args[0]?.text : name === 'list' && args[0]?.text === 'APPEND' ? args[1]?.text : '';
  return variable === ORDER_VARIABLE || variable === ORDER_MISSPELT;
}

function isDefinition(block: Block): boolean {
  return block.type === 'macro' || block.type === 'function';
}

function writtenValue(name: string, command: Command, argument: Argument): string | null {
  const at = command.args.indexOf(argument);
  const after = command.args.slice(at + 1);
  const [values, prefix] =
    name === 'set'
      ? [after.slice(0, endOfValues(after)), '']
      : name === 'foreach'
        ? [after, '']
        : name === 'list' && command.args[0]?.text === 'APPEND'
          ? [after, '… ']
          : [null, ''];
  if (!values) return null;
  const items = values.flatMap(({ text }) => text.split(';'));
  if (items.length <= SHOWN_ITEMS) return prefix + items.join(';').slice(0, VALUE_LIMIT);
  return `${prefix}${items.slice(0, SHOWN_ITEMS).join(';').slice(0, VALUE_LIMIT)};… (${items.length})`;
}

function endOfValues(args: readonly Argument[]): number {
  const at = args.findIndex(
    ({ kind, text }) => kind === 'unquoted' && (text === 'CACHE' || text === 'PARENT_SCOPE'),
  );
  return at < 0 ? args.length : at;
}

function moduleFacts(command: Command): ModuleFacts | null {
  const [name, ...rest] = command.args;
  if (!name) return null;
  const dependencies: string[] = [];
  const visible = new Set<string>();
  let dependsEnd: Position | null = null;
  let list = '';
  for (const { text, range } of rest) {
    if (moduleWords.has(text)) list = text;
    else if (list.endsWith('DEPENDS') && list !== 'TEST_DEPENDS') {
      dependencies.push(text);
      if (list !== 'PRIVATE_DEPENDS') visible.add(text);
    }
    if (list === 'DEPENDS') dependsEnd = range.end;
  }
  const privateDependencies = dependencies.filter((one) => !visible.has(one));
  return { name: name.text, nameRange: name.range, dependencies, privateDependencies, dependsEnd };
}

/** The occurrence at a position. If one contains another, as in `${a${b}}`, the smallest one. */
export function occurrenceAt(
  facts: FileFacts,
  position: { line: number; character: number },
): Occurrence | null {
  let found: Occurrence | null = null;
  for (const occurrence of facts.occurrences)
    if (contains(occurrence.range, position) && (!found || size(occurrence.range) <= size(found.range)))
      found = occurrence;
  return found;
}

const size = ({ start, end }: Range): number =>
  (end.line - start.line) * 1e6 + end.character - start.character;

/** The position of the first command, before which a new one can be inserted. */
export function startOfCommands({ statements: [first] }: Script): Position {
  if (!first) return { line: 0, character: 0 };
  return first.kind === 'command' ? first.range.start : first.branches[0]!.open.range.start;
}

/** The type of a `.wrap` file: its name up to the first dot, as in CMake. */
export function typeNameOfWrap(file: string): string {
  return path.basename(file).split('.')[0] ?? '';
}
