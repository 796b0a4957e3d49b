import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Hover, MarkupContent } from 'vscode-languageserver';
import type { Script } from '../../../cmake/syntax/ast';
import type { Instantiation } from '../../../shared/type-state';
import type { ModuleStatus, TypeState } from '../../../shared/type-state';
import {
  configureLabel,
  instantiationsText,
  moduleCachedText,
  moduleConsequence,
  otherCommandText,
  moduleStateLabel,
  predictedLabel,
  stateLabel,
  swigText,
} from '../../../shared/vocabulary';
import { missReasonText } from '../../../shared/reasons';
import { commands } from '../../../shared/protocol';
import { shownState } from '../../../shared/states/shown-state';
import { stateWords } from '../../../shared/state-words';
import { instantiationsOf } from '../../../shared/states/counts';
import type { Position, Range } from '../../../shared/text-range';
import { classAt, contains, wrappedClasses } from '../../../wrapping/index/wrapped-classes';
import { missingFiles, toUri } from '../../translate/to-protocol';
import type { GeneratedByLine } from '../../evaluation/evaluation-messages';
import { code, codeBlock, commandLink, escape } from '../../../shared/markdown';
import { instantiationsOfClass } from '../../evaluation/class-instantiations';
import { action, type HoverFormat, icon, inLine, openLink } from './hover-format';
import { outputsOf } from '../../../shared/states/type-outputs';
import { plural } from '../../../shared/l10n/localized-plural';
import type { BuildCosts } from '../../../pipeline/costs/build-costs';
import { shownCost } from '../../../pipeline/costs/shown-cost';
import { costText } from '../../../shared/l10n/cost-text';
import { sizeText } from '../../../shared/l10n/size-text';

/**
 * The maximum number of instantiations that a hover lists. It then says how many more there are. A hover is at most 250
 * pixels high without scrolling, and each instantiation may take two lines.
 */
const SHOWN = 3;
/** The maximum number of names in a sentence. */
const FEW = 4;
/** The number of digits shown of a key. Two types of a build never share this many. */
const KEY_DIGITS = 12;

/** What a hover about a type needs. */
export interface HoverContext {
  type: TypeState | undefined;
  module: ModuleStatus | undefined;
  /** What each command of the file generates, if an evaluation knows it. */
  generated?: readonly GeneratedByLine[] | null;
  /** What the types cost in the build. */
  costs?: BuildCosts | null;
}

/**
 * The hover in a `.wrap` file: the class whose commands are at `position`, or the line that makes some of its
 * instantiations, with the state of its run. If the module lacks a stamp or pkl files, it says which and what that breaks.
 */
export function hoverInWrap(
  script: Script,
  position: Position,
  context: HoverContext,
  format: HoverFormat,
): Hover | null {
  const found = classAt(wrappedClasses(script), position);
  if (!found) return null;
  const { type, module, generated, costs = null } = context;
  const range = contains(found.nameRange, position) ? found.nameRange : found.command.range;
  const name = `**${escape(found.className)}**`;
  const ofLine = generated?.find((line) => contains(line.range, position))?.instantiations;
  const own = instantiationsOfClass(found, type, generated);
  if (!type)
    return hover(range, [
      generated ? inLine(name, onceConfigured((ofLine ?? own).length)) : name,
      l10n.t(
        'Not in the active build: there is no build, CMake has not read this file yet, or its module is off.',
      ),
      list(ofLine ?? own),
    ]);
  const isPart = ofLine !== undefined && ofLine.length < own.length;
  const count = isPart
    ? plural(
        ofLine.length,
        l10n.t('1 of its {0} instantiations comes from this line', own.length),
        l10n.t('{0} of its {1} instantiations come from this line', ofLine.length, own.length),
      )
    : counted(own);
  return hover(contains(range, position) ? range : undefined, [
    head(
      inLine(
        name,
        count,
        costOf(type, (ofLine ?? own).length, costs),
        l10n.t('{0} of {1}', code(type.name), code(type.module)),
      ),
      type,
      format,
    ),
    actionsAndKeys(type, format),
    concerns(type, module) ? moduleSection(module, format) : '',
    ...instantiationList(type, ofLine ?? own, format),
    moduleAtEnd(type, module, format),
    entryAtEnd(type),
  ]);
}

