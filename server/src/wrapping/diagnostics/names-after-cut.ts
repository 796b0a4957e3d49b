import type { ArgumentNode, CallNode, Node } from '../../cmake/ir/nodes';
import type { ScriptCache } from '../../cmake/runtime/script-cache';
import { nearMisses } from '../../shared/near-miss';
import type { Range } from '../../shared/text-range';
import type { TypeRecord } from '../evaluation/evaluation-records';

/** A type variable that is not defined, and the argument that reads it. */
export interface UndefinedName {
  name: string;
  range: Range;
}

const UNKNOWN_COMMAND = /^Unknown CMake command /;
const REFERENCE = /(?<!\\)\$\{(ITK[TMN]_\w+)\}/g;

/**
 * The undefined type variables in the part of a `.wrap` file that was not evaluated, because an unknown command ends the file
 * before it. That command might define any name, but none that is similar to one of ITK's. Branches of conditions are left
 * out, because they may be about the names that they read.
 */
export function undefinedAfterCut(record: TypeRecord, programs: ScriptCache): UndefinedName[] {
  const { cutAt, wrap, messages } = record;
  if (cutAt === null || !messages.some(({ text }) => UNKNOWN_COMMAND.test(text))) return [];
  const defined = typeVariables(record);
  const text = programs.text(wrap);
  const isUndefined = (name: string): boolean =>
    !defined.has(name) && !isNamed(text, name) && nearMisses(name, defined, 1).length > 0;
  return callsIn(programs.load(wrap, true)?.statements ?? [])
    .filter(({ line }) => line > cutAt)
    .flatMap(({ args }) => args.flatMap(referencesIn))
    .filter(({ name }) => isUndefined(name));
}

/** The type variables that are defined where the file begins. */
function typeVariables({ moment }: TypeRecord): Set<string> {
  const names = new Set<string>();
  for (const { variables } of moment.state.scopes)
    for (const [name, value] of variables.entries())
      if (value !== null && /^ITK[TMN]_/.test(name)) names.add(name);
  return names;
}

/** Whether a text names a variable other than by reading it, as `set` does. */
const isNamed = (text: string, name: string): boolean => new RegExp(`(?<![{\\w])${name}(?!\\w)`).test(text);

function callsIn(nodes: readonly Node[]): CallNode[] {
  return nodes.flatMap((node): CallNode[] => {
    switch (node.kind) {
      case 'call':
        return [node];
      case 'foreach':
      case 'block':
        return [node.open, ...callsIn(node.body)];
      default:
        return [];
    }
  });
}

const referencesIn = ({ kind, text, range }: ArgumentNode): UndefinedName[] =>
  kind === 'bracket' ? [] : [...text.matchAll(REFERENCE)].map(([, name = '']) => ({ name, range }));
