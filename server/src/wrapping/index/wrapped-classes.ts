import type { Argument, Command, Script, Statement } from '../../cmake/syntax/ast';
import { visitCommands } from '../../cmake/syntax/visit';
import type { Position, Range } from '../../shared/text-range';

/** A class that a `.wrap` file wraps, as written. Only an evaluation knows what loops and options make of it. */
export interface WrappedClass {
  /** The C++ class without its template arguments, such as `itk::AbsImageFilter`. May contain `${…}` as written. */
  className: string;
  /** POINTER and similar methods. Empty if there are none. */
  methods: string[];
  /** The class name inside its quotes. */
  nameRange: Range;
  /** From the opening command to its `itk_end_wrap_class()`, or only the command if it needs none. */
  range: Range;
  command: Command;
}

/** The commands that name a class, and whether `itk_end_wrap_class()` closes them. Source: TypedefMacros.cmake. */
const classCommands: Record<string, { closed: boolean; methodsFrom: number }> = {
  itk_wrap_class: { closed: true, methodsFrom: 1 },
  itk_wrap_named_class: { closed: true, methodsFrom: 2 },
  itk_wrap_simple_class: { closed: false, methodsFrom: 1 },
  itk_wrap_named_simple_class: { closed: false, methodsFrom: 2 },
};

/** The classes of a `.wrap` file, in order. An unclosed class ends where the next one begins, or at the end of the file. */
export function wrappedClasses(script: Script): WrappedClass[] {
  const classes: WrappedClass[] = [];
  let open: WrappedClass | undefined;
  for (const command of allCommands(script.statements)) {
    const name = command.name.toLowerCase();
    if (name === 'itk_end_wrap_class') {
      if (open) open.range = { start: open.range.start, end: command.range.end };
      open = undefined;
      continue;
    }
    const known = classCommands[name];
    const first = command.args[0];
    if (!known || !first) {
      if (open) open.range = { start: open.range.start, end: command.range.end };
      continue;
    }
    const found: WrappedClass = {
      className: first.text,
      methods: command.args.slice(known.methodsFrom).map((argument) => argument.text),
      nameRange: innerRange(first),
      range: command.range,
      command,
    };
    classes.push(found);
    open = known.closed ? found : undefined;
  }
  return classes;
}

/** The class whose commands include this position. */
export function classAt(classes: readonly WrappedClass[], position: Position): WrappedClass | undefined {
  return classes.find(({ range }) => contains(range, position));
}

/** Every command of a script in the order of the text, including those inside blocks. */
export function* allCommands(statements: readonly Statement[]): Generator<Command> {
  for (const { command } of visitCommands(statements)) yield command;
}

/** Whether a position is in a range, including its end, because the cursor may be after the last character. */
export function contains(range: Range, position: Position): boolean {
  return !before(position, range.start) && !before(range.end, position);
}

function before(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function innerRange(argument: Argument): Range {
  if (argument.kind !== 'quoted') return argument.range;
  const { start, end } = argument.range;
  return {
    start: { line: start.line, character: start.character + 1 },
    end: { line: end.line, character: Math.max(0, end.character - 1) },
  };
}
