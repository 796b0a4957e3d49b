import path from 'node:path';
import { builtinNames } from '../../../cmake/syntax/builtins';
import { visitCommands } from '../../../cmake/syntax/visit';
import { typeNameOfWrap } from '../../index/script-facts';
import type { WorkspaceIndex } from '../../index/workspace-index';
import { oldVariable } from '../evaluation-diagnostics';
import { newNameOfMacro, newNameOfVariable } from '../old-macros';
import type { CheckContext, Finding, Fix } from './finding';
import { nearMisses } from './near-miss';

/** Commands that neither CMake nor a file of the workspace defines. Without ITK's macros at hand, only old ones are known. */
export function checkCommands({ facts, index, file, script }: CheckContext): Finding[] {
  const knowsItk = index.definitionsOf('itk_wrap_class').length > 0;
  const commands = [...visitCommands(script.statements)].map(({ command }) => command);
  const includes = commands.some(({ name }) => /^(?:include|find_package)$/i.test(name));
  const asWritten = (name: string, { start }: Finding['range']): string =>
    commands.find(
      ({ nameRange }) => nameRange.start.line === start.line && nameRange.start.character === start.character,
    )?.name ?? name;
  return facts.occurrences.flatMap(({ kind, name, range, role }): Finding[] => {
    if (kind !== 'command' || role !== 'read' || index.definitionsOf(name).length > 0) return [];
    const now = newNameOfMacro(name);
    if (now !== null && (!knowsItk || index.definitionsOf(now).length > 0))
      return [
        {
          code: 'unknown-command',
          message: `${asWritten(name, range)}() is a macro of older ITK versions: use ${now}(). CMake stops with “Unknown CMake command”.`,
          range,
          fixes: [replacement(now, range)],
        },
      ];
    if (!knowsItk) return [];
    const near = nearMisses(name, commandNames(index));
    // A script that includes others may have its commands from files that nobody indexed.
    if (near.length === 0 && (includes || !file.endsWith('.wrap'))) return [];
    return [
      {
        code: 'unknown-command',
        message: `Nothing defines ${asWritten(name, range)}(): CMake stops with “Unknown CMake command”.${near.length > 0 ? ` Did you mean ${near[0]}?` : ''}`,
        range,
        fixes: near.map((other) => replacement(other, range)),
      },
    ];
  });
}

const replacement = (newText: string, range: Finding['range']): Fix => ({
  title: `Change to ${newText}`,
  edits: [{ range, newText }],
});

function* commandNames(index: WorkspaceIndex): Generator<string> {
  yield* builtinNames();
  for (const { name, file } of index.allDefinitions()) if (!file.endsWith('.wrap')) yield name;
}

const SETTINGS = /^(?:WRAP_ITK_|ITK_WRAP_)\w+$/;

/** Lists and options of the wrapping that nobody sets: they are empty, and nothing is wrapped. */
export function checkVariables({ facts, index, file }: CheckContext): Finding[] {
  const knowsItk = index.definitionsOf('itk_wrap_class').length > 0;
  return facts.occurrences.flatMap(({ kind, name, range, role }): Finding[] => {
    if (kind !== 'variable' || role === 'define') return [];
    const now = newNameOfVariable(name);
    if (role === 'write') {
      if (now === null || isReadElsewhere(index, name)) return [];
      // The macros of an ITK that is not read yet may read it.
      if (!knowsItk && !index.hasScanned(file)) return [];
      return [{ code: 'old-variable', message: oldVariable(name), range, fixes: [replacement(now, range)] }];
    }
    if (!knowsItk || (now === null && !SETTINGS.test(name)) || isSet(index, name)) return [];
    const near = now === null ? nearMisses(name, settings(index)) : [now];
    if (near.length === 0) return [];
    const hint = now === null ? `Did you mean ${near[0]}?` : `It is ${now} now.`;
    return [
      {
        code: 'unknown-variable',
        message: `Nothing sets ${name}: it is empty, CMake does not say so, and nothing is wrapped. ${hint}`,
        range,
        fixes: near.map((other) => replacement(other, range)),
      },
    ];
  });
}

const settings = (index: WorkspaceIndex): string[] =>
  index
    .namesOf('variable')
    .flatMap(([other]) => (SETTINGS.test(other) && isSet(index, other) ? [other] : []));

/** Whether a macro file reads a variable: those of ITK up to 5.2 still take some old names. */
const isReadElsewhere = (index: WorkspaceIndex, name: string): boolean =>
  index
    .occurrencesOf('variable', name)
    .some(({ file, occurrence: { role } }) => role === 'read' && file.endsWith('.cmake'));

const isSet = (index: WorkspaceIndex, name: string): boolean =>
  index.occurrencesOf('variable', name).some(({ occurrence: { role } }) => role === 'write');

/** One name for two types of one build, and names that CMake cuts. */
export function checkTypeName({ file, index }: CheckContext): Finding[] {
  if (!file.endsWith('.wrap')) return [];
  const start = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const findings: Finding[] = [];
  const base = path.basename(file);
  if (base.split('.').length > 2)
    findings.push({
      code: 'type-name-cut',
      message: `CMake cuts the name ${base} at its first dot: this type is ${typeNameOfWrap(file)}.`,
      range: start,
    });
  const module = index.moduleOf(file);
  const others = index
    .wrapsOf(typeNameOfWrap(file))
    .filter((other) => other !== file && index.moduleOf(other) !== module);
  if (others.length > 0)
    findings.push({
      code: 'duplicate-type',
      message: `${others.length === 1 ? 'Another module has' : `${others.length} other modules have`} a type ${typeNameOfWrap(file)}: in one build they overwrite each other’s files.`,
      range: start,
      related: others.map((other) => ({
        location: { file: other, range: start },
        message: index.moduleOf(other) ?? other,
      })),
    });
  return findings;
}
