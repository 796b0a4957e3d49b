import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  type MarkupContent,
} from 'vscode-languageserver';
import path from 'node:path';
import { builtinNames, builtinSignature } from '../cmake/builtins';
import { type Place, placeAt } from '../cmake/callAt';
import type { Position, Range } from '../util/text';
import { ORDER_VARIABLE, typeNameOfWrap } from '../wrapping/facts';
import { snippetOf, wrapMethods } from '../wrapping/knownMacros';
import { isShared } from '../wrapping/symbols';
import type { WorkspaceIndex } from '../wrapping/workspaceIndex';
import type { FileContext } from './fileContext';
import { classDoc, commandDoc, variableDoc } from './symbolDocs';

export interface CompletionSettings {
  /** Whether the client fills in snippets. */
  snippets: boolean;
}

/** What `resolveCompletion` documents. */
interface CompletionData {
  kind: 'command' | 'variable' | 'class' | 'method' | 'header' | 'type' | 'module';
  name: string;
}

type ArgumentPlace = Extract<Place, { kind: 'argument' }>;

/** How many items are sent at once: more cost more to send than a new request. */
const LIMIT = 250;

/** How many composed names (`ITKT_I${t}${d}`) are offered: those that most files use. */
const COMPOSED = 60;

/** What may stand at a place: commands, or what the argument of this command is. */
export function completion(
  context: FileContext,
  position: Position,
  settings: CompletionSettings,
): CompletionList {
  const offset = offsetAt(context.text, position);
  const place = placeAt(context.text, offset);
  const items = itemsAt(context, place, position, settings);
  if (items.length <= LIMIT) return { isIncomplete: false, items };
  // The client asks again as the word grows: what it has not got yet comes then.
  const typed =
    place.kind === 'none'
      ? ''
      : (place.kind === 'argument' && place.variable ? place.variable : place).prefix;
  const fitting = typed === '' ? items : items.filter(({ label }) => hasLetters(label, typed));
  fitting.sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1));
  return { isIncomplete: true, items: fitting.slice(0, LIMIT) };
}

/** Whether a name holds the letters of a word in their order, as clients match them. */
function hasLetters(name: string, word: string): boolean {
  const text = name.toLowerCase();
  let at = -1;
  for (const letter of word.toLowerCase()) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** Fills in the documentation of one item. */
export function resolveCompletion(item: CompletionItem, index: WorkspaceIndex): CompletionItem {
  const data = item.data as CompletionData | undefined;
  if (!data) return item;
  const value = documentationOf(data, index);
  const documentation: MarkupContent | undefined = value ? { kind: 'markdown', value } : undefined;
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
      return wrapMethods[name] ?? null;
    case 'header':
      return index.headersNamed(name).join('  \n');
    case 'type':
      return index.wrapsOf(name).join('  \n');
    case 'module': {
      const needs = index.moduleNamed(name)?.dependencies.join(', ');
      return needs ? `Needs ${needs}.` : null;
    }
  }
}

function itemsAt(
  context: FileContext,
  place: Place,
  position: Position,
  settings: CompletionSettings,
): CompletionItem[] {
  if (place.kind === 'none') return [];
  const range = (length: number): Range => ({
    start: { line: position.line, character: Math.max(0, position.character - length) },
    end: position,
  });
  if (place.kind === 'command') return commandItems(context, range(place.prefix.length), settings);
  if (place.variable) return variableItems(context, range(place.variable.prefix.length));
  // An argument of several lines cannot be replaced as one.
  if (place.prefix.includes('\n')) return [];
  return argumentItems(context, place, range(place.prefix.length));
}

function commandItems(
  { index, file }: FileContext,
  range: Range,
  settings: CompletionSettings,
): CompletionItem[] {
  const items = new Map<string, CompletionItem>();
  for (const name of builtinNames())
    items.set(
      name,
      item(name, CompletionItemKind.Keyword, range, {
        data: { kind: 'command', name },
        insert: settings.snippets ? builtinSnippet(name) : null,
        sort: builtinSignature(name) ? '2' : '4',
      }),
    );
  for (const definition of index.allDefinitions()) {
    const { name, kind, parameters } = definition;
    // Helpers of other .wrap files cannot be called from here.
    if (definition.file.endsWith('.wrap') && definition.file !== file) continue;
    const inner = /^_/.test(name);
    items.set(
      name.toLowerCase(),
      item(name, CompletionItemKind.Function, range, {
        data: { kind: 'command', name },
        detail: `${kind}(${parameters.join(' ')})`,
        insert: settings.snippets ? (snippetOf(name) ?? macroSnippet(name, parameters)) : null,
        sort: /^itk_wrap|^itk_end_wrap/.test(name) ? '0' : inner ? '5' : definition.file === file ? '1' : '3',
      }),
    );
  }
  return [...items.values()];
}

