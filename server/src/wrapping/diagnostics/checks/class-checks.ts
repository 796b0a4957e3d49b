import type { Argument, Command, Statement } from '../../../cmake/syntax/ast';
import { innerRange, visitCommands } from '../../../cmake/syntax/visit';
import type { Range } from '../../../shared/text-range';
import { wrapMethods } from '../../index/known-macros';
import type { CheckContext, Finding } from './finding';
import { wrappedTwice } from '../alias-checks';
import { newNameOfMacro } from '../old-macros';
import { nearMisses } from './near-miss';

const OPENING = /^itk_wrap_(?:named_)?class$/;
const SIMPLE = /^itk_wrap_(?:named_)?simple_class$/;
const CONTENT = /^itk_wrap_(?:template|image_filter|image_filter_combinations|image_filter_types)$/;

/** Classes that are not closed or not open, and what stands outside of any. */
export function checkClassFrames({ script, file }: CheckContext): Finding[] {
  // In a file that CMake cannot parse, what seems to be missing is perhaps only not understood.
  if (!file.endsWith('.wrap') || script.errors.some(({ severity }) => severity === 'error')) return [];
  const findings: Finding[] = [];
  let open: { command: Command; last: Command } | null = null;
  for (const { command, inside } of visitCommands(script.statements)) {
    // A macro's body runs where the macro is called.
    if (inside) continue;
    // A macro of older versions has a finding of its own.
    const name = newNameOfMacro(command.name) ?? command.name.toLowerCase();
    if (OPENING.test(name)) {
      if (open) findings.push(unclosed(open));
      open = { command, last: command };
    } else if (SIMPLE.test(name)) {
      if (open) findings.push(unclosed(open));
      open = null;
    } else if (name === 'itk_end_wrap_class') {
      if (!open) findings.push(endWithoutClass(command));
      open = null;
    } else if (CONTENT.test(name) && !open) findings.push(outside(command));
    else if (open) open.last = command;
    if (open && CONTENT.test(name)) open.last = command;
  }
  if (open) findings.push(unclosed(open));
  return findings;
}

function unclosed({ command, last }: { command: Command; last: Command }): Finding {
  const end = { line: last.range.end.line, character: last.range.end.character };
  const indent = ' '.repeat(command.range.start.character);
  return {
    code: 'unclosed-class',
    message: `${command.name}(${command.args[0]?.text ?? ''}) is not closed: itk_end_wrap_class() is missing. CMake does not say so, and what follows is added to this class.`,
    range: command.nameRange,
    fixes: [
      {
        title: 'Close the class with itk_end_wrap_class()',
        edits: [{ range: { start: end, end }, newText: `\n${indent}itk_end_wrap_class()` }],
      },
    ],
  };
}

function endWithoutClass({ range }: Command): Finding {
  return {
    code: 'end-without-class',
    message: 'itk_end_wrap_class() without itk_wrap_class() before it. CMake does not say so.',
    range,
    fixes: [{ title: 'Remove itk_end_wrap_class()', edits: [{ range: wholeLine(range), newText: '' }] }],
  };
}

function outside({ name, nameRange }: Command): Finding {
  return {
    code: 'template-outside-class',
    message: `${name}() stands outside of a class: it is added to the class before it, which may even be one of another file. Put it between itk_wrap_class() and itk_end_wrap_class().`,
    range: nameRange,
  };
}

/** Methods that itk_wrap_class() does not know, and arguments too many or too few. */
export function checkClassArguments({ script }: CheckContext): Finding[] {
  const findings: Finding[] = [];
  for (const { command, inside } of visitCommands(script.statements)) {
    const name = command.name.toLowerCase();
    const simple = SIMPLE.test(name);
    if (inside || (!simple && !OPENING.test(name))) continue;
    const named = name.includes('named') ? 2 : 1;
    if (command.args.some(({ kind, references }) => kind === 'unquoted' && references.length > 0)) continue;
    if (command.args.length < named)
      findings.push({
        code: 'missing-arguments',
        message:
          named === 2
            ? `${name}() needs a class and its SWIG name.`
            : `${name}() needs a class, such as "itk::Image".`,
        range: command.range,
      });
    const method = command.args[named];
    if (method && method.references.length === 0 && !(method.text in wrapMethods))
      findings.push(invalidMethod(method));
    const extra = command.args[named + 1];
    if (extra)
      findings.push({
        code: 'too-many-arguments',
        message: `${name}() takes ${named === 2 ? 'a class, its SWIG name' : 'a class'} and one method, no more: CMake stops with “Too many arguments”.`,
        range: extra.range,
        fixes: [{ title: `Remove ${extra.text}`, edits: [{ range: extra.range, newText: '' }] }],
      });
  }
  return findings;
}

