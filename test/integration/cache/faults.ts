import fs from 'node:fs';
import type { ProcessRunner } from '../../../server/src/host/process';

/*
 * File-system faults, injected one at a time: the n-th call of the product fails with an errno. This replaces functions of
 * `fs` itself, because everything in `server/src/cache` calls them through the default import.
 */

/** Every errno that a call on a disk, a network mount or a full machine may plausibly return. */
export const ERRNOS = [
  'EACCES',
  'EPERM',
  'ENOTDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'EIO',
  'ESTALE',
  'EROFS',
  'EMFILE',
  'ENOSPC',
  'EDQUOT',
] as const;

type Call = (...args: unknown[]) => unknown;

const SYNCHRONOUS = [
  'accessSync',
  'appendFileSync',
  'chmodSync',
  'closeSync',
  'existsSync',
  'fstatSync',
  'futimesSync',
  'lstatSync',
  'lutimesSync',
  'mkdirSync',
  'openSync',
  'readdirSync',
  'readFileSync',
  'readlinkSync',
  'realpathSync',
  'renameSync',
  'rmdirSync',
  'rmSync',
  'statSync',
  'statfsSync',
  'unlinkSync',
  'utimesSync',
  'writeFileSync',
  'writeSync',
] as const;

export interface Fault {
  /** The index of the call that fails, counted from 0. -1: none. */
  at: number;
  code: string;
  /** Whether all later calls fail too. */
  lasting?: boolean;
}

/** Counts the calls between `arm` and `disarm`, and makes them fail. */
export class FaultyFs {
  calls = 0;
  /** The failed call: its name and first argument. */
  failed: string | null = null;
  #fault: Fault | null = null;
  #inside = false;
  readonly #real = new Map<string, Call>();

  constructor() {
    const object = fs as unknown as Record<string, Call>;
    for (const name of SYNCHRONOUS) {
      const real = object[name]!;
      this.#real.set(name, real);
      object[name] = Object.assign((...args: unknown[]) => this.#call(name, real, args), real);
    }
    // The only asynchronous call, which writes pieces of a restored XML.
    const write = object['write']!;
    this.#real.set('write', write);
    object['write'] = (...args: unknown[]): unknown => {
      const error = this.#next('write', args);
      const done = args.at(-1) as (error: Error | null) => void;
      return error ? setImmediate(() => done(error)) : write.apply(fs, args);
    };
  }

  arm(fault: Fault): void {
    this.#fault = fault;
    this.calls = 0;
    this.failed = null;
  }

  disarm(): void {
    this.#fault = null;
  }

  /** Lets all calls succeed until the returned function is called. */
  suspend(): () => void {
    const fault = this.#fault;
    this.#fault = null;
    return () => void (this.#fault = fault);
  }

  /** Runs processes whose own calls do not fail. */
  sparing(run: ProcessRunner): ProcessRunner {
    return async (request) => {
      const resume = this.suspend();
      try {
        return await run(request);
      } finally {
        resume();
      }
    };
  }

  restore(): void {
    for (const [name, real] of this.#real) (fs as unknown as Record<string, Call>)[name] = real;
  }

  #call(name: string, real: Call, args: unknown[]): unknown {
    // Node's own functions call each other.
    if (this.#inside || !this.#fault) return real.apply(fs, args);
    const error = this.#next(name, args);
    if (error) {
      // Functions that never throw return false.
      if (name === 'existsSync') return false;
      throw error;
    }
    this.#inside = true;
    try {
      return real.apply(fs, args);
    } finally {
      this.#inside = false;
    }
  }

  #next(name: string, args: unknown[]): Error | null {
    const fault = this.#fault;
    if (!fault) return null;
    // Standard error is not a disk.
    if (args[0] === 2) return null;
    const at = this.calls++;
    if (fault.at < 0 || (fault.lasting ? at < fault.at : at !== fault.at)) return null;
    this.failed ??= `${name} ${String(args[0])}`;
    return Object.assign(new Error(`${fault.code}: injected, ${name} '${String(args[0])}'`), {
      code: fault.code,
      syscall: name,
    });
  }
}
