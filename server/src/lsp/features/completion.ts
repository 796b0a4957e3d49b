import * as l10n from '@vscode/l10n';
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  type MarkupContent,
} from 'vscode-languageserver';
import path from 'node:path';
import { builtinNames, builtinSignature } from '../../cmake/syntax/builtins';
import { type Place, placeAt } from '../../cmake/syntax/call-at-position';
import type { Position, Range } from '../../shared/text-range';
import { ORDER_VARIABLE, typeNameOfWrap } from '../../wrapping/index/script-facts';
import { snippetOf, wrapMethods } from '../../wrapping/index/known-macros';
import { isShared } from '../../wrapping/index/variable-kind';
import type { WorkspaceIndex } from '../../wrapping/index/workspace-index';
import type { FileContext } from '../session/file-context';
import { code } from '../../shared/markdown';
import { oneLine } from '../../shared/plain-text';
import { classDoc, commandDoc, fileLink, variableDoc } from './hover/symbol-docs';
import { plainText } from '../translate/without-markdown';

/** What the client can do with completion items. */
export interface CompletionSettings {
  /** Whether the client supports snippets. */
  snippets: boolean;
  /** Whether the client supports defaults that apply to all items of a list. */
  itemDefaults?: boolean;
}

/** A word that may be offered. The rest of its item is created only if it is sent. */
interface Candidate {
  label: string;
  kind: CompletionItemKind;
  /** Candidates are ordered by this digit, then by their labels. */
  sort: string;
  more: () => ItemOptions;
}

interface ItemOptions {
  data?: CompletionData;
  detail?: string;
  /** The text to insert instead of the label. It is a snippet unless `plain` is set. */
  insert?: string | null;
  plain?: boolean;
}

/** What `resolveCompletion` needs to find the documentation. */
interface CompletionData {
  kind: 'command' | 'variable' | 'class' | 'method' | 'header' | 'type' | 'module';
  name: string;
}

type ArgumentPlace = Extract<Place, { kind: 'argument' }>;

/** The maximum number of items sent at once. Sending more would cost more than a new request. */
const LIMIT = 150;

/** The number of composed names (`ITKT_I${t}${d}`) that are offered: those that the most files use. */
const COMPOSED = 60;

/** Completes at a position: the names of commands, or an argument of the command around it. */
export function completion(
  context: FileContext,
  position: Position,
  settings: CompletionSettings,
): CompletionList {
  const place = placeAt(context.text, offsetAt(context.text, position));
  if (place.kind === 'none') return { isIncomplete: false, items: [] };
  const word = place.kind === 'argument' && place.variable ? place.variable : place;
  // An argument of several lines cannot be replaced as one.
  if (word.prefix.includes('\n')) return { isIncomplete: false, items: [] };
  const candidates = candidatesAt(context, place, settings).filter(({ label }) => isName(label));
  const start = { line: position.line, character: Math.max(0, position.character - word.prefix.length) };
  const range = { start, end: position };
  if (candidates.length <= LIMIT) return listOf(candidates, range, false, settings);
  // The list is marked incomplete, so that the client asks again as the word grows.
  return listOf(best(candidates, word.prefix), range, true, settings);
}

/** Whether a label can be shown as it is. A hostile or broken file may define other names, which are not offered. */
const isName = (label: string): boolean => oneLine(label) === label;

/** The first {@link LIMIT} candidates, in the order in which they are offered, that contain the letters of the word. */
function best(candidates: readonly Candidate[], word: string): Candidate[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    if (word !== '' && !hasLetters(candidate.label, word)) continue;
    const group = groups.get(candidate.sort);
    if (group) group.push(candidate);
    else groups.set(candidate.sort, [candidate]);
  }
  const found: Candidate[] = [];
  for (const sort of [...groups.keys()].sort()) {
    const group = groups.get(sort)!;
    if (found.length + group.length > LIMIT) group.sort((a, b) => (a.label < b.label ? -1 : 1));
    found.push(...group.slice(0, LIMIT - found.length));
    if (found.length === LIMIT) break;
  }
  return found;
}

function listOf(
  candidates: readonly Candidate[],
  range: Range,
  isIncomplete: boolean,
  { itemDefaults = false }: CompletionSettings,
): CompletionList {
  const items = candidates.map((candidate) => itemOf(candidate, itemDefaults ? null : range));
  return itemDefaults ? { isIncomplete, items, itemDefaults: { editRange: range } } : { isIncomplete, items };
}

/** `range`: the text that the item replaces. Null if the list has it for all items. */
function itemOf({ label, kind, sort, more }: Candidate, range: Range | null): CompletionItem {
  const { data, detail, insert, plain } = more();
  const newText = insert ?? label;
  const item: CompletionItem = { label, kind, sortText: sort + label };
  if (detail !== undefined) item.detail = oneLine(detail);
  if (data !== undefined) item.data = data;
  if (insert?.startsWith('"')) item.filterText = insert;
  if (insert && !plain) item.insertTextFormat = InsertTextFormat.Snippet;
  if (range) item.textEdit = { range, newText };
  else if (newText !== label) item.textEditText = newText;
  return item;
}

