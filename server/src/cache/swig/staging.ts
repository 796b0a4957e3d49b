import fs from 'node:fs';
import path from 'node:path';
import { removeQuietly, stagingName } from '../inputs/input-files';
import { encodePath } from '../inputs/path-bytes';
import type { SwigRun } from './swig-arguments';

/** An output in a private folder, and its final path. */
interface StagedFile {
  staged: string;
  path: string;
}

/** Private folders beside the outputs, on the same file system. */
export class Staging {
  readonly #folders: readonly [beside: string, outdir: string];
  readonly output: string;
  readonly outdir: string;
  readonly depfile: string;
  readonly #run: SwigRun;

  constructor(run: SwigRun) {
    const { dir, base } = path.parse(run.output);
    const beside = path.join(dir, stagingName(base));
    this.outdir = run.outdir === dir ? beside : path.join(run.outdir, stagingName(base));
    this.#folders = [beside, this.outdir];
    this.#run = run;
    this.output = path.join(beside, base);
    this.depfile = path.join(beside, 'depfile');
  }

  /** Throws the system's error. */
  create(): void {
    for (const folder of new Set(this.#folders)) fs.mkdirSync(encodePath(folder));
  }

  /** Everything that SWIG wrote, its main output last. */
  outputs(): StagedFile[] {
    const [beside, outdir] = this.#folders;
    const within = (folder: string, final: string): StagedFile[] =>
      fs
        .readdirSync(encodePath(folder))
        .map((name) => ({ staged: path.join(folder, String(name)), path: path.join(final, String(name)) }))
        .filter(({ staged }) => staged !== this.depfile);
    const all = [
      ...within(beside, path.dirname(this.#run.output)),
      ...(outdir === beside ? [] : within(outdir, this.#run.outdir)),
    ];
    return all.sort((a, b) => Number(a.staged === this.output) - Number(b.staged === this.output));
  }

  remove(): void {
    for (const folder of this.#folders) removeQuietly(folder);
  }
}
