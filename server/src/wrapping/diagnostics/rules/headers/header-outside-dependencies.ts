import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { includedHeaders } from '../../../headers/included-headers';
import { startOf, type WorkspaceIndex } from '../../../index/workspace-index';
import type { Finding, Related } from '../../diagnostic';
import { dependsFix } from '../../fixes';
import type { Rule } from '../../rule';
import { findReached, seesOnlyDependencies } from '../../findings/reached-headers';
import { sentences } from '../../../../shared/l10n/sentences';

export const headerOutsideDependencies: Rule = {
  code: 'header-outside-dependencies',
  defaultSeverity: 'warning',
  summary: 'A header belongs to a module that this module does not depend on.',
  documentation:
    'castxml sees only the headers of the module, of its DEPENDS and COMPILE_DEPENDS, and of theirs. It does not see those of PRIVATE_DEPENDS, and stops with “file not found”. A header that ITK includes automatically is reported at the class that it is named after. Headers that other headers include are followed too. Not reported for versions of ITK whose castxml sees the headers of all modules (before ITK 6), or if the module sets include directories of its own.',
  repair: 'add it to the DEPENDS of the module.',
  scripts: 'wrap',

  onScript({ facts, includes, index, file }) {
    const module = index.moduleOf(file);
    if (module === null || !seesOnlyDependencies(index) || addsFolders(index, file)) return [];
    return includedHeaders(facts, includes).flatMap(({ name, range, includedAt }): Finding[] => {
      const hidden = hiddenHeader(index, name, module);
      if (hidden === null) return [];
      const { header, owner, via } = hidden;
      const fix = dependsFix(index, module, owner);
      const related: Related[] = [
        ...(includedAt ? [{ location: { file, range: includedAt }, message: l10n.t('included here') }] : []),
        ...via,
        { location: startOf(header), message: l10n.t('the header in {0}', owner) },
      ];
      const isPrivate = index.moduleNamed(module)?.privateDependencies.includes(owner);
      const shown = path.basename(header);
      return [
        {
          message: sentences(
            isPrivate
              ? l10n.t(
                  '{0} belongs to {1}, which is only in the PRIVATE_DEPENDS of {2}.',
                  shown,
                  owner,
                  module,
                )
              : l10n.t('{0} belongs to {1}, but {2} does not depend on {1}.', shown, owner, module),
            via.length > 0 ? l10n.t('{0} includes it.', name) : null,
            l10n.t('castxml will stop with “file not found”.'),
          ),
          location: { file, range },
          related,
          fixes: fix ? [fix] : [],
        },
      ];
    });
  },
};

/** Whether the CMakeLists.txt of the module adds include directories or libraries of its own. */
function addsFolders(index: WorkspaceIndex, file: string): boolean {
  const lists = path.join(path.dirname(file), 'CMakeLists.txt');
  return ['WRAPPER_LIBRARY_INCLUDE_DIRECTORIES', 'WRAPPER_LIBRARY_LINK_LIBRARIES'].some((name) =>
    index
      .occurrencesOf('variable', name)
      .some((one) => one.file === lists && one.occurrence.role === 'write'),
  );
}

interface HiddenHeader {
  /** Its file. */
  header: string;
  owner: string;
  /** The includes that lead to it. */
  via: Related[];
}

/** The first header that is not visible, of one header and all that it includes. Null if there is none. */
function hiddenHeader(index: WorkspaceIndex, name: string, module: string): HiddenHeader | null {
  const found = findReached(index, name, module, 'hidden', ({ file, files }) => {
    const owners = file === null ? files.map((one) => index.moduleOf(one)) : [];
    return owners.length > 0 && !owners.includes(null);
  });
  const [header] = found?.files ?? [];
  const owner = header === undefined ? null : index.moduleOf(header);
  return found && header !== undefined && owner !== null ? { header, owner, via: found.via } : null;
}