/** Whether a name contains the letters of a word in the same order, which is how clients match them. */
function hasLetters(name: string, word: string): boolean {
  const text = name.toLowerCase();
  let at = -1;
  for (const letter of word.toLowerCase()) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** Adds the documentation to one item. */
export function resolveCompletion(
  item: CompletionItem,
  index: WorkspaceIndex,
  markdown: boolean,
): CompletionItem {
  const data = item.data as CompletionData | undefined;
  if (!data) return item;
  const value = documentationOf(data, index);
  if (!value) return item;
  const documentation: MarkupContent = markdown
    ? { kind: 'markdown', value }
    : { kind: 'plaintext', value: plainText(value) };
  return { ...item, documentation };
}

function documentationOf({ kind, name }: CompletionData, index: WorkspaceIndex): string | null {
  switch (kind) {
    case 'command':
      return commandDoc(name, index);
    case 'variable':
      return variableDoc(name, index);
    case 'class':
      return classDoc(name, index);
    case 'method':
      return Object.hasOwn(wrapMethods, name) ? wrapMethods[name]!() : null;
    case 'header':
      return linksTo(index.headersNamed(name));
    case 'type':
      return linksTo(index.wrapsOf(name));
    case 'module': {
      const needs = index
        .moduleNamed(name)
        ?.dependencies.map((each) => code(each))
        .join(', ');
      return needs ? l10n.t('Needs {0}.', needs) : null;
    }
  }
}

const linksTo = (files: readonly string[]): string => files.map((file) => fileLink(file, 0)).join('  \n');

function candidatesAt(
  context: FileContext,
  place: Exclude<Place, { kind: 'none' }>,
  settings: CompletionSettings,
): Candidate[] {
  if (place.kind === 'command') return commands(context, settings);
  if (place.variable) return variables(context, place);
  return argumentsAt(context, place);
}

function commands({ index, file }: FileContext, { snippets }: CompletionSettings): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const name of builtinNames())
    found.set(name, {
      label: name,
      kind: CompletionItemKind.Keyword,
      sort: builtinSignature(name) ? '2' : '4',
      more: () => ({ data: { kind: 'command', name }, insert: snippets ? builtinSnippet(name) : null }),
    });
  for (const { name, kind, parameters, file: owner } of index.allDefinitions()) {
    // Helpers of other .wrap files cannot be called from here.
    if (owner.endsWith('.wrap') && owner !== file) continue;
    found.set(name.toLowerCase(), {
      label: name,
      kind: CompletionItemKind.Function,
      sort: /^itk_wrap|^itk_end_wrap/.test(name)
        ? '0'
        : name.startsWith('_')
          ? '5'
          : owner === file
            ? '1'
            : '3',
      more: () => ({
        data: { kind: 'command', name },
        detail: `${kind}(${parameters.join(' ')})`,
        insert: snippets ? (snippetOf(name) ?? macroSnippet(name, parameters)) : null,
      }),
    });
  }
  return [...found.values()];
}

function macroSnippet(name: string, parameters: readonly string[]): string {
  const holes = parameters.map((parameter, n) => `\${${n + 1}:${inSnippet(oneLine(parameter))}}`);
  return `${inSnippet(name)}(${holes.join(' ')})`;
}

/**
 * Escapes text for a snippet, so that no part of it becomes a placeholder or a variable of the editor, such as the
 * clipboard.
 */
const inSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

const pairs: Record<string, string> = {
  foreach: 'foreach(${1:item} ${2:items})\n  $0\nendforeach()',
  if: 'if(${1:condition})\n  $0\nendif()',
  while: 'while(${1:condition})\n  $0\nendwhile()',
  macro: 'macro(${1:name} ${2:parameters})\n  $0\nendmacro()',
  function: 'function(${1:name} ${2:parameters})\n  $0\nendfunction()',
};

function builtinSnippet(name: string): string {
  const signature = builtinSignature(name);
  if (pairs[name]) return pairs[name];
  return signature && signature.parameters.length === 0 ? `${name}()` : `${name}($0)`;
}

/** Matches the variables that are read most often in an argument of a command. */
function preferredIn({ command, before }: ArgumentPlace): RegExp {
  if (command === 'itk_wrap_template') return before.length === 0 ? /^ITKM_/ : /^ITKT_/;
  return /^itk_wrap_image_filter/.test(command) ? /^WRAP_ITK_/ : /^(?:WRAP_ITK_|ITK_WRAP_)/;
}