function invalidMethod(method: Argument): Finding {
  const methods = Object.keys(wrapMethods);
  const near = [
    ...nearMisses(method.text, methods),
    ...methods.filter((name) => name.startsWith(method.text.slice(0, 12))),
  ];
  const range = innerRange(method);
  return {
    code: 'invalid-method',
    message: `${method.text || 'An empty text'} is not a wrap method. Use one of ${methods.join(', ')}.`,
    range: method.range,
    fixes: [...new Set(near)]
      .slice(0, 3)
      .map((name) => ({ title: `Change to ${name}`, edits: [{ range, newText: name }] })),
  };
}

/** Two templates of one class with the same mangle, where nothing changes a variable between them. */
export function checkDuplicateMangles({ script, file }: CheckContext): Finding[] {
  if (!file.endsWith('.wrap')) return [];
  const findings: Finding[] = [];
  walk(script.statements);
  return findings;

  function walk(statements: readonly Statement[]): void {
    let seen = new Map<string, Command>();
    for (const statement of statements) {
      if (statement.kind === 'block') {
        for (const { body } of statement.branches) walk(body);
        // What a block sets is not followed: of composed names nothing is known after it.
        seen = new Map([...seen].filter(([mangle]) => !mangle.includes('${')));
        continue;
      }
      const name = statement.name.toLowerCase();
      const [mangle] = statement.args;
      if (OPENING.test(name) || SIMPLE.test(name) || name === 'itk_end_wrap_class') seen = new Map();
      else if (name === 'itk_wrap_template' && mangle) {
        const first = seen.get(mangle.text);
        if (first) findings.push(duplicate(first, statement, mangle));
        else seen.set(mangle.text, statement);
      } else if (!CONTENT.test(name)) seen = new Map([...seen].filter(([text]) => !text.includes('${')));
    }
  }

  function duplicate(first: Command, second: Command, mangle: Argument): Finding {
    const range = mangle.range;
    const related = [
      { location: { file, range: first.range }, message: 'the first template with this mangle' },
    ];
    if (spaceless(first.args[1]) !== spaceless(second.args[1]))
      return {
        code: 'duplicate-mangle',
        message: `Line ${first.range.start.line + 1} uses the mangle ${mangle.text} too: both make the same alias, and castxml stops with “type alias redefinition with different types”.`,
        range,
        related,
      };
    return {
      code: 'wrapped-twice',
      message: wrappedTwice(`The instantiation of line ${first.range.start.line + 1}`),
      range,
      related,
      fixes: [
        {
          title: 'Remove the second itk_wrap_template()',
          edits: [{ range: wholeLine(second.range), newText: '' }],
        },
      ],
    };
  }
}

const spaceless = (argument: Argument | undefined): string => argument?.text.replace(/\s+/g, '') ?? '';

/** Conditions on dimensions that are neither a number, nor a list of numbers, nor `2+`. */
export function checkDimensions({ script }: CheckContext): Finding[] {
  const findings: Finding[] = [];
  for (const { command } of visitCommands(script.statements)) {
    const name = command.name.toLowerCase();
    const condition =
      name === 'itk_wrap_filter_dims'
        ? command.args[1]
        : name === 'itk_wrap_image_filter'
          ? command.args[2]
          : undefined;
    if (!condition || condition.references.length > 0 || /^(?:\d+(?:;\d+)*|\d+\+|)$/.test(condition.text))
      continue;
    const number = /\d+/.exec(condition.text)?.[0];
    const more = />/.test(condition.text) && number !== undefined;
    const guess = more ? `${/>=/.test(condition.text) ? number : Number(number) + 1}+` : number;
    findings.push({
      code: 'invalid-dimensions',
      message: `“${condition.text}” is not a valid condition on dimensions. Use a number (3), a list ("2;3") or a minimum (2+).`,
      range: condition.range,
      fixes:
        guess === undefined
          ? []
          : [{ title: `Change to ${guess}`, edits: [{ range: innerRange(condition), newText: guess }] }],
    });
  }
  return findings;
}

/** A command's lines with the newline behind them. */
export function wholeLine({ start, end }: Range): Range {
  return { start: { line: start.line, character: 0 }, end: { line: end.line + 1, character: 0 } };
}