function macroSnippet(name: string, parameters: readonly string[]): string {
  const holes = parameters.map((parameter, n) => `\${${n + 1}:${parameter}}`);
  return `${name}(${holes.join(' ')})`;
}

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

function variableItems({ index, facts, file }: FileContext, range: Range): CompletionItem[] {
  const items: CompletionItem[] = [];
  const own = new Set(
    facts.occurrences
      .filter(({ kind, role }) => (kind === 'variable' && role === 'write') || kind === 'parameter')
      .map(({ name }) => name),
  );
  const add = (name: string, sort: string): number =>
    items.push(item(name, CompletionItemKind.Variable, range, { data: { kind: 'variable', name }, sort }));
  for (const name of own) if (!name.includes('${')) add(name, '0');
  const composed: [string, number][] = [];
  for (const [name, files] of index.namesOf('variable')) {
    if (own.has(name)) continue;
    if (name.includes('${')) {
      if (/^ITK[TMN]_/.test(name)) composed.push([name, files]);
    } else if (isShared(name)) add(name, /^(?:ITK[TMN]_|WRAP_ITK_|ITK_WRAP_)/.test(name) ? '1' : '3');
  }
  composed.sort((a, b) => b[1] - a[1]);
  for (const [name] of composed.slice(0, COMPOSED)) add(name, '2');
  for (const name of file.endsWith('.wrap') ? [] : ['ARGN', 'ARGC', 'ARGV']) add(name, '3');
  return items;
}

function argumentItems(context: FileContext, place: ArgumentPlace, range: Range): CompletionItem[] {
  const { command, before } = place;
  const count = before.length;
  if (/^itk_wrap_(?:named_)?(?:simple_)?class$/.test(command)) {
    if (count === 0) return classItems(context, place, range);
    if (place.quoted) return [];
    return count === (command.includes('named') ? 2 : 1) ? methodItems(range) : [];
  }
  if (command === 'itk_wrap_include' && count === 0) return headerItems(context, place, range);
  if (command === 'itk_wrap_module' || command === 'itk_end_wrap_module')
    return count === 0 ? moduleItems(context, range) : [];
  if (command === 'itk_module') return moduleItems(context, range);
  const order = command === 'set' ? before[0] : command === 'list' && before[0] === 'APPEND' ? before[1] : '';
  if (order === ORDER_VARIABLE) return typeItems(context, before, range);
  if (place.quoted) return [];
  return wordItems(context, place, range);
}

const actions: Record<string, string> = {
  list: 'APPEND LENGTH GET FIND JOIN SUBLIST FILTER INSERT POP_BACK POP_FRONT PREPEND REMOVE_ITEM REMOVE_AT REMOVE_DUPLICATES REVERSE SORT TRANSFORM',
  string:
    'REPLACE REGEX APPEND PREPEND CONCAT JOIN TOUPPER TOLOWER LENGTH SUBSTRING STRIP FIND COMPARE CONFIGURE REPEAT MAKE_C_IDENTIFIER',
  file: 'READ WRITE APPEND GLOB GLOB_RECURSE STRINGS GENERATE MAKE_DIRECTORY REMOVE RELATIVE_PATH',
  math: 'EXPR',
  message: 'STATUS WARNING SEND_ERROR FATAL_ERROR AUTHOR_WARNING DEPRECATION NOTICE VERBOSE DEBUG TRACE',
};

