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
  summary: 'A header includes Python.h or a header of NumPy, but the module does not add their folder.',
  documentation:
    'Since ITK 6, castxml gets only the include directories of the module, and stops with “Python.h file not found”. The same goes for `structmember.h` and others of Python, and for `numpy/arrayobject.h`. ITK’s own modules set `WRAPPER_LIBRARY_INCLUDE_DIRECTORIES` in their `wrapping/CMakeLists.txt`.',
  repair: 'add the folder there.',
  scripts: 'wrap',

  onScript({ facts, includes, index, file }) {
    const lists = path.join(path.dirname(file), 'CMakeLists.txt');
    const module = index.moduleOf(file);
    if (module === null || !seesOnlyDependencies(index)) return [];
    const absent = OWNERS.filter((owner) => !isAdded(index, lists, owner));
    return includedHeaders(facts, includes).flatMap(({ name, range }) =>
      absent.flatMap((owner): Finding[] => {
        const found = findReached(
          index,
          name,
          module,
          owner.name,
          (one) => one.files.length === 0 && owner.isOne(one.name),
        );
        if (found === null) return [];
        const fix = addFolder(index, lists, owner);
        return [
          {
            message: sentences(
              l10n.t(
                '{0} includes {1}, but castxml does not get the folder of {2}’s headers.',
                name,
                found.name,
                owner.name,
              ),
              l10n.t('castxml will stop with “file not found”.'),
            ),
            location: { file, range },
            related: found.via,
            fixes: fix ? [fix] : [],
          },
        ];
      }),
    );
  },
};

/** Whose headers they are. */
interface Owner {
  name: string;
  isOne: (include: string) => boolean;
  /** The variable of CMake's FindPython3 that ITK has. */
  folders: string;
}

/** Python's own headers that extensions include by themselves. */
const OF_PYTHON = new Set(['Python.h', 'frameobject.h', 'pyconfig.h', 'pythread.h', 'structmember.h']);

const OWNERS: readonly Owner[] = [
  { name: 'Python', isOne: (include) => OF_PYTHON.has(include), folders: 'Python3_INCLUDE_DIRS' },
  { name: 'NumPy', isOne: (include) => include.startsWith('numpy/'), folders: 'Python3_NumPy_INCLUDE_DIRS' },
];

/** Whether the module adds folders. For NumPy, its text must name it. */
function isAdded(index: WorkspaceIndex, lists: string, { name }: Owner): boolean {
  const isWritten = index
    .occurrencesOf('variable', FOLDERS)
    .some(({ file, occurrence: { role } }) => file === lists && role === 'write');
  return isWritten && (name === 'Python' || /numpy/i.test(index.textOf(lists) ?? ''));
}

function addFolder(index: WorkspaceIndex, lists: string, { name, folders }: Owner): EditFix | null {
  const module = index.factsOf(lists)?.occurrences.find(({ kind }) => kind === 'module');
  if (!module) return null;
  const start = { line: module.range.end.line + 1, character: 0 };
  const newText = `list(APPEND ${FOLDERS} \${${folders}})\n`;
  return {
    title: l10n.t('Add the folder of {0}’s headers', name),
    edits: [{ range: { start, end: start }, newText, file: lists }],
  };
}
