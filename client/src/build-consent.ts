import * as path from 'node:path';
import * as vscode from 'vscode';
import { realpathSync } from 'node:fs';
import { confirmInDialog } from './ui/notify';
import { leadsOut } from '../../server/src/shared/path-parts';

/** The key of the answers in the state of this workspace. */
const KEY = 'buildsOutsideThatMayRun';

/**
 * Whether programs of a build may be run. The trust in a workspace does not cover builds outside its folders. The user is
 * asked about such a build once, and the answer is kept for this workspace.
 */
export async function mayRunBuild(dir: string, memento: vscode.Memento): Promise<boolean> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  if (liesIn(dir, folders)) return true;
  const allowed = memento.get<string[]>(KEY, []);
  if (allowed.includes(dir)) return true;
  const agreed = await confirmInDialog(
    vscode.l10n.t('Run programs of a build outside this workspace?'),
    vscode.l10n.t('Run'),
    vscode.l10n.t(
      '{0}\n\nThe programs and commands are those that this build names. You are asked once for this workspace.',
      dir,
    ),
  );
  if (!agreed) return false;
  await memento.update(KEY, [...allowed, dir]);
  return true;
}

/** Whether a folder is one of `folders` or is inside one, with symbolic links resolved. */
export function liesIn(dir: string, folders: readonly string[]): boolean {
  return folders.some((folder) => !leadsOut(path.relative(real(folder), real(dir))));
}

function real(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return folder;
  }
}
