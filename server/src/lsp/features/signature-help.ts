import type { SignatureHelp } from 'vscode-languageserver';
import type { Argument, Command, Script } from '../../cmake/syntax/ast';
import { builtinSignature } from '../../cmake/syntax/builtins';
import { commandAt, comparePositions, contains } from '../../cmake/syntax/visit';
import type { Position } from '../../shared/text-range';
import { optionalParameters } from '../../wrapping/index/known-macros';
import { asMarkdown } from '../../shared/markdown';
import { oneLine } from '../../shared/plain-text';
import type { WorkspaceIndex } from '../../wrapping/index/workspace-index';

/** The signature of the command whose parentheses contain the position, and the parameter at the position. */
export function signatureHelp(
  script: Script,
  index: WorkspaceIndex,
  position: Position,
  markdown: boolean,
): SignatureHelp | null {
  const command = callAround(script, position);
  if (!command) return null;
  const signature = signatureOf(command.name, index);
  if (!signature) return null;
  const parameters: { label: [number, number] }[] = [];
  let label = `${oneLine(signature.name)}(`;
  for (const [n, written] of signature.parameters.entries()) {
    const parameter = oneLine(written);
    if (n > 0) label += ' ';
    parameters.push({ label: [label.length, label.length + parameter.length] });
    label += parameter;
  }
  const place = argumentAt(command.args, position);
  const last = signature.parameters.length - 1;
  const rest = signature.parameters[last]?.includes('…') ?? false;
  const activeParameter = place > last && rest ? last : place;
  const documentation = markdown
    ? { kind: 'markdown' as const, value: asMarkdown(signature.doc) }
    : { kind: 'plaintext' as const, value: signature.doc };
  return {
    signatures: [{ label: `${label})`, documentation, parameters }],
    activeSignature: 0,
    activeParameter: Math.max(0, activeParameter),
  };
}

/** The signature of one of CMake's commands, or of a macro of the workspace with the options that it reads from ARGN. */
export function signatureOf(
  name: string,
  index: WorkspaceIndex,
): { name: string; parameters: string[]; doc: string } | null {
  const builtin = builtinSignature(name);
  if (builtin) return { name: name.toLowerCase(), parameters: [...builtin.parameters], doc: builtin.summary };
  const [definition] = index.definitionsOf(name);
  if (!definition) return null;
  const parameters = [...definition.parameters, ...optionalParameters(name)];
  return { name: definition.name, parameters, doc: definition.doc };
}

/**
 * The command around a position. While the user types, the closing parenthesis is often missing. Then it is the last command
 * before the position.
 */
function callAround(script: Script, position: Position): Command | null {
  const command = commandAt(script.statements, position) ?? lastUnclosed(script, position);
  if (!command || contains(command.nameRange, position)) return null;
  const { end } = command.range;
  const closed = !script.errors.some(
    ({ range }) =>
      comparePositions(range.start, command.range.start) >= 0 && comparePositions(range.start, end) <= 0,
  );
  // The call ends at the closing parenthesis.
  return closed && comparePositions(position, end) >= 0 ? null : command;
}

function lastUnclosed(script: Script, position: Position): Command | null {
  const statements = script.statements.filter(({ range }) => comparePositions(range.start, position) < 0);
  const last = statements.at(-1);
  if (!last || last.kind !== 'command') return null;
  const unclosed = script.errors.some(({ range }) => comparePositions(range.start, last.range.start) >= 0);
  return unclosed ? last : null;
}

/** The index of the argument at a position. Between two arguments, the second one. */
function argumentAt(args: readonly Argument[], position: Position): number {
  const at = args.findIndex(({ range }) => comparePositions(position, range.end) <= 0);
  return at < 0 ? args.length : at;
}
