import * as l10n from '@vscode/l10n';
import type { Occurrence } from '../index/script-facts';
import path from 'node:path';
import type { WorkspaceIndex } from '../index/workspace-index';
import type { RenameRefusal } from './rename-claim';
import { sentences } from '../../shared/l10n/sentences';

/** The root folders of ITK source trees. Each contains the wrapping's macros. */
export function itkTrees(files: readonly string[]): string[] {
  return files.filter((file) => MACROS.test(file)).map((file) => path.dirname(path.dirname(file)));
}

const MACROS = /[\\/]Wrapping[\\/]TypedefMacros\.cmake$/;

/** The innermost tree that contains a file, or null. */
export function treeOf(trees: readonly string[], file: string): string | null {
  let found: string | null = null;
  for (const tree of trees)
    if (file.startsWith(tree + path.sep) && tree.length > (found?.length ?? 0)) found = tree;
  return found;
}

/** Whether two files belong to the same ITK tree, or one of them to none. */
export function sameTree({ index, file }: { index: WorkspaceIndex; file: string }, other: string): boolean {
  const trees = itkTrees([...index.files()]);
  const [own, its] = [treeOf(trees, file), treeOf(trees, other)];
  return own === its || own === null || its === null;
}

/** The refusal for a name that ITK's own Wrapping/ defines or uses, because the name comes from there. */
export function ownedByItk(
  places: readonly { file: string; occurrence: Occurrence }[],
  from: string,
  trees: readonly string[],
  kind: Occurrence['kind'],
  name: string,
): RenameRefusal | null {
  const tree = treeOf(trees, from);
  const wrapping = (file: string): boolean =>
    trees.some(
      (one) => (tree === null || one === tree) && file.startsWith(path.join(one, 'Wrapping') + path.sep),
    );
  if (wrapping(from)) return null;
  const inside = places.filter(({ file }) => wrapping(file));
  const found = inside.find(({ occurrence: { role } }) => role !== 'read') ?? inside[0];
  if (!found) return null;
  const shown = kind === 'command' ? `${name}()` : name;

  return {
    message: sentences(
      found.occurrence.role === 'read'
        ? l10n.t('{0} is part of ITK’s wrapping: its Wrapping folder reads it.', shown)
        : kind === 'command'
          ? l10n.t('{0} is part of ITK’s wrapping: its Wrapping folder defines it.', shown)
          : l10n.t('{0} is part of ITK’s wrapping: its Wrapping folder sets it.', shown),
      l10n.t('Rename it there if necessary.'),
    ),
    location: { file: found.file, range: found.occurrence.range },
  };
}
