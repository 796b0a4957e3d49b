import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type LocationLink,
} from 'vscode-languageserver';
import type { Location as FileLocation, Position } from '../../shared/text-range';
import { contains } from '../../cmake/syntax/visit';
import { occurrenceAt } from '../../wrapping/index/script-facts';
import { definitionsOf, occurrencesInFile, referencesOf } from '../../wrapping/index/variable-kind';
import { startOf } from '../../wrapping/index/workspace-index';
import { toUri } from '../translate/to-protocol';
import type { FileContext } from '../session/file-context';

/** The places that a name means. If the evaluation knows which `set()` has set it, only that one. */
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

/** A plain location, for clients that do not support links. */
export function withoutOrigin(found: LocationLink | Location): Location {
  return 'targetUri' in found ? { uri: found.targetUri, range: found.targetSelectionRange } : found;
}

/** All places that mean the same, in all files, open or not. */
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

/** The places in this file that mean the same, with reads and writes distinguished. */
export function highlights(context: FileContext, position: Position): DocumentHighlight[] {
  const occurrence = occurrenceAt(context.facts, position);
  if (!occurrence) return [];
  return occurrencesInFile(context.facts, occurrence).map(({ range, role }) => ({
    range,
    kind: role === 'read' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
  }));
}

/**
 * What the build generates for the class at a position: its first alias in the generated `.cxx`, and igenerator's `.i` if
 * that exists. Outside of classes, the beginnings of these files.
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

const locationOf = ({ file, range }: FileLocation): Location => ({ uri: toUri(file), range });