function variables({ index, facts, file }: FileContext, place: ArgumentPlace): Candidate[] {
  const preferred = preferredIn(place);
  const found: Candidate[] = [];
  const own = new Set(
    facts.occurrences
      .filter(({ kind, role }) => (kind === 'variable' && role === 'write') || kind === 'parameter')
      .map(({ name }) => name),
  );
  for (const name of own) if (!name.includes('${')) found.push(variable(name, '0'));
  const composed: [string, number][] = [];
  for (const [name, files] of index.namesOf('variable')) {
    if (own.has(name) || isBeingTyped(index, name, place)) continue;
    if (name.includes('${')) {
      if (/^ITK[TMN]_/.test(name)) composed.push([name, files]);
    } else if (isShared(name)) {
      const rank = preferred.test(name) ? '1' : /^(?:ITK[TMN]_|WRAP_ITK_|ITK_WRAP_)/.test(name) ? '2' : '4';
      found.push(variable(name, rank));
    }
  }
  composed.sort((a, b) => b[1] - a[1]);
  // A name such as ITKM_${t2} helps only in a file that has t2.
  const isKnown = (name: string): boolean =>
    [...name.matchAll(/\$\{(\w+)\}/g)].every(([, inner]) => own.has(inner!));
  for (const [name] of composed.slice(0, COMPOSED))
    found.push(variable(name, !isKnown(name) ? '5' : preferred.test(name) ? '1' : '3'));
  for (const name of file.endsWith('.wrap') ? [] : ['ARGN', 'ARGC', 'ARGV']) found.push(variable(name, '4'));
  return found;
}

/** Whether a name occurs only at the cursor. */
function isBeingTyped(index: WorkspaceIndex, name: string, { prefix, variable }: ArgumentPlace): boolean {
  return name === (variable?.prefix ?? prefix) && index.occurrencesOf('variable', name).length === 1;
}

function variable(name: string, sort: string): Candidate {
  const more = (): ItemOptions => ({ data: { kind: 'variable', name } });
  return { label: name, kind: CompletionItemKind.Variable, sort, more };
}

function word(label: string, sort: string): Candidate {
  return { label, kind: CompletionItemKind.Keyword, sort, more: () => ({}) };
}

function argumentsAt(context: FileContext, place: ArgumentPlace): Candidate[] {
  const { command, before } = place;
  const count = before.length;
  if (/^itk_wrap_(?:named_)?(?:simple_)?class$/.test(command)) {
    if (count === 0) return classes(context, place);
    if (place.quoted) return [];
    return count === (command.includes('named') ? 2 : 1) ? wrapMethodNames() : [];
  }
  if (command === 'itk_wrap_include' && count === 0) return headers(context, place);
  if (command === 'itk_wrap_module' || command === 'itk_end_wrap_module')
    return count === 0 ? modules(context) : [];
  if (command === 'itk_module') return modules(context);
  const order = command === 'set' ? before[0] : command === 'list' && before[0] === 'APPEND' ? before[1] : '';
  if (order === ORDER_VARIABLE) return types(context, before);
  if (place.quoted) return [];
  return [...macroArguments(context, place), ...words(context, place)];
}

const actions: Record<string, string> = {
  list: 'APPEND LENGTH GET FIND JOIN SUBLIST FILTER INSERT POP_BACK POP_FRONT PREPEND REMOVE_ITEM REMOVE_AT REMOVE_DUPLICATES REVERSE SORT TRANSFORM',
  string:
    'REPLACE REGEX APPEND PREPEND CONCAT JOIN TOUPPER TOLOWER LENGTH SUBSTRING STRIP FIND COMPARE CONFIGURE REPEAT MAKE_C_IDENTIFIER',
  file: 'READ WRITE APPEND GLOB GLOB_RECURSE STRINGS GENERATE MAKE_DIRECTORY REMOVE RELATIVE_PATH',
  math: 'EXPR',
  message: 'STATUS WARNING SEND_ERROR FATAL_ERROR AUTHOR_WARNING DEPRECATION NOTICE VERBOSE DEBUG TRACE',
};

const conditionWords = 'NOT AND OR DEFINED EXISTS IN_LIST MATCHES STREQUAL EQUAL GREATER LESS TARGET'.split(
  ' ',
);

/** The dimensions as ITK's macros write them. */
const DIMENSIONS = ['2', '3', '2+', '3+'];

