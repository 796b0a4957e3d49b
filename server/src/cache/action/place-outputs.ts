import fs from 'node:fs';
import path from 'node:path';
import { encodePath } from '../inputs/path-bytes';
import { readRegularFile, removeQuietly, stagingName, statOrTell } from '../inputs/input-files';

/** A file to put into place: new bytes, or a file in a private folder of the same file system. */
export interface Placement {
  path: string;
  content: Buffer;
  /** A file with this content that may be moved. Otherwise the content is written. */
  staged?: string;
  executable: boolean;
}

/** A finished file beside its final name. */
export interface Move {
  from: string;
  to: string;
}

/**
 * Puts files into place: first everything is written beside its final name, and then all are renamed in the given order. A
 * file that is equal already stays as it is, with its time, so that ninja's `restat` stops there. Returns the paths that were
 * replaced. Throws the system's error; before the first rename, nothing has changed.
 */
export function placeOutputs(placements: readonly Placement[]): string[] {
  return moveAll(stageOutputs(placements));
}

/** Writes everything beside its final name. Leaves out files that are equal already. Throws the system's error. */
export function stageOutputs(placements: readonly Placement[]): Move[] {
  const moves: Move[] = [];
  try {
    for (const placement of placements) {
      if (isInPlace(placement)) continue;
      moves.push({ from: placement.staged ?? writeBeside(placement), to: placement.path });
    }
    return moves;
  } catch (error) {
    discardMoves(moves);
    throw error;
  }
}

/** Renames finished files, and returns their final names. Throws the system's error. */
export function moveAll(moves: readonly Move[]): string[] {
  try {
    for (const { from, to } of moves) fs.renameSync(encodePath(from), encodePath(to));
    return moves.map(({ to }) => to);
  } catch (error) {
    discardMoves(moves);
    throw error;
  }
}

/** Removes finished files that were not renamed. */
export function discardMoves(moves: readonly Move[]): void {
  for (const { from } of moves) removeQuietly(from);
}

/** Writes a file beside its final name and renames it. Throws the system's error. */
export function replaceFile(file: string, content: Buffer): void {
  moveAll([stageReplacement(file, content)]);
}

/** Writes a file beside its final name, whatever is there. Throws the system's error. */
export function stageReplacement(file: string, content: Buffer): Move {
  return { from: writeBeside({ path: file, content, executable: false }), to: file };
}

/** Whether a path can be replaced by a rename: it is a regular file, or there is nothing. A link or a pipe must stay. */
export function isReplaceable(file: string): boolean {
  try {
    return fs.lstatSync(encodePath(file), { throwIfNoEntry: false })?.isFile() ?? true;
  } catch {
    return false;
  }
}

/** Whether a file has this content and may be executed or not as it should be. */
function isInPlace({ path: file, content, executable }: Placement): boolean {
  const stats = statOrTell(file);
  if (stats?.size !== content.length || isExecutable(stats.mode) !== executable) return false;
  return readRegularFile(file)?.bytes.equals(content) === true;
}

function writeBeside({ path: file, content, executable }: Placement): string {
  const folder = path.dirname(file);
  const staging = path.join(folder, stagingName(path.basename(file)));
  try {
    // igenerator creates its folders too.
    if (!fs.existsSync(encodePath(folder))) fs.mkdirSync(encodePath(folder), { recursive: true });
    fs.writeFileSync(encodePath(staging), content, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
    return staging;
  } catch (error) {
    removeQuietly(staging);
    throw error;
  }
}

/** Whether the owner of a file with this mode may execute it. Windows has no such permission. */
export const isExecutable = (mode: number): boolean => process.platform !== 'win32' && (mode & 0o100) !== 0;
