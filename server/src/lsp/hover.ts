import path from 'node:path';
import type { Hover, MarkupContent } from 'vscode-languageserver';
import type { Script } from '../cmake/ast';
import type { Instantiation } from '../build/types';
import type { ModuleStatus, TypeState } from '../pipeline/types';
import {
  configureLabel,
  missReasonText,
  moduleConsequence,
  moduleStateLabel,
  predictedLabel,
  stateLabel,
} from '../pipeline/vocabulary';
import { commands } from '../protocol';
import type { Position, Range } from '../util/text';
import { classAt, contains, wrappedClasses } from '../wrapping/classes';
import { missingFiles, toUri } from './convert';
import { code, codeBlock, commandLink, escape, table } from './markdown';

/** How many instantiations a hover lists before it says how many more there are. */
const SHOWN = 12;
/** How many names a sentence holds. */
const FEW = 4;

export interface HoverContext {
  type: TypeState | undefined;
  module: ModuleStatus | undefined;
}

/**
 * A `.wrap` file: the class whose commands stand at `position`, with what it generates and the state of its run;
 * and, where the module lacks a stamp or a pkl, which one and what that breaks.
 */
export function hoverInWrap(script: Script, position: Position, context: HoverContext): Hover | null {
  const found = classAt(wrappedClasses(script), position);
  if (!found) return null;
  const { type, module } = context;
  const range = contains(found.nameRange, position) ? found.nameRange : found.command.range;
  if (!type)
    return hover(range, [
      `**${escape(found.className)}**`,
      'Not in the active build: its CMake configure has not seen this file, or its module is off.',
    ]);
  const own = type.instantiations.filter(({ className }) => className === found.className);
  return hover(contains(range, position) ? range : undefined, [
    ...typeSections(
      type,
      `**${escape(found.className)}** in type ${code(type.name)} of ${code(type.module)}`,
      module,
    ),
    instantiationList(type, own),
  ]);
}

/** A generated `.cxx`: the alias at a line, with the state of the run that reads it. */
export function hoverInCxx(line: number, context: HoverContext): Hover | null {
  const { type, module } = context;
  const alias = type?.instantiations.find((instantiation) => instantiation.line === line);
  if (!type || !alias) return null;
  return hover(undefined, [
    ...typeSections(type, `**${escape(alias.name)}** = ${code(alias.cppType)}`, module),
    instantiationList(
      type,
      type.instantiations.filter(({ className }) => className === alias.className),
    ),
  ]);
}

/** What is missing of a module, what that breaks, and the way out. Empty where nothing is. */
export function moduleSections(module: ModuleStatus | undefined): string[] {
  if (!module || module.state === 'complete') return [];
  const missing = missingFiles(module);
  const target = [{ module: module.name }];
  const wayOut =
    module.state === 'never-run'
      ? commandLink('Run igenerator', commands.runIgenerator, target)
      : commandLink('Repair', commands.repair, target);
  const listed = missing.slice(0, SHOWN).map((file) => `- ${code(path.basename(file))}`);
  if (missing.length > SHOWN) listed.push(`- … and ${missing.length - SHOWN} more`);
  return [
    `$(warning) **${escape(module.name)}: ${escape(moduleStateLabel(module))}**`,
    ...(listed.length > 0 ? [`Missing:\n${listed.join('\n')}`] : []),
    `${escape(moduleConsequence(module) ?? '')}  \n${wayOut}`,
  ];
}

/** The type's state, and right after it what its module lacks: further down it would be out of sight. */
function typeSections(type: TypeState, title: string, module: ModuleStatus | undefined): string[] {
  const state = stateIcon[type.state] + ` **${stateLabel(type.state)}**`;
  const why = type.reason ? ` · ${escape(missReasonText(type.reason))}` : '';
  const rows: [string, string][] = [
    ['L1', keyCell(type.l1, 'not computed yet')],
    ['L2', keyCell(type.l2, 'known after the first run')],
  ];
  if (type.root) rows.push(['Store', code(type.root)]);
  if (type.entry) rows.push(['Entry', `${size(type.entry.bytes)}, last used ${when(type.entry.usedMs)}`]);
  rows.push(['XML', xmlCell(type)]);
  const links = [
    commandLink('Run castxml', commands.runCastxml, [{ type: type.name }]),
    commandLink('Explain', commands.explain, [{ type: type.name }]),
    commandLink('Open generated .cxx', commands.openFile, [toUri(type.cxx)]),
    ...(type.xmlState === 'missing' ? [] : [commandLink('Open XML', commands.openFile, [toUri(type.xml)])]),
    commandLink('Show graph', commands.showGraph, [{ module: type.module }]),
  ];
  return [
    title,
    state + why,
    configureSection(type),
    ...moduleSections(module),
    table(rows),
    links.join(' · '),
  ];
}

function keyCell(key: string | null, absent: string): string {
  if (!key) return `*${absent}*`;
  return `${code(key)} ${commandLink('$(copy)', commands.copyKey, [key], 'Copy the key')}`;
}

function xmlCell(type: TypeState): string {
  if (type.xmlState === 'stale' && type.staleBecause)
    return `stale: ${code(path.basename(type.staleBecause))} is newer`;
  return type.xmlState;
}

/** As C++, which wraps where a table's cell would be a few words wide. */
function instantiationList(type: TypeState, instantiations: readonly Instantiation[]): string {
  if (instantiations.length === 0) return 'No instantiations in the generated source.';
  const lines = instantiations
    .slice(0, SHOWN)
    .map(({ name, cppType }) => `${name} = ${cppType.replace(/<\s+/g, '<').replace(/\s+>/g, '>')}`);
  const more = instantiations.length - lines.length;
  const noun = instantiations.length === 1 ? 'instantiation' : 'instantiations';
  const rest = commandLink(`… and ${more} more`, commands.openFile, [toUri(type.cxx)]);
  return `**${instantiations.length} ${noun}**\n\n${codeBlock('cpp', lines)}${more > 0 ? `\n\n${rest}` : ''}`;
}

/** What the `.wrap` says now and the generated source does not yet. */
function configureSection({ configure }: TypeState): string {
  if (!configure) return '';
  const cache = predictedLabel(configure);
  const names = (sign: string, list: readonly string[]): string[] =>
    list.length === 0
      ? []
      : [
          `${sign} ${list.slice(0, FEW).map(code).join(', ')}${list.length > FEW ? ` and ${list.length - FEW} more` : ''}`,
        ];
  return [
    `$(sync) **${escape(configureLabel(configure))}**${cache ? ` · ${escape(cache)}` : ''} · ${commandLink('Run CMake', commands.configure, [])}`,
    ...names('+', configure.added),
    ...names('−', configure.removed),
  ].join('  \n');
}

const stateIcon: Record<TypeState['state'], string> = {
  hit: '$(pass-filled)',
  'hit-l2': '$(pass)',
  miss: '$(circle-slash)',
  unverified: '$(question)',
  unknown: '$(circle-outline)',
};

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function when(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
}

function hover(range: Range | undefined, sections: string[]): Hover {
  const contents: MarkupContent = { kind: 'markdown', value: sections.filter(Boolean).join('\n\n') };
  return range ? { contents, range } : { contents };
}
