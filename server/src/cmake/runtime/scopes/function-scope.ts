import type { CallNode, Node } from '../../ir/nodes';
import type { Scope } from './scope';
import type { Definition } from './state';
import { isAtLeast, type CMakeVersion } from '../../values/version';

/** Commands that are part of the language. */
export const BLOCK_COMMANDS = new Set(
  ['if', 'elseif', 'else', 'endif', 'foreach', 'endforeach', 'while', 'endwhile'].concat([
    'function',
    'endfunction',
    'macro',
    'endmacro',
    'block',
    'endblock',
  ]),
);

/** Sets the variables that a function sees, such as its arguments. */
export function setFunctionVariables(
  scope: Scope,
  definition: Definition,
  args: readonly string[],
  version: CMakeVersion,
): void {
  const { variables } = scope;
  definition.formals.forEach((formal, index) => variables.set(formal, args[index]!));
  variables.set('ARGC', String(args.length));
  args.forEach((arg, index) => variables.set(`ARGV${index}`, arg));
  variables.set('ARGV', args.join(';'));
  variables.set('ARGN', args.slice(definition.formals.length).join(';'));
  if (isAtLeast(version, 4, 4))
    variables.set('_FUNCTION_ARGNC', String(args.length - definition.formals.length));
  variables.set('CMAKE_CURRENT_FUNCTION', definition.name);
  variables.set('CMAKE_CURRENT_FUNCTION_LIST_FILE', definition.file);
  variables.set('CMAKE_CURRENT_FUNCTION_LIST_DIR', directoryOf(definition.file));
  variables.set('CMAKE_CURRENT_FUNCTION_LIST_LINE', String(definition.call.line));
}

/** The folder of a file, given as a byte string. */
export function directoryOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash <= 0 ? file.slice(0, slash + 1) : file.slice(0, slash);
}

/** Moves the commands of `cmake_language(EVAL)` to the position of its call. */
export function relocate(node: Node, call: CallNode): void {
  const place = (target: CallNode): void => {
    target.line = call.line;
    target.range = call.range;
  };
  if (node.kind === 'call') place(node);
  else if (node.kind === 'if')
    for (const { open, body } of node.branches) {
      place(open);
      for (const inner of body) relocate(inner, call);
    }
  else {
    place(node.open);
    if (node.kind !== 'definition') for (const inner of node.body) relocate(inner, call);
  }
}
