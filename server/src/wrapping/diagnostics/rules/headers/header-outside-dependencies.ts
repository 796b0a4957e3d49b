import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { includedHeaders } from '../../../index/included-headers';
import { startOf, type WorkspaceIndex } from '../../../index/workspace-index';
import type { Finding, Related } from '../../diagnostic';
import { dependsFix } from '../../fixes';
import type { Rule } from '../../rule';
import { sentences } from '../../../../shared/l10n/sentences';

export const headerOutsideDependencies: Rule = {
  code: 'header-outside-dependencies',
  defaultSeverity: 'warning',
  summary: 'A header belongs to a module that this module does not depend on.',
  documentation:
    'castxml sees only the headers of the module, of its DEPENDS and COMPILE_DEPENDS, and of theirs. It does not see those of PRIVATE_DEPENDS, and stops with “file not found”. A header that ITK includes automatically is reported at the class that it is named after. Headers that other headers include are followed too. Not reported for versions of ITK whose castxml sees the headers of all modules (before ITK 6), or if the module sets include directories of its own.',
  repair: 'add it to the DEPENDS of the module.',
  scripts: 'wrap',

  onScript({ facts, index, file }) {
    const module = index.moduleOf(file);
    if (module === null || !seesOnlyDependencies(index) || addsFolders(index, file)) return [];
    const visible = index.headerClosure(module);
    if (visible === null) return [];
    return includedHeaders(facts).flatMap(({ name, range, includedAt }): Finding[] => {
      const hidden = hiddenHeader(index, name, visible);
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

/**
 * Whether castxml sees only the headers of a module and its dependencies. Since ITK 6, itk_wrap_module() links only the
 * interface of the module. Before, all modules shared their include directories.
 */
function seesOnlyDependencies(index: WorkspaceIndex): boolean {
  return index
    .occurrencesOf('variable', 'ITK_LIBRARY_NAMESPACE')
    .some(({ file }) => path.basename(file) === 'TypedefMacros.cmake');
}

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
function hiddenHeader(
  index: WorkspaceIndex,
  name: string,
  visible: ReadonlySet<string>,
): HiddenHeader | null {
  const open: { name: string; from: string | null; via: Related[] }[] = [{ name, from: null, via: [] }];
  const seen = new Set<string>();
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { name: wanted, from, via } = next;
    // The index knows headers by their names alone.
    if (wanted.includes('/')) continue;
    const files = index.headersNamed(wanted);
    const owners = files.map((file) => index.moduleOf(file));
    const found =
      files.find((file) => from !== null && path.dirname(file) === path.dirname(from)) ??
      files.find((_, n) => owners[n] !== null && visible.has(owners[n]!));
    if (found === undefined) {
      const [owner] = owners;
      if (!owner || owners.includes(null)) continue;
      return { header: files[0]!, owner, via };
    }
    if (seen.has(found)) continue;
    seen.add(found);
    for (const { name: included, system, line } of index.includesOf(found)) {
      if (system) continue;
      const start = { line, character: 0 };
      const place = {
        location: { file: found, range: { start, end: start } },
        message: `#include "${included}"`,
      };
      open.push({ name: included, from: found, via: [...via, place] });
    }
  }
  return null;
}
