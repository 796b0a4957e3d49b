import path from 'node:path';
import * as l10n from '@vscode/l10n';
import {
  type AnnotatedTextEdit,
  type ChangeAnnotation,
  type RenameFile,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Script } from '../../cmake/syntax/ast';

import { MAX_SOURCE_BYTES, textOrNullSync } from '../../host/read-regular-file';
import type { Position, Range } from '../../shared/text-range';
import { type Occurrence, occurrenceAt, typeNameOfWrap } from '../../wrapping/index/script-facts';
import type { RenameClaim, RenameRefusal, RenameVerdict } from '../../wrapping/rename/rename-claim';
import { isRefusal, planRename, type RenamePlan } from '../../wrapping/rename/rename-plan';
import { whyNotRename } from '../../wrapping/rename/rename-refusals';
import type { RenameScene } from '../../wrapping/rename/rename-symbol';
import { type RenamePlaces } from '../../wrapping/rename/rename-places';
import type { SourceText } from '../../wrapping/rename/rename-sources';
import { otherPlacesOfType } from '../../wrapping/rename/rename-wrapped-type';
import { toUri } from '../translate/to-protocol';
import type { ClientSupport } from '../server/client-support';
import type { FileContext } from '../session/file-context';
import { leadsOut } from '../../shared/path-parts';
import { plural } from '../../shared/l10n/localized-plural';

/** A refused rename. The client shows the message. */
export class RenameError extends Error {}

/** What a rename needs besides the file in which it is requested. */
export interface RenameEnvironment {
  /** The texts that may contain the name: in the workspace, the sources of the build, and CMake's modules. */
  sources(): Promise<readonly SourceText[]>;
  isEditable: (file: string) => boolean;
  parse: (text: string) => Script;
  /** The build whose evaluation can check a rename. Undefined if there is none. */
  build: () => { source: string; dir: string; cache: ReadonlyMap<string, string> } | undefined;
  /** The texts of open documents. */
  openTexts(): [file: string, text: string][];
  /** Checks a rename. Null if nothing can be evaluated. */
  check(claim: RenameClaim): Promise<RenameVerdict | null>;
  /** Asks the user. False if they refuse, or if the client cannot ask. */
  confirm: (question: string) => Promise<boolean>;
  client: Pick<ClientSupport, 'documentChanges' | 'renameFiles' | 'changeAnnotations'>;
}

/**
 * What can be renamed at a position: its range and its name. Throws a RenameError with the reason if it cannot be renamed.
 */
export function prepareRename(
  context: FileContext,
  position: Position,
  environment: Pick<RenameEnvironment, 'isEditable' | 'parse' | 'build'>,
): { range: Range; placeholder: string } {
  const occurrence = occurrenceAt(context.facts, position);
  if (!occurrence) throw new RenameError(l10n.t('There is nothing to rename here.'));
  const refusal = whyNotRename(sceneOf(context, environment, []), occurrence);
  if (refusal) throw refused(refusal, environment.build()?.source);
  return { range: occurrence.range, placeholder: nameAt(context, occurrence.range) };
}

/**
 * Renames a variable, a parameter or a macro in every place that means it, or a type together with its `.wrap` file. Throws
 * a RenameError with the reason and its place unless the rename certainly changes nothing but the name.
 */
export async function rename(
  context: FileContext,
  position: Position,
  newName: string,
  environment: RenameEnvironment,
): Promise<WorkspaceEdit> {
  const occurrence = occurrenceAt(context.facts, position);
  if (!occurrence) throw new RenameError(l10n.t('There is nothing to rename here.'));
  if (nameAt(context, occurrence.range) === newName) return {};
  if (occurrence.kind === 'type') return renameType(context, occurrence, newName, environment);
  const build = environment.build();
  const early = whyNotRename(sceneOf(context, environment, []), occurrence);
  if (early) throw refused(early, build?.source);
  const sources = await environment.sources();
  const plan = planRename(sceneOf(context, environment, sources), occurrence, newName);
  if (isRefusal(plan)) throw refused(plan, build?.source);
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  texts.set(context.file, context.text);
  const places = await provenPlaces(plan, texts, environment);
  const edits: Edits = new Map(
    [...places].map(([file, ranges]) => [file, ranges.map((range) => ({ range, newText: newName }))]),
  );
  return askFirst(
    edits,
    [],
    context.file,
    l10n.t('Rename {0} to {1}', occurrence.name, newName),
    environment,
  );
}

