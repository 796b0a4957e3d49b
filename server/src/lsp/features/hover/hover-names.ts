import path from 'node:path';
import type { Hover } from 'vscode-languageserver';
import { isBuiltin } from '../../../cmake/syntax/builtins';
import { commandAt, contains } from '../../../cmake/syntax/visit';
import type { Position } from '../../../shared/text-range';
import { type Occurrence, occurrenceAt } from '../../../wrapping/index/script-facts';
import { wrapMethods } from '../../../wrapping/index/known-macros';
import { occurrencesInFile, reachesOtherFiles } from '../../../wrapping/index/variable-kind';
import type { EvaluatedValue } from '../../evaluation/evaluation-messages';
import type { FileContext } from '../../session/file-context';
import { moduleSection } from './hover';
import type { HoverFormat } from './hover-format';
import { code, escape } from '../../../shared/markdown';
import { plural } from '../../../shared/plural';
import { classDoc, commandDoc, fileLink, variableDoc } from './symbol-docs';

const SHOWN_ITEMS = 12;

/** The hover of the name at a position: a macro, a variable, a class, a header, a type, a module or a method. */
export function hoverOfName(context: FileContext, position: Position, format: HoverFormat): Hover | null {
  const occurrence = occurrenceAt(context.facts, position);
  const found = occurrence
    ? { value: docOf(context, occurrence, position, format), range: occurrence.range }
    : wordHover(context, position);
  return found?.value ? { contents: { kind: 'markdown', value: found.value }, range: found.range } : null;
}

function docOf(
  context: FileContext,
  occurrence: Occurrence,
  position: Position,
  format: HoverFormat,
): string | null {
  const { index, file } = context;
  const { name } = occurrence;
  switch (occurrence.kind) {
    case 'command':
      return commandDoc(name, index);
    case 'variable':
      return variableAt(context, occurrence, position);
    case 'parameter': {
      const definition =
        occurrence.definition === null ? undefined : context.facts.definitions[occurrence.definition];
      return definition
        ? `A parameter of ${definition.kind} ${code(`${definition.name}(${definition.parameters.join(' ')})`)}`
        : null;
    }
    case 'class':
      return classDoc(name, index);
    case 'header': {
      const files = index.headersNamed(name);
      if (files.length === 0)
        return `${code(name)}: not found in the include folders of the workspace’s modules.`;
      return files
        .map((header) => `${fileLink(header, 0)} of ${code(index.moduleOf(header) ?? path.dirname(header))}`)
        .join('  \n');
    }
    case 'type': {
      const wraps = index.wrapsOf(name).filter((wrap) => path.dirname(wrap) === path.dirname(file));
      if (wraps.length === 0) return `There is no ${code(`${name}.wrap`)} in this folder.`;
      return `Type ${code(name)}: ${wraps.map((wrap) => fileLink(wrap, 0)).join(', ')}`;
    }
    case 'module':
      return moduleDoc(context, name, format);
  }
}

function moduleDoc({ index, module }: FileContext, name: string, format: HoverFormat): string {
  const found = index.moduleNamed(name);
  const needs = found?.dependencies.filter((dependency) => !dependency.includes('$'));
  return [
    `Module **${escape(name)}**${found ? ` of ${fileLink(found.file, found.nameRange.start.line)}` : ''}`,
    needs && needs.length > 0 ? `Needs ${needs.map(code).join(', ')}` : '',
    module && module.name === name
      ? plural(module.types.length, 'wrapped type') +
        (module.pkl.listed === 0
          ? ''
          : ` · ${module.pkl.present} of ${plural(module.pkl.listed, 'pkl file')}`) +
        (module.pkl.stampPresent === null
          ? ''
          : ` · stamp ${module.pkl.stampPresent ? 'present' : 'missing'}`)
      : '',
    moduleSection(module?.name === name ? module : undefined, format),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/**
 * A variable's value at this position if the evaluation knows it. Otherwise the places that set it, as far as the text shows
 * them.
 */
function variableAt(context: FileContext, occurrence: Occurrence, position: Position): string | null {
  const { name } = occurrence;
  const parts = [`**${escape(name)}**`];
  const after = occurrence.role === 'write';
  const evaluated = context.evaluation?.valueAt(context.file, position, name, after);
  const loop = context.evaluation
    ?.loopsOf(context.file)
    ?.find(({ variable, range }) => variable === name && contains(range, position));
  if (loop && after) parts.push(`In this loop ${firstOf(loop.values, loop.values.length)}`);
  else if (evaluated && evaluated.count > 0) {
    parts.push(valueText(evaluated, after));
    if (evaluated.setAt)
      parts.push(`Set in ${fileLink(evaluated.setAt.file, evaluated.setAt.range.start.line)}`);
  } else {
    const writes = occurrencesInFile(context.facts, occurrence).filter(({ role }) => role === 'write');
    if (writes.length > 0) {
      const rows = writes
        .slice(0, SHOWN_ITEMS)
        .map(
          ({ value, range }) =>
            `- ${value === null ? 'computed' : code(value || '(empty)')} in line ${range.start.line + 1}`,
        );
      parts.push(`Set in this file to\n${rows.join('\n')}`);
    }
  }
  const elsewhere = reachesOtherFiles(context.facts, occurrence) ? variableDoc(name, context.index) : null;
  if (elsewhere) parts.push(elsewhere);
  return parts.length > 1 ? parts.join('\n\n') : null;
}

function valueText({ values, count }: EvaluatedValue, after: boolean): string {
  const [only] = values;
  const where = after ? 'after this command' : 'here';
  if (count === 1 && only) {
    if (only.count === 0) return `Empty ${where}.`;
    if (only.count === 1) return `${code(only.items[0]!)} ${where}`;
    return `A list of ${only.count} items ${where}: ${firstOf(only.items, only.count)}`;
  }
  // The values come from several iterations of a loop.
  const shown = values.map(({ count: items, items: [...first] }) =>
    items === 0 ? '(empty)' : first.slice(0, 4).join(';') + (items > 4 ? `;… (${items})` : ''),
  );
  return `Takes ${plural(count, 'value')} in turn ${where}: ${firstOf(shown, count)}`;
}

function firstOf(items: readonly string[], count: number): string {
  const more = count > SHOWN_ITEMS ? ` … and ${count - SHOWN_ITEMS} more` : '';
  return items.slice(0, SHOWN_ITEMS).map(code).join(' ') + more;
}

/** The hover of words that are not occurrences: CMake's own commands, and the methods of a class. */
function wordHover(
  { script, index }: FileContext,
  position: Position,
): { value: string | null; range: Hover['range'] } | null {
  const command = commandAt(script.statements, position);
  if (!command) return null;
  if (contains(command.nameRange, position) && isBuiltin(command.name))
    return { value: commandDoc(command.name, index), range: command.nameRange };
  if (!/^itk_wrap_(?:named_)?(?:simple_)?class$/i.test(command.name)) return null;
  const argument = command.args.find(({ range }) => contains(range, position));
  const meaning = argument && wrapMethods[argument.text];
  return meaning ? { value: `**${escape(argument.text)}**\n\n${meaning}`, range: argument.range } : null;
}