function costOf(type: TypeState, instantiations: number, costs: BuildCosts | null): string {
  const cost = shownCost({ type: type.name, instantiations }, costs);
  return cost === null ? '' : escape(costText(cost));
}

/** The hover in a generated `.cxx`: the alias at a line, with the state of the run that reads it. */
export function hoverInCxx(line: number, context: HoverContext, format: HoverFormat): Hover | null {
  const { type, module } = context;
  const alias = type?.instantiations.find((instantiation) => instantiation.line === line);
  if (!type || !alias) return null;
  const own = instantiationsOf(type, alias.className);
  return hover(undefined, [
    head(
      inLine(
        `**${escape(alias.name)}** = ${code(alias.cppType)}`,
        plural(own.length, l10n.t('the only instantiation'), l10n.t('one of {0} instantiations', own.length)),
      ),
      type,
      format,
    ),
    actionsAndKeys(type, format),
    concerns(type, module) ? moduleSection(module, format) : '',
    ...instantiationList(type, own, format),
    moduleAtEnd(type, module, format),
    entryAtEnd(type),
  ]);
}

/** What a module lacks, what that breaks, and how to repair it. Empty if it lacks nothing. */
export function moduleSection(module: ModuleStatus | undefined, format: HoverFormat): string {
  if (!module || module.state === 'complete') return '';
  const target = [{ module: module.name }];
  const label = `**${escape(l10n.t('{0}: {1}', module.name, moduleStateLabel(module)))}**`;
  const consequence = escape(moduleConsequence(module) ?? '');
  const cached = escape(moduleCachedText(module) ?? '');
  // All of its files are missing, so their names would not help.
  if (module.state === 'never-run')
    return `${icon('info', format)}${inLine(label, action(l10n.t('Run igenerator'), commands.runIgenerator, target, format))}  \n${consequence}`;
  const wanting = module.staleBecause ? [module.staleBecause] : missingFiles(module);
  const missing = few(wanting.map((file) => path.basename(file)));
  return [
    icon('warning', format) +
      inLine(
        `${label}${missing && `: ${missing}`}`,
        action(l10n.t('Repair'), commands.repair, target, format),
      ),
    consequence,
    cached,
  ]
    .filter(Boolean)
    .join('  \n');
}

/** The title and the state. They come first, because text further down may be out of view. */
function head(title: string, type: TypeState, format: HoverFormat): string {
  const why = type.reason ? escape(missReasonText(type.reason)) : '';
  return [
    title,
    `${icon(stateWords[shownState(type)].icon, format)}${inLine(`**${stateLabel(type.state)}**`, why, xmlText(type), swigText(type.swig, code))}`,
    configureSection(type, format),
  ]
    .filter(Boolean)
    .join('  \n');
}

/** Whether the state of a module is a problem of this type: its stamp is missing, or a file of the type itself. */
function concerns({ name }: TypeState, module: ModuleStatus | undefined): boolean {
  if (!module || module.state === 'never-run') return false;
  const isOfOthers = module.state === 'pkl-missing' && (module.pkl.damaged ?? []).length === 0;
  return !isOfOthers || outputsOf(name, missingFiles(module)).length > 0;
}

/** What the module lacks comes last if it is not a problem of this type. */
const moduleAtEnd = (type: TypeState, module: ModuleStatus | undefined, format: HoverFormat): string =>
  concerns(type, module) ? '' : moduleSection(module, format);

/** The actions and the keys. They come before the list of instantiations, so that they are always in view. */
function actionsAndKeys(type: TypeState, format: HoverFormat): string {
  const links = [
    action(l10n.t('Run castxml'), commands.runCastxml, [{ type: type.name }], format),
    action(l10n.t('Explain'), commands.explain, [{ type: type.name }], format),
    openLink(l10n.t('Open .cxx'), toUri(type.cxx), format),
    type.xmlState === 'missing' ? '' : openLink(l10n.t('Open XML'), toUri(type.xml), format),
    action(l10n.t('Show graph'), commands.showGraph, [{ module: type.module }], format),
  ];
  const keys = [
    l10n.t('L1 {0}', keyText(type.l1, l10n.t('not computed yet'), format)),
    l10n.t('L2 {0}', keyText(type.l2, l10n.t('known after the first run'), format)),
  ];
  return `${inLine(...links)}  \n${inLine(...keys)}`;
}