function wordItems(
  { index, facts }: FileContext,
  { command, before, prefix }: ArgumentPlace,
  range: Range,
): CompletionItem[] {
  const words = before.length === 0 ? actions[command]?.split(' ') : undefined;
  if (words) return words.map((word) => item(word, CompletionItemKind.Keyword, range, { sort: '0' }));
  const condition = command === 'if' || command === 'elseif' || command === 'while';
  const names =
    condition ||
    (command === 'set' && before.length === 0) ||
    (command === 'list' && before.length === 1) ||
    command === 'unset';
  if (!names) return [];
  const items = condition
    ? [
        'NOT',
        'AND',
        'OR',
        'DEFINED',
        'EXISTS',
        'IN_LIST',
        'MATCHES',
        'STREQUAL',
        'EQUAL',
        'GREATER',
        'LESS',
        'TARGET',
      ].map((word) => item(word, CompletionItemKind.Keyword, range, { sort: '1' }))
    : [];
  const own = new Set(facts.occurrences.filter(({ kind }) => kind === 'variable').map(({ name }) => name));
  for (const [name] of index.namesOf('variable'))
    if (
      !name.includes('${') &&
      (isShared(name) || own.has(name)) &&
      (condition || !/^(?:CMAKE|ITK[TMN])_/.test(name) || prefix.startsWith('ITK'))
    )
      items.push(
        item(name, CompletionItemKind.Variable, range, { data: { kind: 'variable', name }, sort: '2' }),
      );
  return items;
}

/** Classes of the module's and its dependencies' headers; those that no `.wrap` wraps yet come first. */
function classItems({ index, file }: FileContext, { quoted }: ArgumentPlace, range: Range): CompletionItem[] {
  const module = index.moduleOf(file);
  const closure = module === null ? null : index.dependencyClosure(module);
  const items: CompletionItem[] = [];
  for (const { name, file: header, template } of index.allClasses()) {
    const owner = index.moduleOf(header);
    if (closure && owner !== null && !closure.has(owner)) continue;
    const own = owner === module;
    const wrapped = own && index.occurrencesOf('class', name).length > 0;
    items.push(
      item(name, CompletionItemKind.Class, range, {
        data: { kind: 'class', name },
        detail: template === null ? path.basename(header) : `template <${template}>`,
        insert: quoted ? name : `"${name}"`,
        plain: true,
        sort: own ? (wrapped ? '1' : '0') : '2',
      }),
    );
  }
  return items;
}

function methodItems(range: Range): CompletionItem[] {
  return Object.keys(wrapMethods).map((name, n) =>
    item(name, CompletionItemKind.EnumMember, range, { data: { kind: 'method', name }, sort: String(n) }),
  );
}

function headerItems(
  { index, file }: FileContext,
  { quoted }: ArgumentPlace,
  range: Range,
): CompletionItem[] {
  const module = index.moduleOf(file);
  const closure = module === null ? null : index.dependencyClosure(module);
  return [...index.headerNames()].flatMap((name) => {
    const owner = index.moduleOf(index.headersNamed(name)[0] ?? '');
    if (closure && owner !== null && !closure.has(owner)) return [];
    const insert = quoted ? name : `"${name}"`;
    return [
      item(name, CompletionItemKind.File, range, {
        data: { kind: 'header', name },
        detail: owner ?? undefined,
        insert,
        plain: true,
        sort: owner === module ? '0' : '1',
      }),
    ];
  });
}

function moduleItems({ index }: FileContext, range: Range): CompletionItem[] {
  return index
    .moduleNames()
    .map((name) =>
      item(name, CompletionItemKind.Module, range, { data: { kind: 'module', name }, sort: '0' }),
    );
}

/** Types of this folder that the order does not list yet. */
function typeItems({ index, file }: FileContext, before: readonly string[], range: Range): CompletionItem[] {
  const dir = path.dirname(file);
  const listed = new Set(before);
  return [...index.allWraps()].flatMap(([, files]) =>
    files
      .filter((wrap) => path.dirname(wrap) === dir && !listed.has(typeNameOfWrap(wrap)))
      .map((wrap) => {
        const name = typeNameOfWrap(wrap);
        return item(name, CompletionItemKind.File, range, { data: { kind: 'type', name }, sort: '0' });
      }),
  );
}

interface ItemOptions {
  data?: CompletionData;
  detail?: string;
  /** What is inserted instead of the label; a snippet unless `plain`. */
  insert?: string | null;
  plain?: boolean;
  sort: string;
}

function item(label: string, kind: CompletionItemKind, range: Range, options: ItemOptions): CompletionItem {
  const { data, detail, insert, plain, sort } = options;
  return {
    label,
    kind,
    detail,
    data,
    sortText: `${sort}${label}`,
    filterText: insert?.startsWith('"') ? insert : label,
    insertTextFormat: insert && !plain ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: insert ?? label },
  };
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
