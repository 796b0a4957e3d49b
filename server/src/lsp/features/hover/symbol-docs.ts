import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { builtinSignature } from '../../../cmake/syntax/builtins';
import type { Occurrence } from '../../../wrapping/index/script-facts';
import { familiesOfEntry, tableEntry } from '../../../wrapping/index/type-families';
import { swigNameOf } from '../../../wrapping/index/variable-kind';
import type { IndexedDefinition, WorkspaceIndex } from '../../../wrapping/index/workspace-index';
import { toUri } from '../../translate/to-protocol';
import { asMarkdown, code, codeBlock, escape, link } from '../../../shared/markdown';
import { signatureOf } from '../signature-help';

/** The maximum number of items of one kind that a text lists. */
const SHOWN = 12;

/** A command: its signature, the documentation in its comments, and its place of definition. */
export function commandDoc(name: string, index: WorkspaceIndex): string | null {
  const signature = signatureOf(name, index);
  if (!signature) return null;
  const definitions = index.definitionsOf(name);
  const head = codeBlock('cmake', [`${signature.name}(${signature.parameters.join(' ')})`]);
  const [first] = definitions;
  const owner = first ? definedIn(first, definitions.length - 1) : `*${l10n.t('CMake’s own')}*`;
  return [head, asMarkdown(signature.doc), owner].filter(Boolean).join('\n\n');
}

function definedIn({ kind, file, nameRange }: IndexedDefinition, others: number): string {
  const link = fileLink(file, nameRange.start.line);
  const places = others > 0 ? l10n.t('{0} and in {1} more', link, others) : link;
  return kind === 'macro' ? l10n.t('macro in {0}', places) : l10n.t('function in {0}', places);
}

/** A value as it is written, in code; what is not written here has words. */
export function writtenValue({ value, inTurn }: Pick<Occurrence, 'value' | 'inTurn'>): string {
  if (value === null) return l10n.t('computed');
  const shown = code(value || emptyText());
  return inTurn ? l10n.t('each of {0}', shown) : shown;
}

/** What is shown of an empty value. */
export const emptyText = (): string => l10n.t('(empty)');

/** Matches files whose variables are local to their module. */
const OF_ONE_MODULE = /\.wrap$|[\\/]wrapping[\\/]CMakeLists\.txt$/;

/** A variable: the places that set it. For an entry of the type tables, all three of its variables. */
export function variableDoc(name: string, index: WorkspaceIndex): string | null {
  const parts: string[] = [];
  const entry = tableEntry(name);
  if (entry) parts.push(tableDoc(entry.entry, index));
  const builtin = builtinSignature(name);
  if (builtin) parts.push(builtin.summary);
  const writes = index
    .occurrencesOf('variable', name)
    .filter(({ file, occurrence }) => occurrence.role === 'write' && !OF_ONE_MODULE.test(file));
  const rows = writes.slice(0, SHOWN).map(({ file, occurrence }) => {
    const value = writtenValue(occurrence);
    return `- ${l10n.t('{0} in {1}', value, fileLink(file, occurrence.range.start.line))}`;
  });
  if (writes.length > rows.length) rows.push(`- ${l10n.t('… and {0} more', writes.length - rows.length)}`);
  if (rows.length > 0) parts.push([l10n.t('Set to'), ...rows].join('\n'));
  return parts.filter(Boolean).join('\n\n') || null;
}

/** An entry of the type tables: its C++ type, mangle and SWIG name, as far as the text shows them, and what defines it. */
export function tableDoc(entry: string, index: WorkspaceIndex): string {
  const names = ['T', 'M', 'N'].map((table) => `ITK${table}_${entry}`);
  const meaning = [l10n.t('C++ type'), l10n.t('mangle'), l10n.t('SWIG name')];
  const rows = names.flatMap((name, n) => {
    const set = index
      .occurrencesOf('variable', name)
      .find(({ occurrence }) => occurrence.value !== null && occurrence.role === 'write');
    return set ? [`- ${code(name)} ${meaning[n]}: ${code(set.occurrence.value ?? '')}`] : [];
  });
  if (rows.length > 0) return rows.join('\n');
  const families = index.allFamilies();
  const fitting = familiesOfEntry(
    families.map(({ family }) => family),
    entry,
  );
  const main = families.filter(({ family, file }) => fitting.includes(family) && !file.endsWith('.wrap'));
  return main
    .slice(0, 3)
    .map(({ file, family }) => {
      const rest = entry.slice(family.prefix.length) || '…';
      return [
        `- ${code(names[0]!)} ${l10n.t('C++ type: {0} for {1}', code(`${family.className}< … >`), code(rest))}`,
        `- ${code(names[1]!)} ${meaning[1]}: ${code(entry)}`,
        `- ${code(names[2]!)} ${meaning[2]}: ${code(swigNameOf(family.className) + rest)}`,
        '',
        l10n.t(
          '{0} types begin with {1}: {2}',
          escape(family.className),
          code(family.prefix),
          fileLink(file, family.range.start.line),
        ),
      ].join('\n');
    })
    .join('\n\n');
}

/** A class: its template, brief description, superclass, header, and the `.wrap` files that wrap it. */
export function classDoc(name: string, index: WorkspaceIndex): string | null {
  const found = index.classNamed(name);
  if (!found) return null;
  const template = found.template === null ? [] : [`template <${found.template}>`];
  const base = found.superclass === null ? '' : ` : public ${found.superclass}`;
  const wraps = index
    .occurrencesOf('class', name)
    .map(({ file, occurrence }) => fileLink(file, occurrence.range.start.line));
  return [
    codeBlock('cpp', [...template, `class ${name}${base}`]),
    escape(found.brief),
    [
      fileLink(found.file, found.line),
      ...(wraps.length > 0 ? [l10n.t('wrapped in {0}', wraps.slice(0, 3).join(', '))] : []),
    ].join(' · '),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** A link to a line. Lines count from 0. */
export function fileLink(file: string, line: number): string {
  return link(`${path.basename(file)}:${line + 1}`, `${toUri(file)}#L${line + 1}`);
}