/** The size, age and root of the entry. They come last, because they are rarely what somebody is looking for. */
const entryAtEnd = ({ entry, root }: TypeState): string =>
  inLine(
    ...(entry ? [l10n.t('{0}, last used {1}', sizeText(entry.bytes), when(entry.usedMs))] : []),
    ...(root ? [l10n.t('in {0}', code(root))] : []),
  );

/** The first digits of a key, with a link that copies the whole key. The whole key if the client cannot have such a link. */
function keyText(key: string | null, absent: string, format: HoverFormat): string {
  if (!key) return `*${absent}*`;
  if (!format.commands) return code(key);
  return `${code(`${key.slice(0, KEY_DIGITS)}…`)} ${commandLink('$(copy)', commands.copyKey, [key], l10n.t('Copy {0}', key))}`;
}

/** The state of the XML. The file that made it stale is named unless the reason for the miss has just named it. */
function xmlText(type: TypeState): string {
  if (type.otherCommand) return l10n.t('XML stale: {0}', otherCommandText());
  const isNamed = type.reason && 'subject' in type.reason && type.reason.subject === type.staleBecause;
  if (type.xmlState === 'stale' && type.staleBecause && !isNamed)
    return l10n.t('XML stale: {0} changed', code(path.basename(type.staleBecause)));
  return l10n.t('XML {0}', stateLabel(type.xmlState));
}

function instantiationList(
  type: TypeState,
  instantiations: readonly Instantiation[],
  format: HoverFormat,
): string[] {
  if (instantiations.length === 0) return [l10n.t('No instantiations in the generated source.')];
  const more = instantiations.length - SHOWN;
  const rest = openLink(l10n.t('and {0} more', more), toUri(type.cxx), format);
  return [list(instantiations), more > 0 ? rest : ''];
}

/** A list of aliases as C++ code. Unlike the narrow cells of a table, it wraps well. */
function list(instantiations: readonly Instantiation[]): string {
  if (instantiations.length === 0) return '';
  const lines = instantiations.slice(0, SHOWN).map(({ name, cppType }) => `${name} = ${compact(cppType)}`);
  return codeBlock('cpp', lines);
}

/** `itk::Image< float,2 >` → `itk::Image<float,2>` */
const compact = (cppType: string): string =>
  cppType
    .split('>')
    .map((part) => part.trimEnd())
    .join('>')
    .replace(/<\s+/g, '<');

const counted = ({ length }: readonly unknown[]): string => instantiationsText(length);

const onceConfigured = (count: number): string =>
  plural(
    count,
    l10n.t('1 instantiation once CMake has run'),
    l10n.t('{0} instantiations once CMake has run', count),
  );

/** The first names of a list, and the number of others. */
function few(names: readonly string[]): string {
  const shown = names.slice(0, FEW).map(code).join(', ');
  return names.length > FEW ? l10n.t('{0} and {1} more', shown, names.length - FEW) : shown;
}

/** What the `.wrap` says that the generated source does not have yet. */
function configureSection({ configure }: TypeState, format: HoverFormat): string {
  if (!configure) return '';
  const cache = predictedLabel(configure);
  const names = (sign: string, list: readonly string[]): string[] =>
    list.length === 0 ? [] : [`${sign} ${few(list)}`];
  return [
    icon('sync', format) +
      inLine(
        `**${escape(configureLabel(configure))}**`,
        escape(cache ?? ''),
        action(l10n.t('Run CMake'), commands.configure, [], format),
      ),
    ...names('+', configure.added),
    ...names('−', configure.removed),
  ].join('  \n');
}

function when(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
}

function hover(range: Range | undefined, sections: string[]): Hover {
  const contents: MarkupContent = { kind: 'markdown', value: sections.filter(Boolean).join('\n\n') };
  return range ? { contents, range } : { contents };
}
