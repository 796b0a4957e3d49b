import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Location } from '../../../../shared/text-range';
import { sentences } from '../../../../shared/l10n/sentences';
import { type DirectoryDefinition, directoryDefinitions } from '../../../headers/directory-definitions';
import { includedHeaders } from '../../../headers/included-headers';
import type { RequiredDefinition } from '../../../headers/required-definitions';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import type { Finding } from '../../diagnostic';
import { findReached, seesOnlyDependencies } from '../../findings/reached-headers';
import type { Rule } from '../../rule';

export const definitionMissing: Rule = {
  code: 'definition-missing',
  defaultSeverity: 'warning',
  summary: 'A header requires a definition that castxml does not get.',
  documentation:
    'The header has an `#error` unless a name is defined, and the `CMakeLists.txt` of the module defines the name for a directory, with `add_compile_definitions()` or `add_definitions()`. The compiler gets that, but since ITK 6 castxml gets only the definitions in the interface of the module’s target. Headers that other headers include under no condition are followed too.',
  scripts: 'wrap',

  onScript({ facts, index, file }) {
    const module = index.moduleOf(file);
    if (module === null || !seesOnlyDependencies(index)) return [];
    const given = definitionsFor(index, file);
    if (given === null) return [];
    const purpose = `definitions:${given.definitions.map((one) => one.name).join()}`;
    return includedHeaders(facts).flatMap(({ name, range }): Finding[] => {
      let missing: RequiredDefinition | undefined;
      const header = findReached(index, name, module, purpose, (one) => {
        if (one.file !== null) missing = requiredOf(index, one.file, given.definitions);
        return missing !== undefined;
      });
      const definition = given.definitions.find((one) => one.name === missing?.name);
      if (!header?.file || missing === undefined || definition === undefined) return [];
      return [
        {
          message: sentences(
            l10n.t(
              '{0} stops unless {1} is defined, but castxml does not get the definitions of a directory.',
              path.basename(header.file),
              missing.name,
            ),
            l10n.t(
              'Add it to the interface of the module: target_compile_definitions({0}Module INTERFACE {1}).',
              module,
              missing.name,
            ),
          ),
          location: { file, range },
          related: [
            ...header.via,
            { location: lineOf(header.file, missing.line), message: '#error' },
            {
              location: lineOf(given.file, definition.line),
              message: l10n.t('defined here for the compiler'),
            },
          ],
        },
      ];
    });
  },
};

/** The definitions that the CMakeLists.txt of the module of a `.wrap` file gives to its directory. Null if there are none. */
function definitionsFor(
  index: WorkspaceIndex,
  wrap: string,
): { file: string; definitions: readonly DirectoryDefinition[] } | null {
  const file = path.join(path.dirname(path.dirname(wrap)), 'CMakeLists.txt');
  const text = index.textOf(file);
  if (text === null) return null;
  // What the target has in its interface, too, does reach castxml.
  const definitions = directoryDefinitions(text).filter(
    ({ name }) => !new RegExp(`target_compile_definitions\\s*\\([^()]*\\b${name}\\b`, 'i').test(text),
  );
  return definitions.length === 0 ? null : { file, definitions };
}

const requiredOf = (
  index: WorkspaceIndex,
  header: string,
  given: readonly DirectoryDefinition[],
): RequiredDefinition | undefined =>
  index.requirementsOf(header).find(({ name }) => given.some((one) => one.name === name));

function lineOf(file: string, line: number): Location {
  const at = { line, character: 0 };
  return { file, range: { start: at, end: at } };
}
