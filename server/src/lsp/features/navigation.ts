import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type LocationLink,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Location as FileLocation, Position, Range } from '../../shared/text-range';
import { contains } from '../../cmake/syntax/visit';
import { type Occurrence, occurrenceAt, typeNameOfWrap } from '../../wrapping/index/script-facts';
import { definitionsOf, occurrencesInFile, referencesOf } from '../../wrapping/index/variable-kind';
import { startOf } from '../../wrapping/index/workspace-index';
import { toUri } from '../translate/to-protocol';
import type { ClientSupport } from '../server/client-support';
import type { FileContext } from '../session/file-context';

/** From a name to what it stands for; where evaluation knows which `set()` it was, to that one. */
export function definition(context: FileContext, position: Position): LocationLink[] {
  const occurrence = occurrenceAt(context.facts, position);
  if (!occurrence) return [];
  const evaluated =
    occurrence.kind === 'variable' && occurrence.role === 'read'
      ? context.evaluation?.valueAt(context.file, position, occurrence.name, false)?.setAt
      : undefined;
  const found = evaluated ? [evaluated] : definitionsOf(context.index, context.facts, occurrence);
  return found.map(({ file, range }) => ({
    originSelectionRange: occurrence.range,
    targetUri: toUri(file),
    targetRange: range,
    targetSelectionRange: range,
  }));
}

/** For clients that take no links: a place alone. */
export function withoutOrigin(found: LocationLink | Location): Location {
  return 'targetUri' in found ? { uri: found.targetUri, range: found.targetSelectionRange } : found;
}

/** Every place that means the same, in all files, also those that no editor has open. */
export function references(
  context: FileContext,
  position: Position,
  includeDeclaration: boolean,
): Location[] {
  const occurrence = occurrenceAt(context.facts, position);
  if (!occurrence) return [];
  const places = referencesOf(context.index, context.facts, occurrence).filter(
    (place) => includeDeclaration || place.occurrence.role !== 'define',
  );
  const locations = places.map(({ file, occurrence: { range } }) => ({ uri: toUri(file), range }));
  if (occurrence.kind === 'type' && includeDeclaration)
    locations.push(...context.index.wrapsOf(occurrence.name).map((file) => locationOf(startOf(file))));
  return locations;
}

export function highlights(context: FileContext, position: Position): DocumentHighlight[] {
  const occurrence = occurrenceAt(context.facts, position);
  if (!occurrence) return [];
  return occurrencesInFile(context.facts, occurrence).map(({ range, role }) => ({
    range,
    kind: role === 'read' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
  }));
}

/**
 * What the build makes of the class at a place: its first alias in the generated `.cxx`, and igenerator's `.i`, where it is
 * there. Outside of classes, the files.
 * @param typedefs the folder of the `.i` files
 */
export function implementations(
  { type, facts }: FileContext,
  position: Position,
  typedefs: string | undefined,
): Location[] {
  if (!type) return [];
  const found = facts.classes.find(({ range }) => contains(range, position));
  const alias = type.instantiations.find(({ className }) => className === found?.className);
  const place = { line: alias?.line ?? 0, character: 0 };
  const cxx = { uri: toUri(type.cxx), range: { start: place, end: place } };
  const swig = typedefs === undefined ? null : path.join(typedefs, `${type.name}.i`);
  return swig !== null && existsSync(swig) ? [cxx, locationOf(startOf(swig))] : [cxx];
}

/** What can be renamed at a place: its range and its name. Throws with the reason where a name must stay. */
export function prepareRename(
  context: FileContext,
  position: Position,
): { range: Range; placeholder: string } {
  const occurrence = occurrenceAt(context.facts, position);
  if (!occurrence) throw new RenameError('There is nothing here that has a name to change.');
  const problem = whyNot(context, occurrence);
  if (problem) throw new RenameError(problem);
  return { range: occurrence.range, placeholder: nameAt(context, occurrence.range) };
}

