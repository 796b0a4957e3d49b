import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

interface Known {
  /** Size and times, which tell whether the file is still the same. */
  state: string;
  digest: string;
  /** By regular expression: the base names that the text names. */
  names: Map<string, readonly string[]>;
}

/** What many files say, each read once as long as its size and times stay the same. */
export class KnownFiles {
  readonly #known = new Map<string, Known>();

  /** `plain` replaces what differs between copies of the same file. */
  constructor(private readonly plain: (text: string) => string) {}

  /** The digest of a file, or that it is missing. */
  digest(file: string): string {
    return this.#look(file).digest;
  }

  /** `first` and all files in `among` whose base name one of them names, at any depth. `names` captures a name. */
  closure(first: readonly string[], among: readonly string[], names: RegExp): string[] {
    const byName = new Map<string, string[]>();
    for (const file of among) {
      const name = path.basename(file);
      const same = byName.get(name);
      if (same) same.push(file);
      else byName.set(name, [file]);
    }
    const found = new Set(first);
    // A set also visits what is added meanwhile.
    for (const file of found)
      for (const name of this.#namesIn(file, names))
        for (const next of byName.get(name) ?? []) found.add(next);
    return [...found].sort();
  }

  #namesIn(file: string, names: RegExp): readonly string[] {
    const known = this.#look(file);
    let found = known.names.get(names.source);
    if (!found) {
      const text = textOr(file, '');
      found = [...new Set([...text.matchAll(names)].map(([, name = '']) => path.basename(name)))];
      known.names.set(names.source, found);
    }
    return found;
  }

  #look(file: string): Known {
    const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    const state = stat ? [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join() : 'missing';
    const known = this.#known.get(file);
    if (known?.state === state) return known;
    const now = { state, digest: digest(stat ? this.plain(textOr(file, '')) : state), names: new Map() };
    this.#known.set(file, now);
    return now;
  }
}

export function textOr(file: string, otherwise: string): string {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return otherwise;
  }
}

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
