import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Hover } from 'vscode-languageserver';
import { isBuiltin } from '../../../cmake/syntax/builtins';
import { commandAt, contains } from '../../../cmake/syntax/visit';
import type { Position } from '../../../shared/text-range';
import { type Occurrence, occurrenceAt } from '../../../wrapping/index/script-facts';
import { wrapMethods } from '../../../wrapping/index/known-macros';
import { occurrencesInFile, reachesOtherFiles } from '../../../wrapping/index/variable-kind';
import type { EvaluatedValue } from '../../evaluation/evaluation-messages';
import type { FileContext } from '../../session/file-context';
import { moduleSection } from './type-hover';
import type { HoverFormat } from './hover-format';
import { code, escape } from '../../../shared/markdown';
import type { ModuleStatus } from '../../../shared/type-state';
import { classDoc, commandDoc, emptyText, fileLink, variableDoc, writtenValue } from './symbol-docs';
import { plural } from '../../../shared/l10n/localized-plural';

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
      if (!definition) return null;
      const signature = code(`${definition.name}(${definition.parameters.join(' ')})`);
      return definition.kind === 'macro'
        ? l10n.t('A parameter of the macro {0}', signature)
        : l10n.t('A parameter of the function {0}', signature);
    }
    case 'class':
      return classDoc(name, index);
    case 'header': {
      const files = index.headersNamed(name);
      if (files.length === 0)
        return l10n.t('{0} was not found in the include folders of the workspace’s modules.', code(name));
      return files
        .map((header) =>
          l10n.t('{0} of {1}', fileLink(header, 0), code(index.moduleOf(header) ?? path.dirname(header))),
        )
        .join('  \n');
    }
    case 'type': {
      const wraps = index.wrapsOf(name).filter((wrap) => path.dirname(wrap) === path.dirname(file));
      if (wraps.length === 0) return l10n.t('There is no {0} in this folder.', code(`${name}.wrap`));
      return l10n.t('Type {0}: {1}', code(name), wraps.map((wrap) => fileLink(wrap, 0)).join(', '));
    }
    case 'module':
      return moduleDoc(context, name, format);
  }
}

function moduleDoc({ index, module }: FileContext, name: string, format: HoverFormat): string {
  const found = index.moduleNamed(name);
  const needs = found?.dependencies.filter((dependency) => !dependency.includes('$'));
  return [
    found
      ? l10n.t('Module **{0}** of {1}', escape(name), fileLink(found.file, found.nameRange.start.line))
      : l10n.t('Module **{0}**', escape(name)),
    needs && needs.length > 0 ? l10n.t('Needs {0}', needs.map(code).join(', ')) : '',
    module && module.name === name ? outputsOf(module) : '',
    moduleSection(module?.name === name ? module : undefined, format),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** `3 wrapped types · 2 of 3 pkl files · stamp present`. */
function outputsOf({
  types: { length: types },
  pkl: { listed, present, stampPresent },
}: ModuleStatus): string {
  return [
    plural(types, l10n.t('1 wrapped type'), l10n.t('{0} wrapped types', types)),
    listed === 0
      ? ''
      : plural(listed, l10n.t('{0} of 1 pkl file', present), l10n.t('{0} of {1} pkl files', present, listed)),
    stampPresent === null ? '' : stampPresent ? l10n.t('stamp present') : l10n.t('stamp missing'),
  ]
    .filter(Boolean)
    .join(' · ');
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
  if (loop && after) parts.push(l10n.t('In this loop {0}', firstOf(loop.values, loop.values.length)));
  else if (evaluated && evaluated.count > 0) {
    parts.push(valueText(evaluated, after));
    if (evaluated.setAt)
      parts.push(l10n.t('Set in {0}', fileLink(evaluated.setAt.file, evaluated.setAt.range.start.line)));
  } else {
    const writes = occurrencesInFile(context.facts, occurrence).filter(({ role }) => role === 'write');
    if (writes.length > 0) {
      const rows = writes
        .slice(0, SHOWN_ITEMS)
        .map((write) => `- ${l10n.t('{0} in line {1}', writtenValue(write), write.range.start.line + 1)}`);
      parts.push([l10n.t('Set in this file to'), ...rows].join('\n'));
    }
  }
  const elsewhere = reachesOtherFiles(context.facts, occurrence) ? variableDoc(name, context.index) : null;
  if (elsewhere) parts.push(elsewhere);
  return parts.length > 1 ? parts.join('\n\n') : null;
}

function valueText({ values, count }: EvaluatedValue, after: boolean): string {
  const [only] = values;
  if (count === 1 && only) {
    const value = firstOf(only.items, only.count);
    if (only.count === 0) return after ? l10n.t('Empty after this command') : l10n.t('Empty here');
    if (only.count === 1) return after ? l10n.t('{0} after this command', value) : l10n.t('{0} here', value);
    return after
      ? l10n.t('A list of {0} items after this command: {1}', only.count, value)
      : l10n.t('A list of {0} items here: {1}', only.count, value);
  }
  // The values come from several iterations of a loop.
  const shown = values.map(({ count: items, items: [...first] }) =>
    items === 0 ? emptyText() : first.slice(0, 4).join(';') + (items > 4 ? `;… (${items})` : ''),
  );
  const all = firstOf(shown, count);
  return after
    ? l10n.t('Takes {0} values in turn after this command: {1}', count, all)
    : l10n.t('Takes {0} values in turn here: {1}', count, all);
}

function firstOf(items: readonly string[], count: number): string {
  const shown = items.slice(0, SHOWN_ITEMS).map(code).join(' ');
  return count > SHOWN_ITEMS ? l10n.t('{0} … and {1} more', shown, count - SHOWN_ITEMS) : shown;
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
  if (!argument || !Object.hasOwn(wrapMethods, argument.text)) return null;
  const meaning = wrapMethods[argument.text]!();
  return { value: `**${escape(argument.text)}**\n\n${meaning}`, range: argument.range };
}
