import * as l10n from '@vscode/l10n';
import { builtinNames } from '../../../../cmake/syntax/builtins';
import { visitCommands } from '../../../../cmake/syntax/visit';
import type { Range } from '../../../../shared/text-range';
import { itkMacros, knowsItk } from '../../../index/itk-names';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import type { Finding } from '../../diagnostic';
import { changeTo } from '../../fixes';
import { didYouMean, nearMisses } from '../../../../shared/near-miss';
import { newNameOfMacro } from '../../old-names';
import type { Rule } from '../../rule';
import { sentences } from '../../../../shared/l10n/sentences';

export const unknownCommand: Rule = {
  code: 'unknown-command',
  defaultSeverity: 'error',
  summary: 'Neither CMake nor a file of the workspace defines this command.',
  documentation:
    'CMake stops with “Unknown CMake command”. If the file includes others, only names similar to a known one are reported. Macros of older ITK versions, such as `WRAP_CLASS` and `END_WRAP_LIBRARY`, are reported with their current names. Without an ITK, its macros are known by name, and only names similar to one of them are reported.',
  repair: 'the current or the similar name.',

  /** If no ITK is indexed, only macros of older versions and misspelled ones are reported. */
  onScript({ enabled, facts, index, file, script }) {
    const isIndexed = knowsItk(index);
    const commands = [...visitCommands(script.statements)].map(({ command }) => command);
    const includes = commands.some(({ name }) => /^(?:include|find_package)$/i.test(name));
    const asWritten = (name: string, { start }: Range): string =>
      commands.find(
        ({ nameRange }) =>
          nameRange.start.line === start.line && nameRange.start.character === start.character,
      )?.name ?? name;
    return facts.occurrences.flatMap(({ kind, name, range, role }): Finding[] => {
      if (kind !== 'command' || role !== 'read' || index.definitionsOf(name).length > 0) return [];
      const location = { file, range };
      const now = newNameOfMacro(name);
      if (now !== null && (!isIndexed || index.definitionsOf(now).length > 0))
        return [{ message: message(asWritten(name, range)), location, fixes: [changeTo(now, range)] }];
      if (!isIndexed && itkMacros.includes(name)) return [];
      const near = nearMisses(name, isIndexed ? commandNames(index) : [...builtinNames(), ...itkMacros]);
      // A script that includes others may get its commands from files that are not indexed.
      if (near.length === 0 && (includes || !isIndexed || !file.endsWith('.wrap'))) return [];
      // An evaluation to the end of the file did not run it: a condition around it is not true.
      if (near.length === 0 && enabled?.evaluated(file)) return [];
      const fixes = near.map((other) => changeTo(other, range));
      return [{ message: nothingDefines(asWritten(name, range), didYouMean(near)), location, fixes }];
    });
  },

  onMessage: {
    pattern: /^Unknown CMake command "(.*?)"/,
    word: ([, name = '']) => message(name),
    namesUnknown: true,
  },
};

function message(name: string): string {
  const now = newNameOfMacro(name);
  return now === null
    ? nothingDefines(name)
    : sentences(
        l10n.t('{0}() is a macro of older ITK versions. Use {1}() instead.', name, now),
        l10n.t('CMake stops here with “Unknown CMake command”.'),
      );
}

/** The suggestion comes first, because the list of problems cuts off long messages. */
const nothingDefines = (name: string, guess = ''): string =>
  sentences(
    l10n.t('Nothing defines {0}().', name),
    guess,
    l10n.t('CMake stops here with “Unknown CMake command”.'),
  );

function* commandNames(index: WorkspaceIndex): Generator<string> {
  yield* builtinNames();
  for (const { name, file } of index.allDefinitions()) if (!file.endsWith('.wrap')) yield name;
}
