import path from 'node:path';
import { builtinNames } from '../../cmake/builtins';
import { visitCommands } from '../../cmake/walk';
import { typeNameOfWrap } from '../facts';
import type { WorkspaceIndex } from '../workspaceIndex';
import type { CheckContext, Finding } from './finding';
import { nearMisses } from './nearMiss';

/** Commands that neither CMake nor a file of the workspace defines. Without ITK's macros at hand, nothing is said. */
export function checkCommands({ facts, index, file, script }: CheckContext): Finding[] {
  if (index.definitionsOf('itk_wrap_class').length === 0) return [];
  const includes = [...visitCommands(script.statements)].some(({ command: { name } }) =>
    /^(?:include|find_package)$/i.test(name),
  );
  return facts.occurrences.flatMap(({ kind, name, range, role }): Finding[] => {
    if (kind !== 'command' || role !== 'read' || index.definitionsOf(name).length > 0) return [];
    const near = nearMisses(name, commandNames(index));
    // A script that includes others may have its commands from files that nobody indexed.
    if (near.length === 0 && (includes || !file.endsWith('.wrap'))) return [];
    return [
      {
        code: 'unknown-command',
        message: `Nothing defines ${name}(): CMake stops with “Unknown CMake command”.${near.length > 0 ? ` Is ${near[0]} meant?` : ''}`,
        range,
        fixes: near.map((other) => ({ title: `Change to ${other}`, edits: [{ range, newText: other }] })),
      },
    ];
  });
}

function* commandNames(index: WorkspaceIndex): Generator<string> {
  yield* builtinNames();
  for (const { name, file } of index.allDefinitions()) if (!file.endsWith('.wrap')) yield name;
}

const SETTINGS = /^(?:WRAP_ITK_|ITK_WRAP_)\w+$/;

/** Lists and options of the wrapping that nobody sets: they are empty, and nothing is wrapped. */
export function checkVariables({ facts, index }: CheckContext): Finding[] {
  if (index.definitionsOf('itk_wrap_class').length === 0) return [];
  return facts.occurrences.flatMap(({ kind, name, range, role }): Finding[] => {
    if (kind !== 'variable' || role !== 'read' || !SETTINGS.test(name) || isSet(index, name)) return [];
    const known = index
      .namesOf('variable')
      .flatMap(([other]) => (SETTINGS.test(other) && isSet(index, other) ? [other] : []));
    const near = nearMisses(name, known);
    if (near.length === 0) return [];
    return [
      {
        code: 'unknown-variable',
        message: `Nothing sets ${name}: it is empty, CMake does not say so, and nothing is wrapped. Is ${near[0]} meant?`,
        range,
        fixes: near.map((other) => ({ title: `Change to ${other}`, edits: [{ range, newText: other }] })),
      },
    ];
  });
}

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