/** The arguments of ITK's macros: lists of pixel types, a number of images, dimensions. */
function macroArguments({ index }: FileContext, { command, before }: ArgumentPlace): Candidate[] {
  const count = before.length;
  const lists = (): Candidate[] =>
    index.namesOf('variable').flatMap(([name]) => (/^WRAP_ITK_\w+$/.test(name) ? [listOfTypes(name)] : []));
  switch (command) {
    case 'itk_wrap_image_filter':
      if (count === 0) return lists();
      return (count === 1 ? ['1', '2', '3'] : count === 2 ? DIMENSIONS : []).map((name) => word(name, '0'));
    case 'itk_wrap_image_filter_combinations':
      return lists();
    case 'itk_wrap_filter_dims':
      return count === 1 ? DIMENSIONS.map((name) => word(name, '0')) : [];
    case 'foreach':
      return before.at(-1) === 'IN' ? ['LISTS', 'ITEMS'].map((name) => word(name, '0')) : [];
    default:
      return [];
  }
}

function listOfTypes(name: string): Candidate {
  const more = (): ItemOptions => ({
    data: { kind: 'variable', name },
    insert: `"\${${name}}"`,
    plain: true,
  });
  return { label: name, kind: CompletionItemKind.Variable, sort: '0', more };
}

function words({ index, facts }: FileContext, place: ArgumentPlace): Candidate[] {
  const { command, before, prefix } = place;
  const known = before.length === 0 ? actions[command]?.split(' ') : undefined;
  if (known) return known.map((name) => word(name, '0'));
  const condition = command === 'if' || command === 'elseif' || command === 'while';
  const names =
    condition ||
    (command === 'set' && before.length === 0) ||
    (command === 'list' && before.length === 1) ||
    command === 'unset';
  if (!names) return [];
  const found = condition ? conditionWords.map((name) => word(name, '1')) : [];
  const own = new Set(facts.occurrences.filter(({ kind }) => kind === 'variable').map(({ name }) => name));
  for (const [name] of index.namesOf('variable'))
    if (
      !name.includes('${') &&
      !isBeingTyped(index, name, place) &&
      (isShared(name) || own.has(name)) &&
      (condition || !/^(?:CMAKE|ITK[TMN])_/.test(name) || prefix.startsWith('ITK'))
    )
      found.push(variable(name, '2'));
  return found;
}

/** Classes in the headers of the module and its dependencies. Those that no `.wrap` wraps yet come first. */
function classes({ index, file }: FileContext, { quoted }: ArgumentPlace): Candidate[] {
  const module = index.moduleOf(file);
  const closure = module === null ? null : index.dependencyClosure(module);
  const found: Candidate[] = [];
  for (const { name, file: header, template } of index.allClasses()) {
    const owner = index.moduleOf(header);
    if (closure && owner !== null && !closure.has(owner)) continue;
    const own = owner === module;
    found.push({
      label: name,
      kind: CompletionItemKind.Class,
      sort: !own ? '2' : index.isMentioned('class', name) ? '1' : '0',
      more: () => ({
        data: { kind: 'class', name },
        detail: template === null ? path.basename(header) : `template <${template}>`,
        insert: quoted ? name : `"${name}"`,
        plain: true,
      }),
    });
  }
  return found;
}

function wrapMethodNames(): Candidate[] {
  return Object.keys(wrapMethods).map((name, n) => ({
    label: name,
    kind: CompletionItemKind.EnumMember,
    sort: String(n),
    more: () => ({ data: { kind: 'method', name } }),
  }));
}

function headers({ index, file }: FileContext, { quoted }: ArgumentPlace): Candidate[] {
  const module = index.moduleOf(file);
  const closure = module === null ? null : index.dependencyClosure(module);
  const found: Candidate[] = [];
  for (const name of index.headerNames()) {
    const owner = index.moduleOf(index.headersNamed(name)[0] ?? '');
    if (closure && owner !== null && !closure.has(owner)) continue;
    found.push({
      label: name,
      kind: CompletionItemKind.File,
      sort: owner === module ? '0' : '1',
      more: () => ({
        data: { kind: 'header', name },
        detail: owner ?? undefined,
        insert: quoted ? name : `"${name}"`,
        plain: true,
      }),
    });
  }
  return found;
}

function modules({ index }: FileContext): Candidate[] {
  return index.moduleNames().map((name) => ({
    label: name,
    kind: CompletionItemKind.Module,
    sort: '0',
    more: () => ({ data: { kind: 'module', name } }),
  }));
}

/** The types of this folder that the order does not list yet. */
function types({ index, file }: FileContext, before: readonly string[]): Candidate[] {
  const dir = path.dirname(file);
  const listed = new Set(before);
  return [...index.allWraps()].flatMap(([, files]) =>
    files
      .filter((wrap) => path.dirname(wrap) === dir && !listed.has(typeNameOfWrap(wrap)))
      .map((wrap): Candidate => {
        const name = typeNameOfWrap(wrap);
        return {
          label: name,
          kind: CompletionItemKind.File,
          sort: '0',
          more: () => ({ data: { kind: 'type', name } }),
        };
      }),
  );
}

function offsetAt(text: string, { line, character }: Position): number {
  let start = 0;
  for (let n = 0; n < line; n++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return Math.min(text.length, start + character);
}
