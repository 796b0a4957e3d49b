import type { InteractiveProcess, ProcessStarter } from '../../host/interactive-process';

/** What a driver is started with. */
export interface DriverOptions {
  start: ProcessStarter;
  python: string;
  /** `igenerator-driver.py`. */
  driver: string;
  script: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** The modules to load before the first run. */
  preload: Preload | null;
  /** How many runs may compute at the same time. */
  jobs: number;
  signal?: AbortSignal | undefined;
}

/** Python modules, and the path on which they are searched. */
export interface Preload {
  path: readonly string[];
  modules: readonly string[];
}

/** The request of a run. `args` are those of the script. The others are files. */
export interface DriverRun {
  args: readonly string[];
  stdout: string;
  stderr: string;
  trace: string;
  /** The run pauses before it first reads a file whose name ends so. */
  pauseAt: string;
  /** Whether pygccxml has the lines of declarations, and reads the comments of C++ sources. */
  places: boolean;
}

/** How far a run has come: it pauses at most once. `ended` has its exit code. */
export type Progress = 'paused' | { ended: number };

/** Runs igenerator.py in copies of one Python process (igenerator-driver.py), some of them at a time. */
export class Driver {
  readonly #process: InteractiveProcess;
  readonly #waiting = new Map<
    number,
    { resolve: (progress: Progress) => void; reject: (error: Error) => void }
  >();
  readonly #queue: (() => void)[] = [];
  #free: number;
  #next = 0;
  #failure: Error | null = null;

  constructor({ start, python, driver, script, cwd, env, preload, jobs, signal }: DriverOptions) {
    this.#free = Math.max(1, jobs);
    this.#process = start(
      { file: python, args: [driver, script], cwd, env, ...(signal && { signal }) },
      (line) => this.#heard(line),
    );
    this.#process.ended.then(
      () => this.#fail(new Error('igenerator’s driver ended')),
      (error: Error) => this.#fail(error),
    );
    if (preload) this.#process.send(JSON.stringify({ preload }));
  }

  /**
   * Starts a run when there is room for it. Resolves when it has paused or ended, with its number.
   * Rejects if the driver ends.
   */
  async begin(run: DriverRun): Promise<{ id: number; progress: Progress }> {
    const id = this.#next++;
    return { id, progress: await this.#advance(id, { start: id, ...run }) };
  }

  /** Continues a paused run when there is room for it, to its end. */
  resume(id: number): Promise<Progress> {
    return this.#advance(id, { go: id });
  }

  /** Ends a paused run. */
  stop(id: number): void {
    this.#process.send(JSON.stringify({ stop: id }));
  }

  /** Ends the driver and all of its runs. */
  async end(): Promise<void> {
    this.#process.end();
    await this.#process.ended.catch(() => undefined);
  }

  async #advance(id: number, message: object): Promise<Progress> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    try {
      return await new Promise<Progress>((resolve, reject) => {
        if (this.#failure) return reject(this.#failure);
        this.#waiting.set(id, { resolve, reject });
        this.#process.send(JSON.stringify(message));
      });
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#free++;
    }
  }

  #heard(line: string): void {
    const event = JSON.parse(line) as { paused?: number; ended?: number; code?: number };
    const id = event.paused ?? event.ended ?? -1;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.resolve(event.ended === undefined ? 'paused' : { ended: event.code ?? 1 });
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