/** The places that the evaluation of the build confirms. Without a build, the places of a plan that has no doubts. */
async function provenPlaces(
  plan: RenamePlan,
  texts: ReadonlyMap<string, string>,
  environment: RenameEnvironment,
): Promise<RenamePlaces> {
  const build = environment.build();
  const { kind, from, to, attempts, doubts } = plan;
  if (build) {
    const attempted = attempts.map((places) =>
      [...places].map(([file, ranges]) => [file, replaced(texts.get(file) ?? '', ranges, to)] as const),
    );
    const verdict = await environment.check({
      source: build.source,
      build: build.dir,
      kind,
      from,
      to,
      open: environment.openTexts(),
      attempts: attempted,
      doubts,
    });
    if (verdict && 'attempt' in verdict) return attempts[verdict.attempt]!;
    if (verdict) throw refused(verdict, build.source);
  }
  const [doubt] = doubts;
  if (doubt) throw refused(doubt, build?.source, l10n.t('There is no evaluated build to check it.'));
  return attempts[0]!;
}

function sceneOf(
  { file, text, script, facts, index }: FileContext,
  { isEditable, parse, build }: Pick<RenameEnvironment, 'isEditable' | 'parse' | 'build'>,
  sources: readonly SourceText[],
): RenameScene {
  const tree = build();
  const own: SourceText = { file, text, kind: 'script' };
  return {
    file,
    text,
    script,
    facts,
    index,
    parse,
    isEditable,
    sources: [own, ...sources.filter((source) => source.file !== file)],
    cache: tree ? { file: path.join(tree.dir, 'CMakeCache.txt'), entries: tree.cache } : null,
  };
}

function refused({ message, location }: RenameRefusal, root: string | undefined, more = ''): RenameError {
  const shown = location && (root === undefined ? location.file : pathIn(root, location.file));
  const place = shown === null ? '' : ` (${shown}:${location!.range.start.line + 1})`;
  return new RenameError(`${message}${place}${more === '' ? '' : ` ${more}`}`);
}

/** The path to show: relative to the source tree, or absolute if it is outside. */
function pathIn(root: string, file: string): string {
  const relative = path.relative(root, file);
  return leadsOut(relative) ? file : relative;
}

type Edits = Map<string, TextEdit[]>;

/**
 * Creates the edit. If it changes more than the open file, the user sees it first: in a preview if the client supports that,
 * else as a question.
 */
async function askFirst(
  edits: Edits,
  files: readonly { from: string; to: string }[],
  openFile: string,
  label: string,
  { client, confirm }: Pick<RenameEnvironment, 'client' | 'confirm'>,
): Promise<WorkspaceEdit> {
  const beyond = files.length > 0 || [...edits.keys()].some((file) => file !== openFile);
  const count = edits.size;
  const annotates = beyond && client.changeAnnotations && client.documentChanges;
  const question = plural(count, l10n.t('{0} in 1 file?', label), l10n.t('{0} in {1} files?', label, count));
  if (beyond && !annotates && !(await confirm(question)))
    throw new RenameError(l10n.t('The rename changes other files and was not confirmed.'));
  if (!client.documentChanges)
    return { changes: Object.fromEntries([...edits].map(([file, list]) => [toUri(file), list])) };
  const annotation = (edit: TextEdit): TextEdit | AnnotatedTextEdit =>
    annotates ? { ...edit, annotationId: ANNOTATION } : edit;
  const changes = [...edits].map(([file, list]) => ({
    textDocument: { uri: toUri(file), version: null },
    edits: list.map(annotation),
  }));
  const renames = files.map(({ from, to }): RenameFile => ({
    kind: 'rename',
    oldUri: toUri(from),
    newUri: toUri(to),
    options: { overwrite: false },
    ...(annotates && { annotationId: ANNOTATION }),
  }));
  const changeAnnotations: Record<string, ChangeAnnotation> = {
    [ANNOTATION]: {
      label,
      description: plural(count, l10n.t('in 1 file'), l10n.t('in {0} files', count)),
      needsConfirmation: true,
    },
  };
  return { documentChanges: [...changes, ...renames], ...(annotates && { changeAnnotations }) };
}

