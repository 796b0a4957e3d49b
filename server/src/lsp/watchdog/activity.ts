/** Room for a path in UTF-8. */
const PATH_BYTES = 4096;

/**
 * What a thread is working on, in memory that another thread can read while the first is busy: a count that grows whenever it
 * gets round to it, and the file in hand.
 */
export class Activity {
  private readonly counts: Int32Array;
  private readonly path: Uint8Array;

  constructor(readonly memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT + PATH_BYTES)) {
    this.counts = new Int32Array(memory, 0, 2);
    this.path = new Uint8Array(memory, 2 * Int32Array.BYTES_PER_ELEMENT, PATH_BYTES);
  }

  /** The thread is alive, and has no file in hand. */
  beat(): void {
    Atomics.store(this.counts, LENGTH, 0);
    Atomics.add(this.counts, BEATS, 1);
    Atomics.notify(this.counts, BEATS);
  }

  /** The thread begins to work on a file. */
  workOn(file: string): void {
    const bytes = Buffer.from(file).subarray(0, PATH_BYTES);
    this.path.set(bytes);
    Atomics.store(this.counts, LENGTH, bytes.length);
  }

  get beats(): number {
    return Atomics.load(this.counts, BEATS);
  }

  /** The file in hand; null when there is none. */
  get file(): string | null {
    const length = Atomics.load(this.counts, LENGTH);
    return length === 0 ? null : Buffer.from(this.path.slice(0, length)).toString();
  }

  /** Blocks the calling thread until `beats` is another count, or for this long; whether it became another. */
  wait(beats: number, milliseconds: number): boolean {
    return Atomics.wait(this.counts, BEATS, beats, milliseconds) !== 'timed-out';
  }
}

const BEATS = 0;
const LENGTH = 1;
