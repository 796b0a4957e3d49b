import type { CacheContext } from '../cache-context';
import { parseDepfile, type WantedDepfile } from '../inputs/depfile';
import { readRegularFile, removeQuietly } from '../inputs/input-files';
import { newTemporaryFile } from '../storage/temporaries';
import { writeDepfile } from './write-depfile';

/** The depfile of a run of castxml itself, which lists the files that it reads as any clang does. */
export class OwnDepfile {
  /** Null if there is no place for castxml to write to. */
  readonly #listed = newTemporaryFile();

  constructor(
    private readonly cache: CacheContext,
    private readonly wanted: WantedDepfile,
    private readonly cwd: string,
  ) {}

  /** The arguments to add to castxml's. */
  get args(): readonly string[] {
    return this.#listed === null ? [] : ['-MD', '-MF', this.#listed];
  }

  /** Writes the depfile. Call it only after castxml has succeeded. */
  place(): void {
    const bytes = this.#listed === null ? undefined : readRegularFile(this.#listed)?.bytes;
    writeDepfile(this.cache, this.wanted, this.cwd, (bytes && parseDepfile(bytes)) ?? null);
  }

  /** Removes castxml's own list. */
  remove(): void {
    if (this.#listed !== null) removeQuietly(this.#listed);
  }
}
