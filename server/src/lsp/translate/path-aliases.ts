import { realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * One folder under two names, as symbolic links make them: a person opens `/home/me/ITK`, and the build was configured with
 * `/data/src/ITK`. The engines speak the build's names alone, clients see their own.
 */
export interface PathAlias {
  client: string;
  own: string;
}

/** The two names of the build's `roots` for a client that has opened `folders`; empty if all names are the same. */
export function aliasesOf(folders: readonly string[], roots: readonly string[]): PathAlias[] {
  const found: PathAlias[] = [];
  for (const folder of folders)
    for (const root of roots) {
      const [opened, real] = [realPath(folder), realPath(root)];
      const [below, above] = [rest(real, opened), rest(opened, real)];
      if (below !== null) found.push({ client: path.join(folder, below), own: root });
      else if (above !== null) found.push({ client: folder, own: path.join(root, above) });
    }
  // A root inside of another keeps its name, also if that is the same, as the other's does not hold for it.
  return found.some(({ client, own }) => client !== own) ? found : [];
}

/** The same file by the engines' name. */
export function toOwn(file: string, aliases: readonly PathAlias[]): string {
  return renamed(
    file,
    aliases.map(({ client, own }) => [client, own]),
  );
}

/** The same file by the client's name. */
export function toClient(file: string, aliases: readonly PathAlias[]): string {
  return renamed(
    file,
    aliases.map(({ client, own }) => [own, client]),
  );
}

/** The longest name that a file begins with is exchanged. */
function renamed(file: string, pairs: readonly (readonly [from: string, to: string])[]): string {
  let best: readonly [string, string] | null = null;
  for (const pair of pairs)
    if (rest(file, pair[0]) !== null && pair[0].length > (best?.[0].length ?? -1)) best = pair;
  return best ? path.join(best[1], file.slice(best[0].length)) : file;
}

/** What is left of a path below a folder; null if it is not in there. */
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
