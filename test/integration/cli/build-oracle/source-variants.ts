import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { RandomNumbers } from '../../../support/random';
import type { Copy, Edited, Project } from './project';

/*
 * A finite set of texts for each of some files, so that states of the sources come back. Never more than a few files differ from
 * the originals at the same time.
 */

/** How many files may differ from the originals at the same time. */
const MOST = 2;

export class SourceVariants {
  readonly #edited: readonly Edited[];
  readonly #originals: readonly (string | null)[];
  /** By file: which variant it is. -1: the original. */
  readonly #now: number[];
  /** The file that was edited last, and whether it has the time of before all edits. */
  #last = 0;
  #isOld = false;
  readonly #oldTime: Date;

  constructor(
    private readonly copies: readonly Copy[],
    private readonly project: Project,
    private readonly random: RandomNumbers,
  ) {
    this.#edited = project.edited;
    this.#now = this.#edited.map(() => -1);
    this.#originals = this.#edited.map(({ file }) => textOrNull(placeOf(copies[0]!, file)));
    this.#oldTime = fs.statSync(placeOf(copies[0]!, this.#edited[0]!.file)).mtime;
    for (const [index, { file, variants }] of this.#edited.entries())
      for (const variant of variants)
        assert.notEqual(variant(this.#originals[index] ?? ''), this.#originals[index], file);
  }

  /**
   * Gives one file another text in all copies. Returns what was done, whether there was no such file before, whether CMake reads
   * it, and whether it has an old time, as after `mv` or `rsync -t`.
   */
  edit(): { what: string; isNew: boolean; configures: boolean; isOld: boolean } {
    const changed = this.#edited.flatMap((_, index) => (this.#now[index] === -1 ? [] : [index]));
    const goesBack = changed.length >= MOST || (changed.length > 0 && this.random(4) === 0);
    const index = goesBack ? changed[this.random(changed.length)]! : this.random(this.#edited.length);
    const { file, variants, configures } = this.#edited[index]!;
    // A changed file may also get another variant.
    const count = variants.length;
    const others = [...Array(count + 1).keys()].map((n) => n - 1).filter((n) => n !== this.#now[index]);
    const variant = goesBack && this.random(3) > 0 ? -1 : others[this.random(others.length)]!;
    this.#now[index] = variant;
    this.#last = index;
    // CMake itself goes by times alone.
    this.#isOld = !configures && this.random(4) === 0;
    this.again();
    const what = variant < 0 ? `took back ${file}` : `made variant ${variant} of ${file}`;
    return {
      what: this.#isOld ? `${what}, with an old time` : what,
      isNew: variant >= 0 && this.#originals[index] === null,
      configures,
      isOld: this.#isOld,
    };
  }

  /** Writes the file that was edited last once more. */
  again(): void {
    for (const copy of this.copies) this.#put(copy, this.#last, this.#isOld);
  }

  /** Takes all edits back. */
  takeBack(): void {
    for (const [index, now] of this.#now.entries()) {
      this.#now[index] = -1;
      if (now >= 0) for (const copy of this.copies) this.#put(copy, index);
    }
  }

  #put(copy: Copy, index: number, isOld = false): void {
    const { file, variants } = this.#edited[index]!;
    const name = placeOf(copy, file);
    if (file.startsWith(BUILD)) return putOptions(name, this.project.options, variants, this.#now[index]!);
    const original = this.#originals[index] ?? null;
    const text = this.#now[index] === -1 ? original : variants[this.#now[index]!]!(original ?? '');
    if (text === null) return fs.rmSync(name, { force: true });
    fs.writeFileSync(name, text);
    if (isOld) fs.utimesSync(name, this.#oldTime, this.#oldTime);
  }
}

const BUILD = 'build/';
const placeOf = ({ source, build }: Copy, file: string): string =>
  file.startsWith(BUILD) ? path.join(build, file.slice(BUILD.length)) : path.join(source, file);

/** CMake has written the file anew since the start. So all options are set, each to its value or its other one. */
function putOptions(
  file: string,
  lines: readonly string[],
  variants: Edited['variants'],
  chosen: number,
): void {
  const original = lines.reduce(
    (text, one) => text.replace(new RegExp(`^${one.slice(0, one.indexOf('=') + 1)}.*$`, 'm'), one),
    fs.readFileSync(file, 'utf8'),
  );
  const text = chosen < 0 ? original : variants[chosen]!(original);
  if (chosen >= 0) assert.notEqual(text, original);
  fs.writeFileSync(file, text);
}

function textOrNull(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