/** Renames a variable, a parameter or a macro, with every place that names it; a type, with its `.wrap` file. */
export function rename(
  context: FileContext,
  position: Position,
  newName: string,
  client: Pick<ClientSupport, 'documentChanges' | 'renameFiles'>,
): WorkspaceEdit {
  const occurrence = occurrenceAt(context.facts, position);
  if (!occurrence) throw new RenameError('There is nothing here that has a name to change.');
  const problem = whyNot(context, occurrence) ?? whyNotTo(context, occurrence, newName);
  if (problem) throw new RenameError(problem);
  const edits = new Map<string, TextEdit[]>();
  const isMeant = reachOf(occurrence, context.file);
  for (const { file, occurrence: place } of referencesOf(context.index, context.facts, occurrence))
    if (isMeant(file)) push(edits, toUri(file), { range: place.range, newText: newName });
  const changes = [...edits].map(([uri, list]) => ({ textDocument: { uri, version: null }, edits: list }));
  if (occurrence.kind !== 'type')
    return client.documentChanges ? { documentChanges: changes } : { changes: Object.fromEntries(edits) };
  if (!client.documentChanges || !client.renameFiles)
    throw new RenameError(
      `A type is named by its file, and this editor renames no files: rename ${occurrence.name}.wrap yourself.`,
    );
  const files = context.index.wrapsOf(occurrence.name).filter(isMeant);
  return {
    documentChanges: [
      ...changes,
      ...files.map((file) => ({
        kind: 'rename' as const,
        oldUri: toUri(file),
        newUri: toUri(path.join(path.dirname(file), `${newName}.wrap`)),
        options: { overwrite: false },
      })),
    ],
  };
}

/** A type is a file beside the order that names it: another checkout in the workspace has one of the same name. */
function reachOf({ kind }: Occurrence, from: string): (file: string) => boolean {
  return kind === 'type' ? (file) => path.dirname(file) === path.dirname(from) : () => true;
}

/** A refusal that the client shows. */
export class RenameError extends Error {}

/** The edits that follow a renamed `.wrap` file: the orders that list its type. */
export function editsForRenamedFile(
  context: Pick<FileContext, 'index'>,
  oldFile: string,
  newFile: string,
): WorkspaceEdit {
  const edits = new Map<string, TextEdit[]>();
  const [before, after] = [typeNameOfWrap(oldFile), typeNameOfWrap(newFile)];
  if (before === after || !oldFile.endsWith('.wrap') || !newFile.endsWith('.wrap')) return {};
  for (const { file, occurrence } of context.index.occurrencesOf('type', before))
    if (path.dirname(file) === path.dirname(oldFile))
      push(edits, toUri(file), { range: occurrence.range, newText: after });
  return { changes: Object.fromEntries(edits) };
}

function whyNot(context: FileContext, { kind, name }: Occurrence): string | null {
  if (kind === 'class' || kind === 'header')
    return `${name} is named by its C++ header; rename it there, and the file with it.`;
  if (kind === 'module') return `${name} is a module: its folders, targets and tests carry the name too.`;
  if (name.includes('${'))
    return `The name ${name} is made of parts: rename the variable that each part reads.`;
  if (kind === 'variable' && /^(?:CMAKE|ENV)_/.test(name)) return `${name} belongs to CMake.`;
  if (kind === 'command' && context.index.definitionsOf(name).length === 0)
    return `${name}() is defined in no file of the workspace.`;
  return null;
}

function whyNotTo(context: FileContext, occurrence: Occurrence, newName: string): string | null {
  const { kind } = occurrence;
  if (kind === 'type' && newName.includes('.')) return `CMake would cut “${newName}” at its first dot.`;
  if (kind === 'type' && context.index.wrapsOf(newName).some(reachOf(occurrence, context.file)))
    return `There is a ${newName}.wrap in this folder already.`;
  if (kind === 'command' && !/^[A-Za-z_]\w*$/.test(newName))
    return `“${newName}” is no name of a command: letters, digits and _ alone, and no digit first.`;
  if (!/^[\w.+-]+$/.test(newName)) return `“${newName}” cannot be a name: letters, digits, _ . + - alone.`;
  return null;
}

function nameAt({ text }: FileContext, range: Range): string {
  const line = text.split('\n')[range.start.line] ?? '';
  return line.slice(range.start.character, range.end.character);
}

const locationOf = ({ file, range }: FileLocation): Location => ({ uri: toUri(file), range });

function push(edits: Map<string, TextEdit[]>, uri: string, edit: TextEdit): void {
  const list = edits.get(uri);
  if (list) list.push(edit);
  else edits.set(uri, [edit]);
}
