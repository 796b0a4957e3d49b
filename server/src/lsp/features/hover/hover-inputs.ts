import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Hover } from 'vscode-languageserver';
import { type IncFlag, parseInc } from '../../../build/inputs/castxml-inc';
import type { Position, Range } from '../../../shared/text-range';
import { toUri } from '../../translate/to-protocol';
import type { InputsDisk } from '../../session/inputs-disk';
import { code, link } from '../../../shared/markdown';
import { stateWords } from '../../../shared/state-words';
import { sentences } from '../../../shared/l10n/sentences';
import { plural } from '../../../shared/l10n/localized-plural';

const SHOWN = 10;

/** The hover of a flag in a `.castxml.inc`: whether its folder exists, and which headers of later folders it hides. */
export async function hoverInInc(
  text: string,
  cwd: string,
  position: Position,
  disk: InputsDisk,
): Promise<Hover | null> {
  const flags = parseInc(text, cwd);
  const at = flags.findIndex(({ range }) => covers(range, position));
  const flag = flags[at];
  if (!flag) return null;
  if (!isFolder(flag)) return hover(flag.range, flagText(flag));
  const names = await disk.list(flag.value);
  if (names === null)
    return hover(
      flag.range,
      sentences(
        l10n.t('{0} **does not exist**, so castxml ignores it.', code(flag.value)),
        l10n.t('Its files may not be generated yet.'),
      ),
    );
  const headers = names.filter((name) => /\.(?:h|hxx|hpp)$/.test(name));
  const first = flags.findIndex((other) => isFolder(other) && other.value === flag.value);
  if (first < at)
    return hover(
      flag.range,
      l10n.t(
        '{0} is already in line {1}, so this line has no effect.',
        code(flag.value),
        flags[first]!.range.start.line + 1,
      ),
    );
  const shadowed = await shadowedBy(headers, flag, flags.slice(at + 1), disk);
  const list = shadowed
    .slice(0, SHOWN)
    .map(({ name, dir }) => `- ${l10n.t('{0} of {1}', code(name), code(dir))}`);
  if (shadowed.length > SHOWN) list.push(`- ${l10n.t('… and {0} more', shadowed.length - SHOWN)}`);
  const folder = link(flag.value, toUri(flag.value));
  const title =
    flag.kind === 'system-include'
      ? l10n.t('System include folder {0}', folder)
      : l10n.t('Include folder {0}', folder);
  const count = plural(headers.length, l10n.t('1 header'), l10n.t('{0} headers', headers.length));
  return hover(
    flag.range,
    [
      l10n.t('{0}: {1}', title, count),
      list.length > 0
        ? [l10n.t('Hides from later folders:'), ...list].join('\n')
        : l10n.t('Hides no header of a later folder.'),
    ].join('\n\n'),
  );
}

/** The hover of an `#include` in a generated `.cxx`: the file that it finds in the folders of the response file. */
export async function hoverInclude(
  line: string,
  position: Position,
  inc: { text: string; cwd: string },
  disk: InputsDisk,
): Promise<Hover | null> {
  const found = includeIn(line, position.line);
  if (!found) return null;
  const { name, range } = found;
  const { files, folders } = await filesOfInclude(name, inc, disk);
  const [first, ...hidden] = files;
  if (first === undefined)
    return hover(
      range,
      sentences(
        plural(
          folders,
          l10n.t('{0} was not found in 1 include folder.', code(name)),
          l10n.t('{0} was not found in {1} include folders.', code(name), folders),
        ),
        l10n.t('CastXML will search the compiler’s own folders.'),
      ),
    );
  const also = hidden.map((file) => `- ${code(file)}`).join('\n');
  return hover(range, `${link(first, toUri(first))}${also ? `\n\n${l10n.t('It hides')}\n${also}` : ''}`);
}

/** The name in the `#include` of a line, and its range. */
export function includeIn(text: string, line: number): { name: string; range: Range } | null {
  const found = /^(\s*#\s*include\s*["<])([^">]+)[">]/.exec(text);
  if (!found) return null;
  const [, before = '', name = ''] = found;
  const start = { line, character: before.length };
  return { name, range: { start, end: { line, character: start.character + name.length } } };
}

/** The files of this name in the include folders of a response file. The first one is the one that is included. */
export async function filesOfInclude(
  name: string,
  inc: { text: string; cwd: string },
  disk: InputsDisk,
): Promise<{ files: string[]; folders: number }> {
  const folders = parseInc(inc.text, inc.cwd).filter(isFolder);
  const files: string[] = [];
  for (const dir of new Set(folders.map(({ value }) => value))) {
    const file = path.join(dir, name);
    if (await disk.exists(file)) files.push(file);
  }
  return { files, folders: folders.length };
}

/** The hover of a line in an `index.txt`: whether the pkl file that it names exists. */
export async function hoverInIndex(
  text: string,
  file: string,
  position: Position,
  disk: InputsDisk,
): Promise<Hover | null> {
  const line = text.split('\n')[position.line] ?? '';
  const entry = line.trim();
  if (entry === '') return null;
  const pkl = path.resolve(path.dirname(file), entry);
  const range: Range = {
    start: { line: position.line, character: line.indexOf(entry) },
    end: { line: position.line, character: line.indexOf(entry) + entry.length },
  };
  // A database has keys instead of files, and these do not end in .pkl.
  if (!entry.endsWith('.pkl')) return hover(range, l10n.t('{0}: a key of the pkl database.', code(entry)));
  if (await disk.exists(pkl))
    return hover(range, `**${stateWords.present.label}** · ${code(path.basename(pkl))}`);
  return hover(
    range,
    [
      `**${stateWords.missing.label}** · ${code(path.basename(pkl))}`,
      sentences(l10n.t('ninja does not track pkl files.'), l10n.t('Repair the module to recreate it.')),
    ].join('\n\n'),
  );
}

const isFolder = ({ kind }: IncFlag): boolean => kind === 'include' || kind === 'system-include';

function flagText({ kind, value }: IncFlag): string {
  if (kind === 'define') return l10n.t('Defines the macro {0}', code(value));
  if (kind === 'undefine') return l10n.t('Undefines the macro {0}', code(value));
  return l10n.t('The flag {0} is passed to CastXML’s clang.', code(value));
}

async function shadowedBy(
  headers: readonly string[],
  flag: IncFlag,
  later: readonly IncFlag[],
  disk: InputsDisk,
): Promise<{ name: string; dir: string }[]> {
  const own = new Set(headers);
  const shadowed: { name: string; dir: string }[] = [];
  for (const dir of new Set(later.filter(isFolder).map(({ value }) => value))) {
    if (dir === flag.value) continue;
    for (const name of (await disk.list(dir)) ?? []) if (own.has(name)) shadowed.push({ name, dir });
  }
  return shadowed;
}

function covers({ start, end }: Range, { line, character }: Position): boolean {
  return start.line === line && start.character <= character && character <= end.character;
}

function hover(range: Range, value: string): Hover {
  return { contents: { kind: 'markdown', value }, range };
}
