import type { Script } from '../../cmake/syntax/ast';
import { contains } from '../../cmake/syntax/visit';
import type { Range } from '../../shared/text-range';
import type { FileFacts, Occurrence } from '../index/script-facts';
import { isShared, occurrencesInFile, reachesOtherFiles } from '../index/variable-kind';
import type { WorkspaceIndex } from '../index/workspace-index';
import type { SourceText } from './rename-sources';

/** The input of a rename plan. */
export interface RenameScene {
  /** The file in which the rename was requested, with its text, script and facts. */
  file: string;
  text: string;
  script: Script;
  facts: FileFacts;
  index: WorkspaceIndex;
  parse: (text: string) => Script;
  /** All scripts and templates that may contain the name, including the file itself. */
  sources: readonly SourceText[];
  /** The path of the build's CMakeCache.txt and its entries, or null without a build. */
  cache: { file: string; entries: ReadonlyMap<string, string> } | null;
  /** Whether a file may be changed: it is in the workspace or in the sources of the build. */
  isEditable: (file: string) => boolean;
}

/** The meaning of a name at one place: where else the same thing is meant. */
export interface RenameSymbol {
  /** `all`: other files mean the same by the name. `definition`: a parameter. */
  scope: 'all' | 'file' | 'definition';
  /** The places in the file that surely mean it, and those that may mean it because a callee sees its caller's variables. */
  narrow: readonly Occurrence[];
  widest: readonly Occurrence[];
  /** The range of a parameter's definition, in which its name counts. Null if it is not a parameter. */
  within: Range | null;
  /** A macro's parameter is not a variable: CMake substitutes its text. */
  isText: boolean;
}

/** What the name at a place means. */
export function symbolAt(
  { facts, text }: Pick<RenameScene, 'facts' | 'text'>,
  occurrence: Occurrence,
): RenameSymbol {
  const lines = text.split('\n');
  const { name } = occurrence;
  const parameterOf = parameterAt(facts, occurrence);
  if (parameterOf !== null) {
    const { range, kind } = facts.definitions[parameterOf]!;
    const isText = kind === 'macro';
    const inner = facts.definitions.map((definition) => definition.parameters.includes(name));
    const places = facts.occurrences.filter((other) => {
      if (other.name !== name || !contains(range, other.range.start)) return false;
      if (other.definition === null) return false;
      // A nested definition sees the argument of a macro, but not the variable of a function.
      if (other.definition !== parameterOf && (!isText || inner[other.definition])) return false;
      return (
        other.kind === 'parameter' || (other.kind === 'variable' && (!isText || isReference(lines, other)))
      );
    });
    return { scope: 'definition', narrow: places, widest: places, within: range, isText };
  }
  const inFile = facts.occurrences.filter((other) => other.kind === occurrence.kind && other.name === name);
  const rest = { widest: inFile, within: null, isText: false };
  if (occurrence.kind === 'command')
    return { ...rest, scope: reachesOtherFiles(facts, occurrence) ? 'all' : 'file', narrow: inFile };
  if (isShared(name)) return { ...rest, scope: 'all', narrow: inFile };
  const narrow = occurrencesInFile(facts, occurrence);
  const isWhole = narrow.some(({ role }) => role === 'write');
  const isOther = (other: Occurrence): boolean => parameterAt(facts, other) !== null;
  const widest = inFile.filter((other) => !isOther(other));
  return { ...rest, widest, scope: 'file', narrow: isWhole ? narrow.filter((one) => !isOther(one)) : widest };
}

/** The definition whose parameter an occurrence refers to. In a function, a parameter is a normal variable. */
export function parameterAt(facts: FileFacts, { kind, name, definition }: Occurrence): number | null {
  if (definition === null || (kind !== 'parameter' && kind !== 'variable')) return null;
  const { parameters, kind: defined } = facts.definitions[definition]!;
  if (!parameters.includes(name)) return null;
  return kind === 'parameter' || defined === 'function' ? definition : null;
}

/** Whether a place is `${name}`, in contrast to an argument that is the name of a variable. */
const isReference = (lines: readonly string[], { range: { start } }: Occurrence): boolean =>
  lines[start.line]?.[start.character - 1] === '{';
