import * as l10n from '@vscode/l10n';
import { LimitError, type Limits } from '../values/evaluation-limits';
import { isMemoryUsedUp } from './memory';

/** The number of steps between two checks of the limits. */
const STEPS_BETWEEN_LOOKS = 256;
const MS_BETWEEN_MEMORY_LOOKS = 25;
/** Work on 2 to the power of this many characters takes about as long as one step. */
const CHARACTERS_PER_STEP_BITS = 8;

/** The steps, time and memory that an evaluation may still use. All methods that check throw LimitError. */
export class Budget {
  steps = 0;
  private nextLook = 0;
  private nextMemoryLook = 0;
  private stepLimit = 0;
  private deadline = 0;
  private signal: AbortSignal | undefined;

  /** `now` returns the milliseconds of a clock that never goes back. */
  constructor(
    private readonly limits: Limits,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.renew();
  }

  /** Starts counting steps and time again from zero. */
  renew(signal?: AbortSignal): void {
    this.steps = 0;
    this.nextLook = 0;
    this.stepLimit = this.limits.steps;
    this.signal = signal;
    this.deadline = this.now() + this.limits.milliseconds;
  }

  /** Counts a step. */
  tick(): void {
    if (++this.steps < this.nextLook) return;
    this.nextLook = this.steps + STEPS_BETWEEN_LOOKS;
    if (this.steps > this.stepLimit) throw new LimitError('steps', l10n.t('too many commands were run'));
    this.look();
  }

  /** Counts steps that were skipped. */
  skip(steps: number): void {
    this.steps += steps - 1;
    this.tick();
  }

  /** Accounts for work on a text of this many characters, which takes longer than a step. */
  work(length: number): void {
    this.nextLook -= length >> CHARACTERS_PER_STEP_BITS;
  }

  /** Checks time and memory now. */
  look(): void {
    if (this.signal?.aborted) throw new LimitError('aborted', 'cancelled');
    const now = this.now();
    if (now > this.deadline) throw new LimitError('milliseconds', l10n.t('it took too long'));
    if (now < this.nextMemoryLook) return;
    this.nextMemoryLook = now + MS_BETWEEN_MEMORY_LOOKS;
    if (isMemoryUsedUp(this.limits.memory))
      throw new LimitError('memory', l10n.t('the values take too much memory'));
  }

  /**
   * Does work within tighter limits. If it exceeds only those, `exceeded` returns the result. If it exceeds the limits of
   * the whole evaluation, the LimitError is thrown on.
   */
  within<T>(
    tighter: Pick<Limits, 'steps' | 'milliseconds'>,
    work: () => T,
    exceeded: (error: LimitError) => T,
  ): T {
    const { stepLimit, deadline } = this;
    this.stepLimit = Math.min(this.limits.steps, this.steps + tighter.steps);
    this.deadline = Math.min(deadline, this.now() + tighter.milliseconds);
    try {
      return work();
    } catch (error) {
      if (!(error instanceof LimitError) || error.limit === 'aborted' || this.now() > deadline) throw error;
      return exceeded(error);
    } finally {
      this.stepLimit = stepLimit;
      this.deadline = deadline;
    }
  }
}
