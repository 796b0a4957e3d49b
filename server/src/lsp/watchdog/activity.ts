/** The space for a path in UTF-8. */
const PATH_BYTES = 4096;

/**
 * What a thread is working on, in memory that another thread can read while the first is busy: a counter that grows whenever
 * the thread is free, and the current file.
 */
export class Activity {
  private readonly counts: Int32Array;
  private readonly path: Uint8Array;

  constructor(readonly memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT + PATH_BYTES)) {
    this.counts = new Int32Array(memory, 0, 2);
    this.path = new Uint8Array(memory, 2 * Int32Array.BYTES_PER_ELEMENT, PATH_BYTES);
  }

  /** Reports that the thread is alive and works on no file. */
  beat(): void {
    Atomics.store(this.counts, LENGTH, 0);
    Atomics.add(this.counts, BEATS, 1);
    Atomics.notify(this.counts, BEATS);
  }

  /** Reports that the thread begins to work on a file. */
  workOn(file: string): void {
    const bytes = Buffer.from(file).subarray(0, PATH_BYTES);
    this.path.set(bytes);
    Atomics.store(this.counts, LENGTH, bytes.length);
  }

  get beats(): number {
    return Atomics.load(this.counts, BEATS);
  }

  /** The current file. Null if there is none. */
  get file(): string | null {
    const length = Atomics.load(this.counts, LENGTH);
    return length === 0 ? null : Buffer.from(this.path.slice(0, length)).toString();
  }

  /**
   * Blocks the calling thread until the counter differs from `beats`, or for at most this long. Returns whether it changed.
   */
  wait(beats: number, milliseconds: number): boolean {
    return Atomics.wait(this.counts, BEATS, beats, milliseconds) !== 'timed-out';
  }
}

const BEATS = 0;
const LENGTH = 1;
