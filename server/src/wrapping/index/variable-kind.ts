import path from 'node:path';
import type { Location } from '../../shared/text-range';
import type { FileFacts, Occurrence } from './script-facts';
import { familiesOfEntry, tableEntry } from './type-families';
import { startOf, type WorkspaceIndex } from './workspace-index';

/**
 * Whether a variable means the same in all files. ITK's convention (TypedefMacros.cmake, at its top): names in capitals
 * are shared between macros and files, all others belong to the macro or the file that they stand in.
 */
export function isShared(name: string): boolean {
  return /^[A-Z][A-Z0-9]*_/.test(name);
}

/** All places of this file that mean the same thing as `occurrence`, itself among them. */
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

/** Whether other files may mean the same by this name. */
export function reachesOtherFiles(facts: FileFacts, occurrence: Occurrence): boolean {
  if (occurrence.kind === 'parameter') return false;
  if (occurrence.kind === 'command') {
    // Several .wrap files define helper macros of the same name, each for itself.
    const own = facts.definitions.some(({ name }) => name.toLowerCase() === occurrence.name);
    return !(own && facts.file.endsWith('.wrap'));
  }
  if (occurrence.kind !== 'variable') return true;
  return (
    isShared(occurrence.name) || !occurrencesInFile(facts, occurrence).some(({ role }) => role === 'write')
  );
}

/** Where a thing comes from; empty if nobody says. Best first. */
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

/** A class's place in its header; if headers are not read yet, the header that its name tells. */
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

/** What itk_wrap_class() makes of a class's name: its top namespace and its last part. */
export function swigNameOf(className: string): string {
  const parts = className.split('::');
  return parts.length > 1 ? `${parts[0]}${parts.at(-1)}` : className;
}

/**
 * What set the variable: the places before it in its own file, last first; else those of other files, for names in
 * capitals. A name made of parts, or one of the type tables, is matched with what the macros build such names from.
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

/** How many variables a name made of parts is taken to mean, at most. */
const COMPOSED = 40;

/** The variables that `ITKT_${t}` may name: those of macro files whose names have the same fixed parts. */
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

/** A function's variables are its own; a macro's go to its caller, but by convention nobody else reads them. */
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

/** The same file first, then those that share most of their path. */
function byNearness(file: string, locations: Location[]): Location[] {
  const shared = (other: string): number => {
    const a = file.split(path.sep);
    const b = other.split(path.sep);
    const at = a.findIndex((part, n) => part !== b[n]);
    return at < 0 ? Infinity : at;
  };
  return [...locations].sort((a, b) => shared(b.file) - shared(a.file));
}
