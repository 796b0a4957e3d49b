import * as l10n from '@vscode/l10n';
import type { Command, Script } from '../../cmake/syntax/ast';
import { visitCommands } from '../../cmake/syntax/visit';
import type { Occurrence } from '../index/script-facts';
import type { RenameRefusal } from './rename-claim';
import { itkTrees, ownedByItk, sameTree } from './itk-trees';
import { type RenameScene, symbolAt } from './rename-symbol';
import type { Location } from '../../shared/text-range';

/** Why the name at a place cannot be changed, as far as its own file and the index tell, or null if no reason is known. */
export function whyNotRename(
  scene: Omit<RenameScene, 'sources'>,
  occurrence: Occurrence,
): RenameRefusal | null {
  const { index, cache, file, facts } = scene;
  const { kind, name } = occurrence;
  if (kind === 'class' || kind === 'header')
    return refusal(
      l10n.t('{0} has the name of its C++ header. Rename it there, together with the file.', name),
    );
  if (kind === 'module')
    return refusal(l10n.t('{0} is a module: its folders, targets and tests have the same name.', name));
  if (name.includes('${'))
    return refusal(l10n.t('The name {0} is composed. Rename the variables that its parts read.', name));
  if (kind === 'type') return null;
  if (kind === 'variable' && isOfCMake(name)) return refusal(l10n.t('{0} belongs to CMake.', name));
  if (kind === 'variable' && cache?.entries.has(name))
    return refusal(
      l10n.t(
        '{0} is an entry of {1}: builds, presets and command lines set it by this name.',
        name,
        cache.file,
      ),
    );
  if (kind === 'command' && index.definitionsOf(name).length === 0)
    return refusal(l10n.t('{0}() is not defined in any file of the workspace.', name));
  const symbol = symbolAt(scene, occurrence);
  if (symbol.scope !== 'all') {
    if (!scene.isEditable(file)) return outside(name, { file, range: occurrence.range });
    const kept = symbol.scope === 'file' ? cacheWrite(file, scene.script, name, kind) : null;
    if (kept) return kept;
    return writeMissing(kind, name, symbol.widest, [[file, symbol.widest]]);
  }
  const places = index.occurrencesOf(kind, name);
  const owned = ownedByItk(places, file, itkTrees([...index.files()]), kind, name);
  if (owned) return owned;
  const foreign = places.find((place) => !scene.isEditable(place.file) && sameTree(scene, place.file));
  if (foreign) return outside(name, { file: foreign.file, range: foreign.occurrence.range });
  const own = symbol.widest.length > 0 ? cacheWrite(file, scene.script, name, kind) : null;
  return (
    own ?? (places.length === 0 ? writeMissing(kind, name, symbol.widest, [[file, facts.occurrences]]) : null)
  );
}

/** A refusal without a place. */
export const refusal = (message: string): RenameRefusal => ({ message, location: null });

/** The refusal for a use in a file that may not be changed. */
export const outside = (name: string, location: Location): RenameRefusal => ({
  message: l10n.t('{0} is used in a file outside the workspace, which would have to change too.', name),
  location,
});

/** Whether a variable is one that CMake itself sets or reads. */
export function isOfCMake(name: string): boolean {
  return OF_CMAKE.test(name);
}

const OF_CMAKE =
  /^(?:_?CMAKE_|CTEST_|CPACK_|PROJECT_|ENV_|CMP\d|ARG(?:C|N|V\d*)$|_FUNCTION_ARGNC$|MSVC|BUILD_(?:SHARED_LIBS|TESTING)$|(?:EXECUTABLE|LIBRARY)_OUTPUT_PATH$|(?:WIN32|UNIX|APPLE|CYGWIN|MINGW|MSYS|ANDROID|IOS|LINUX|BSD|XCODE|BORLAND|GHSMULTI|WINCE)$)/;

/** Why a new name is not valid, or null if it is. */
export function badName({ kind }: Occurrence, to: string): RenameRefusal | null {
  if (kind === 'command' && !/^[A-Za-z_]\w*$/.test(to))
    return refusal(
      l10n.t(
        '“{0}” cannot be the name of a command. Use only letters, digits and _, and do not start with a digit.',
        to,
      ),
    );
  if (!/^[\w.+-]+$/.test(to))
    return refusal(l10n.t('“{0}” cannot be a name. Use only letters, digits, _ . + and -.', to));
  if (kind !== 'command' && /^(?:\d|-)/.test(to))
    return refusal(l10n.t('“{0}” could be read as a number. Start the name with a letter or _.', to));
  if (kind !== 'command' && WORDS.test(to))
    return refusal(l10n.t('{0} is a word of CMake’s conditions.', to));
  return null;
}

/** The words that `if(NAME)` treats as constants or operators. */
const WORDS =
  /^(?:TRUE|FALSE|ON|OFF|YES|NO|Y|N|IGNORE|NOTFOUND|.*-NOTFOUND|AND|OR|NOT|COMMAND|POLICY|TARGET|TEST|DEFINED|EXISTS|MATCHES|IN|IN_LIST|LISTS|ITEMS|RANGE|ZIP_LISTS|CACHE|PARENT_SCOPE|(?:STR|VERSION_|PATH_)?(?:EQUAL|LESS|GREATER|LESS_EQUAL|GREATER_EQUAL)|IS_\w+)$/i;

/** The refusal for a name that no script of the workspace defines or sets, because it must come from somewhere else. */
export function writeMissing(
  kind: Occurrence['kind'],
  name: string,
  own: readonly Occurrence[],
  places: readonly (readonly [file: string, occurrences: readonly Occurrence[]])[],
): RenameRefusal | null {
  const all = [...own, ...places.flatMap(([, occurrences]) => occurrences)];
  if (kind === 'parameter' || all.some(({ role, name: one }) => one === name && role !== 'read')) return null;
  return refusal(
    kind === 'command'
      ? l10n.t('{0}() is not defined in any file of the workspace.', name)
      : l10n.t(
          'No script of the workspace sets {0} by this name. CMake, a command line or a composed name sets it.',
          name,
        ),
  );
}

/** The refusal for a cache entry. It outlives the script, because builds and command lines use it by name. */
export function cacheWrite(
  file: string,
  script: Script,
  name: string,
  kind: Occurrence['kind'],
): RenameRefusal | null {
  if (kind !== 'variable') return null;
  for (const { command } of visitCommands(script.statements))
    if (command.args[0]?.text === name && writesCache(command))
      return {
        message: l10n.t(
          '{0} is kept in CMakeCache.txt: builds, presets and command lines set it by this name.',
          name,
        ),
        location: { file, range: command.range },
      };
  return null;
}

function writesCache({ name, args }: Command): boolean {
  const id = name.toLowerCase();
  if (id === 'set') return args.slice(1).some(({ kind, text }) => kind === 'unquoted' && text === 'CACHE');
  return id === 'unset'
    ? args[1]?.text === 'CACHE'
    : /^(?:option|cmake_dependent_option|mark_as_advanced|find_(?:file|path|library|program))$/.test(id);
}
