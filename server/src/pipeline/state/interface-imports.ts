import path from 'node:path';
import type { SwigStep } from '../../build/build-tree';
import { textOrNullSync } from '../../host/read-regular-file';
import { mtimeOf } from '../../host/stat-memo';

/** Directives that make SWIG read another file, with the rest of their line. */
const READS = /^[ \t]*%(?:include|import|extern)\b([^\n]*)/gm;

/**
 * The files that runs of SWIG read, apart from SWIG's own library. Ninja knows only a few of them in a build without depfiles:
 * a type's interface file imports those of its base classes and arguments, and they import others.
 *
 * Directives are found by their text, so one that a `#if` leaves out counts too.
 */
export class InterfaceImports {
  /** The names that each file reads. */
  private readonly names = new Map<string, readonly string[]>();
  private readonly exists = new Map<string, boolean>();

  /** All files that a run reads, the interface file first. Files that do not exist are left out. */
  readsOf({ source, command }: Pick<SwigStep, 'source' | 'command'>): string[] {
    const includes = command.argv
      .filter((argument) => argument.startsWith('-I'))
      .map((argument) => path.resolve(command.cwd, argument.slice(2)));
    const reads = new Set([source]);
    for (const file of reads)
      for (const name of this.namesIn(file)) {
        const folders = path.isAbsolute(name) ? [''] : [command.cwd, path.dirname(file), ...includes];
        const found = folders.map((folder) => path.join(folder, name)).find((one) => this.isThere(one));
        if (found !== undefined) reads.add(found);
      }
    return [...reads];
  }

  /** Forgets files that may have changed. */
  forget(files: readonly string[]): void {
    for (const file of files) {
      this.names.delete(file);
      this.exists.delete(file);
    }
  }

  clear(): void {
    this.names.clear();
    this.exists.clear();
  }

  private namesIn(file: string): readonly string[] {
    let names = this.names.get(file);
    if (names === undefined) {
      const text = textOrNullSync(file) ?? '';
      names = [...text.matchAll(READS)]
        .map(([, rest = '']) => fileNameIn(rest))
        .filter((name) => name !== '');
      this.names.set(file, names);
    }
    return names;
  }

  private isThere(file: string): boolean {
    let there = this.exists.get(file);
    if (there === undefined) {
      there = mtimeOf(file) !== null;
      this.exists.set(file, there);
    }
    return there;
  }
}

/** The name after a directive: `"x"`, `(module="m") <x>`, or `x`. */
function fileNameIn(rest: string): string {
  const name = rest.replace(/^[ \t]*\([^)]*\)/, '').trimStart();
  const closing = name.startsWith('"') ? '"' : name.startsWith('<') ? '>' : null;
  return closing === null ? (name.split(/\s/)[0] ?? '') : (name.slice(1).split(closing)[0] ?? '');
}
