import path from 'node:path';
import { builtinSignature } from '../../../cmake/syntax/builtins';
import { familiesOfEntry, tableEntry } from '../../../wrapping/index/type-families';
import { swigNameOf } from '../../../wrapping/index/variable-kind';
import type { WorkspaceIndex } from '../../../wrapping/index/workspace-index';
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
  const kind = first
    ? `${first.kind} in ${fileLink(first.file, first.nameRange.start.line)}`
    : '*CMake’s own*';
  const others = definitions.length > 1 ? ` and in ${definitions.length - 1} more` : '';
  return [head, asMarkdown(signature.doc), kind + others].filter(Boolean).join('\n\n');
}

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
    const value = occurrence.value === null ? 'computed' : code(occurrence.value || '(empty)');
    return `- ${value} in ${fileLink(file, occurrence.range.start.line)}`;
  });
  if (writes.length > rows.length) rows.push(`- … and ${writes.length - rows.length} more`);
  if (rows.length > 0) parts.push(`Set to\n${rows.join('\n')}`);
  return parts.filter(Boolean).join('\n\n') || null;
}

/** An entry of the type tables: its C++ type, mangle and SWIG name, as far as the text shows them, and what defines it. */
export function tableDoc(entry: string, index: WorkspaceIndex): string {
  const names = ['T', 'M', 'N'].map((table) => `ITK${table}_${entry}`);
  const meaning = ['C++ type', 'mangle', 'SWIG name'];
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
        `- ${code(names[0]!)} C++ type: ${code(`${family.className}< … >`)} for ${code(rest)}`,
        `- ${code(names[1]!)} mangle: ${code(entry)}`,
        `- ${code(names[2]!)} SWIG name: ${code(swigNameOf(family.className) + rest)}`,
        '',
        `${escape(family.className)} types begin with ${code(family.prefix)}: ${fileLink(file, family.range.start.line)}`,
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
    `${fileLink(found.file, found.line)}${wraps.length > 0 ? ` · wrapped in ${wraps.slice(0, 3).join(', ')}` : ''}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** A link to a line. Lines count from 0. */
export function fileLink(file: string, line: number): string {
  return link(`${path.basename(file)}:${line + 1}`, `${toUri(file)}#L${line + 1}`);
}
