import type { LimitedRun } from '../run-limited';

/** The steps of the wrapping that the probe takes, in order. */
export const STEP_NAMES = ['castxml', 'igenerator', 'swig', 'compile', 'link', 'import'] as const;
/** One of {@link STEP_NAMES}. */
export type StepName = (typeof STEP_NAMES)[number];

/** What runs in each step, for sentences. */
export const STEP_WORDS: Record<StepName, string> = {
  castxml: 'castxml',
  igenerator: 'igenerator',
  swig: 'SWIG',
  compile: 'the compiler',
  link: 'the linker',
  import: 'the import in Python',
};

/** A step of the probe. */
export interface StepReport {
  name: StepName;
  /**
   * - `ok`: the tool ended with 0 and wrote what the next step reads
   * - `failed`: it did not; `reason` says how
   * - `not-run`: an earlier step failed, or the build does not say how to run it; `reason` says which
   */
  state: 'ok' | 'failed' | 'not-run';
  reason: string | null;
  seconds: number;
  /** Program and arguments, and the folder that they ran in. Null if the step was not run. */
  command: { argv: readonly string[]; cwd: string } | null;
  /** Everything that the tool printed. */
  output: string;
}

/** The result of the probe. */
export interface ProbeReport {
  /** Whether the type could be imported in Python. Null if a step is not known. */
  works: boolean | null;
  steps: readonly StepReport[];
}

/** How a run of a step ended, in words. Null if all is well. */
export function failureOf(run: LimitedRun, limitMs: number): string | null {
  switch (run.outcome) {
    case 'not-started':
      return `it could not be started: ${run.problem ?? 'unknown'}`;
    case 'timed-out':
      return `it took longer than ${limitMs / 1000} s, and was ended`;
    case 'too-much-output':
      return 'it printed more than 4 MB, and was ended';
    case 'cancelled':
      return 'it was cancelled';
    case 'ended':
      if (run.code === 0) return null;
      return run.code === null ? (run.problem ?? 'a signal ended it') : `exit code ${run.code}`;
  }
}