const ANNOTATION = 'rename';

async function renameType(
  context: FileContext,
  { name }: Occurrence,
  newName: string,
  environment: RenameEnvironment,
): Promise<WorkspaceEdit> {
  const { client } = environment;
  const { index, file: from } = context;
  const folder = path.dirname(from);
  // Another checkout in the workspace may have a type of the same name.
  const isOwn = (file: string): boolean => path.dirname(file) === folder;
  if (newName.includes('.'))
    throw new RenameError(l10n.t('CMake would truncate “{0}” at its first dot.', newName));
  if (!/^[\w+-]+$/.test(newName))
    throw new RenameError(l10n.t('“{0}” cannot be a name. Use only letters, digits, _ + and -.', newName));
  if (index.wrapsOf(newName).some(isOwn))
    throw new RenameError(l10n.t('This folder already has a {0}.wrap.', newName));
  if (!environment.isEditable(from)) throw new RenameError(l10n.t('{0} is not part of the workspace.', from));
  if (!client.documentChanges || !client.renameFiles)
    throw new RenameError(
      l10n.t(
        'A type has the name of its file, and this editor cannot rename files. Rename {0}.wrap yourself.',
        name,
      ),
    );
  const other = otherPlacesOfType(name, await environment.sources(), index, environment.parse);
  if (other) throw refused(other, environment.build()?.source);
  const edits: Edits = new Map();
  for (const { file, occurrence } of index.occurrencesOf('type', name))
    if (isOwn(file)) push(edits, file, { range: occurrence.range, newText: newName });
  const files = index
    .wrapsOf(name)
    .filter(isOwn)
    .map((file) => ({ from: file, to: path.join(folder, `${newName}.wrap`) }));
  return askFirst(edits, files, from, l10n.t('Rename {0} to {1}', name, newName), environment);
}

/** The edits that follow from a renamed `.wrap` file, in the orders that list its type. */
export function editsForRenamedFile(
  { index }: Pick<FileContext, 'index'>,
  oldFile: string,
  newFile: string,
): WorkspaceEdit {
  const edits: Record<string, TextEdit[]> = {};
  const [before, after] = [typeNameOfWrap(oldFile), typeNameOfWrap(newFile)];
  if (before === after || !oldFile.endsWith('.wrap') || !newFile.endsWith('.wrap')) return {};
  for (const { file, occurrence } of index.occurrencesOf('type', before))
    if (path.dirname(file) === path.dirname(oldFile))
      (edits[toUri(file)] ??= []).push({ range: occurrence.range, newText: after });
  return { changes: edits };
}

/** A text in which each range is replaced. The ranges are in the order of the text. */
export function replaced(text: string, ranges: readonly Range[], newText: string): string {
  const lines = text.split('\n');
  for (const { start, end } of ranges.toReversed()) {
    const line = lines[start.line] ?? '';
    lines[start.line] = line.slice(0, start.character) + newText + line.slice(end.character);
  }
  return lines.join('\n');
}

/** The text of a file on disk. Null if it cannot be read. */
export const textOnDisk = (file: string): string | null => textOrNullSync(file, MAX_SOURCE_BYTES);

function nameAt({ text }: FileContext, range: Range): string {
  const line = text.split('\n')[range.start.line] ?? '';
  return line.slice(range.start.character, range.end.character);
}

function push(edits: Edits, file: string, edit: TextEdit): void {
  const list = edits.get(file);
  if (list) list.push(edit);
  else edits.set(file, [edit]);
}
