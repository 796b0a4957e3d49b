import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { includedHeaders } from '../../../headers/included-headers';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import type { EditFix, Finding } from '../../diagnostic';
import type { Rule } from '../../rule';
import { findReached, seesOnlyDependencies } from '../../findings/reached-headers';
import { sentences } from '../../../../shared/l10n/sentences';

/** The variable of a module's CMakeLists.txt that adds include directories for castxml. */
const FOLDERS = 'WRAPPER_LIBRARY_INCLUDE_DIRECTORIES';

export const pythonHeadersMissing: Rule = {
  code: 'python-headers-missing',
  defaultSeverity: 'warning',
  summary: 'A header includes Python.h, but the module does not add the folder of Python’s headers.',
  documentation:
    'Since ITK 6, castxml gets only the include directories of the module, and stops with “Python.h file not found”. ITK’s own modules set `WRAPPER_LIBRARY_INCLUDE_DIRECTORIES` in their `wrapping/CMakeLists.txt`.',
  repair: 'add the folder there.',
  scripts: 'wrap',

  onScript({ facts, index, file }) {
    const lists = path.join(path.dirname(file), 'CMakeLists.txt');
    const module = index.moduleOf(file);
    if (module === null || !seesOnlyDependencies(index) || isWritten(index, lists)) return [];
    return includedHeaders(facts).flatMap(({ name, range }): Finding[] => {
      const python = findReached(index, name, module, 'python', (one) => one.name === 'Python.h');
      if (python === null) return [];
      const fix = addFolders(index, lists);
      return [
        {
          message: sentences(
            l10n.t('{0} includes Python.h, but castxml does not get the folder of Python’s headers.', name),
            l10n.t('castxml will stop with “file not found”.'),
          ),
          location: { file, range },
          related: python.via,
          fixes: fix ? [fix] : [],
        },
      ];
    });
  },
};

const isWritten = (index: WorkspaceIndex, lists: string): boolean =>
  index
    .occurrencesOf('variable', FOLDERS)
    .some(({ file, occurrence: { role } }) => file === lists && role === 'write');

function addFolders(index: WorkspaceIndex, lists: string): EditFix | null {
  const module = index.factsOf(lists)?.occurrences.find(({ kind }) => kind === 'module');
  if (!module) return null;
  const start = { line: module.range.end.line + 1, character: 0 };
  const newText = `list(APPEND ${FOLDERS} \${Python3_INCLUDE_DIRS})\n`;
  return {
    title: l10n.t('Add the folder of Python’s headers'),
    edits: [{ range: { start, end: start }, newText, file: lists }],
  };
}
