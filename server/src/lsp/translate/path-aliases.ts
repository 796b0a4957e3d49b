import { realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * One folder with two names, because of symbolic links. The user opens `/home/me/ITK`, but the build was configured with
 * `/data/src/ITK`. The engines use only the build's names, and clients see their own.
 */
export interface PathAlias {
  client: string;
  own: string;
}

/** The two names of the build's `roots` for a client that has opened `folders`. Empty if all names are the same. */
export function aliasesOf(folders: readonly string[], roots: readonly string[]): PathAlias[] {
  const found: PathAlias[] = [];
  for (const folder of folders)
    for (const root of roots) {
      const [opened, real] = [realPath(folder), realPath(root)];
      const [below, above] = [rest(real, opened), rest(opened, real)];
      if (below !== null) found.push({ client: path.join(folder, below), own: root });
      else if (above !== null) found.push({ client: folder, own: path.join(root, above) });
    }
  // Aliases with equal names are kept, because a root inside another one may need to keep its name.
  return found.some(({ client, own }) => client !== own) ? found : [];
}

/** The file with the engines' name. */
export function toOwn(file: string, aliases: readonly PathAlias[]): string {
  return renamed(
    file,
    aliases.map(({ client, own }) => [client, own]),
  );
}

/** The file with the client's name. */
export function toClient(file: string, aliases: readonly PathAlias[]): string {
  return renamed(
    file,
    aliases.map(({ client, own }) => [own, client]),
  );
}

/** Replaces the longest name that the path begins with. */
function renamed(file: string, pairs: readonly (readonly [from: string, to: string])[]): string {
  let best: readonly [string, string] | null = null;
  for (const pair of pairs)
    if (rest(file, pair[0]) !== null && pair[0].length > (best?.[0].length ?? -1)) best = pair;
  return best ? path.join(best[1], file.slice(best[0].length)) : file;
}

/** The part of a path below a folder. Null if the path is not in the folder. */
function rest(file: string, folder: string): string | null {
  if (file === folder) return '';
  const start = folder.endsWith(path.sep) ? folder : folder + path.sep;
  return file.startsWith(start) ? file.slice(start.length) : null;
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
