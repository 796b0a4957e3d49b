import path from 'node:path';
import type { Location } from '../../shared/text-range';
import type { FileFacts, Occurrence } from './script-facts';
import { familiesOfEntry, tableEntry } from './type-families';
import { startOf, type WorkspaceIndex } from './workspace-index';

/**
 * Whether a variable means the same in all files. By ITK's convention (at the top of TypedefMacros.cmake), names in capitals
 * are shared between macros and files. All others belong to the macro or file that contains them.
 */
export function isShared(name: string): boolean {
  return /^[A-Z][A-Z0-9]*_/.test(name);
}

/** All places of this file that mean the same thing as `occurrence`, including itself. */
export function occurrencesInFile(facts: FileFacts, occurrence: Occurrence): Occurrence[] {
  return facts.occurrences.filter((other) => sameInFile(facts, occurrence, other));
}

/** All places in all files that mean the same thing. */
export function referencesOf(
  index: WorkspaceIndex,
  facts: FileFacts,
  occurrence: Occurrence,
): readonly { file: string; occurrence: Occurrence }[] {
  if (!reachesOtherFiles(facts, occurrence))
    return occurrencesInFile(facts, occurrence).map((one) => ({ file: facts.file, occurrence: one }));
  return index.occurrencesOf(occurrence.kind, occurrence.name);
}

/** Whether other files may use this name for the same thing. */
export function reachesOtherFiles(facts: FileFacts, occurrence: Occurrence): boolean {
  if (occurrence.kind === 'parameter') return false;
  if (occurrence.kind === 'command') {
    // Several .wrap files may define helper macros with the same name, each for its own use.
    const own = facts.definitions.some(({ name }) => name.toLowerCase() === occurrence.name);
    return !(own && facts.file.endsWith('.wrap'));
  }
  if (occurrence.kind !== 'variable') return true;
  return (
    isShared(occurrence.name) || !occurrencesInFile(facts, occurrence).some(({ role }) => role === 'write')
  );
}

/** The definitions of a name, best first. Empty if none is known. */
export function definitionsOf(index: WorkspaceIndex, facts: FileFacts, occurrence: Occurrence): Location[] {
  const { name } = occurrence;
  switch (occurrence.kind) {
    case 'command':
      return byNearness(
        facts.file,
        index.definitionsOf(name).map(({ file, nameRange }) => ({ file, range: nameRange })),
      );
    case 'parameter':
      return occurrencesInFile(facts, occurrence)
        .filter(({ role }) => role === 'define')
        .map(({ range }) => ({ file: facts.file, range }));
    case 'variable':
      return definitionsOfVariable(index, facts, occurrence);
    case 'class':
      return definitionOfClass(index, name);
    case 'header':
      return index.headersNamed(name).map(startOf);
    case 'type':
      return byNearness(facts.file, index.wrapsOf(name).map(startOf));
    case 'module': {
      const module = index.moduleNamed(name);
      return module ? [{ file: module.file, range: module.nameRange }] : [];
    }
  }
}

/** The position of a class in its header. If the headers are not read yet, the header that is named after it. */
export function definitionOfClass(index: WorkspaceIndex, className: string): Location[] {
  const found = index.classNamed(className);
  if (found) {
    const { line, character } = found;
    const length = className.split('::').at(-1)!.length;
    return [
      {
        file: found.file,
        range: { start: { line, character }, end: { line, character: character + length } },
      },
    ];
  }
  return index.headersNamed(`${swigNameOf(className)}.h`).map(startOf);
}

/** The SWIG name that itk_wrap_class() makes from a class name: its top namespace and its last part. */
export function swigNameOf(className: string): string {
  const parts = className.split('::');
  return parts.length > 1 ? `${parts[0]}${parts.at(-1)}` : className;
}

/**
 * The commands that set a variable: those before it in its own file, last first, or else those of other files. A composed
 * name, or a name of the type tables, is matched with the names that macro files set.
 */
function definitionsOfVariable(index: WorkspaceIndex, facts: FileFacts, occurrence: Occurrence): Location[] {
  const { name } = occurrence;
  const writes = occurrencesInFile(facts, occurrence).filter(({ role }) => role === 'write');
  const before = writes.filter(({ range }) => range.start.line <= occurrence.range.start.line).reverse();
  const own = (before.length > 0 ? before : writes).map(({ range }) => ({ file: facts.file, range }));
  if (own.length > 0) return own;
  const others = index
    .occurrencesOf('variable', name)
    .filter(({ occurrence: { role } }) => role === 'write')
    .filter(
      ({ file, occurrence: { definition } }) =>
        isShared(name) || (definition === null && !file.endsWith('.wrap')),
    )
    .map(({ file, occurrence: { range } }) => ({ file, range }));
  if (others.length > 0) return byNearness(facts.file, others);
  const composed = name.includes('${') ? writesMatching(index, name) : [];
  if (composed.length > 0) return composed;
  const entry = tableEntry(name);
  if (!entry) return [];
  const families = index.allFamilies();
  const fitting = familiesOfEntry(
    families.map(({ family }) => family),
    entry.entry,
  );
  return families
    .filter(({ family }) => fitting.includes(family))
    .map(({ file, family }) => ({ file, range: family.range }))
    .filter(({ file }) => file === facts.file || !file.endsWith('.wrap'));
}

/** The maximum number of variables that a composed name stands for. */
const COMPOSED = 40;

/** The variables that `ITKT_${t}` may name: variables of macro files with the same fixed parts. */
function writesMatching(index: WorkspaceIndex, name: string): Location[] {
  const fixed = name.split(/\$\{[^{}]*(?:\$\{[^{}]*\}[^{}]*)*\}/);
  if ((fixed[0] ?? '').length < 3) return [];
  const pattern = new RegExp(
    `^${fixed.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\w+')}$`,
  );
  const found: Location[] = [];
  for (const [candidate] of index.namesOf('variable')) {
    if (!pattern.test(candidate)) continue;
    for (const { file, occurrence } of index.occurrencesOf('variable', candidate))
      if (occurrence.role === 'write' && !file.endsWith('.wrap'))
        found.push({ file, range: occurrence.range });
    if (found.length >= COMPOSED) break;
  }
  return found;
}

function sameInFile(facts: FileFacts, a: Occurrence, b: Occurrence): boolean {
  if (a.kind !== b.kind || a.name !== b.name) return false;
  if (a.kind === 'parameter') return a.definition === b.definition;
  if (a.kind !== 'variable' || isShared(a.name)) return true;
  return scopeOf(facts, a) === scopeOf(facts, b);
}

/**
 * The definition that a variable belongs to. A macro's variables belong to its caller, but by convention no one else reads
 * them.
 */
function scopeOf(facts: FileFacts, { definition, name }: Occurrence): number | null {
  if (definition === null) return null;
  const writesIt = facts.occurrences.some(
    (other) =>
      other.kind === 'variable' &&
      other.name === name &&
      other.definition === definition &&
      other.role === 'write',
  );
  return writesIt ? definition : null;
}

/** Sorts locations by how much of the path they share with the file. */
function byNearness(file: string, locations: Location[]): Location[] {
  const shared = (other: string): number => {
    const a = file.split(path.sep);
    const b = other.split(path.sep);
    const at = a.findIndex((part, n) => part !== b[n]);
    return at < 0 ? Infinity : at;
  };
  return [...locations].sort((a, b) => shared(b.file) - shared(a.file));
}
