import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Location } from '../../../../shared/text-range';
import { sentences } from '../../../../shared/l10n/sentences';
import { type CompilerDefinition, compilerDefinitions } from '../../../headers/compiler-definitions';
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
    'The header has an `#error` unless a name is defined, and a `CMakeLists.txt` of the module defines the name for a directory, as `add_compile_definitions()` does, or for a target in private. The compiler gets that, but since ITK 6 castxml gets only the definitions in the interface of the module’s target. Headers that other headers include under no condition are followed too.',
  scripts: 'wrap',

  onScript({ facts, includes, index, file }) {
    const module = index.moduleOf(file);
    if (module === null || !seesOnlyDependencies(index)) return [];
    const given = definitionsFor(index, file);
    if (given.length === 0) return [];
    const purpose = `definitions:${given.map((one) => one.name).join()}`;
    return includedHeaders(facts, includes).flatMap(({ name, range }): Finding[] => {
      let missing: RequiredDefinition | undefined;
      const header = findReached(index, name, module, purpose, (one) => {
        if (one.file !== null) missing = requiredOf(index, one.file, given);
        return missing !== undefined;
      });
      const definition = given.find((one) => one.name === missing?.name);
      if (!header?.file || missing === undefined || definition === undefined) return [];
      return [
        {
          message: sentences(
            whyNot(definition, path.basename(header.file)),
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
              location: lineOf(definition.file, definition.line),
              message: l10n.t('defined here for the compiler'),
            },
          ],
        },
      ];
    });
  },
};

const whyNot = ({ name, of }: CompilerDefinition, header: string): string =>
  of === 'directory'
    ? l10n.t(
        '{0} stops unless {1} is defined, but castxml does not get the definitions of a directory.',
        header,
        name,
      )
    : l10n.t(
        '{0} stops unless {1} is defined, but castxml does not get the private definitions of a target.',
        header,
        name,
      );

type Given = CompilerDefinition & { file: string };

/** The definitions that the module of a `.wrap` file gives to the compiler alone. */
function definitionsFor(index: WorkspaceIndex, wrap: string): readonly Given[] {
  const module = path.dirname(path.dirname(wrap));
  const given = [module, path.dirname(wrap), path.join(module, 'src')].flatMap((folder) => {
    const file = path.join(folder, 'CMakeLists.txt');
    return compilerDefinitions(index.textOf(file) ?? '').map((one) => ({ ...one, file }));
  });
  // These reach castxml.
  const reaching = new Set(given.filter(({ of }) => of === 'interface').map(({ name }) => name));
  return given.filter(({ name }) => !reaching.has(name));
}

const requiredOf = (
  index: WorkspaceIndex,
  header: string,
  given: readonly Given[],
): RequiredDefinition | undefined =>
  index.requirementsOf(header).find(({ name }) => given.some((one) => one.name === name));

function lineOf(file: string, line: number): Location {
  const at = { line, character: 0 };
  return { file, range: { start: at, end: at } };
}
