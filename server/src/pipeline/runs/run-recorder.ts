import { recordInNinja, type RecordedRun } from '../../build/generators/ninja-record';
import type { BuildTree } from '../../build/build-tree';
import type { ProcessRunner } from '../../host/process';

/** Each record reads ninja's files, some megabytes. */
const EVERY_MS = 1000;

/**
 * Records runs for ninja while others go on. Each then counts as made by its command soon after it has ended, and little is repeated
 * after a kill.
 */
export class RunRecorder {
  private made: RecordedRun[] = [];
  private recordedMs: number;

  constructor(
    private readonly build: BuildTree,
    private readonly runProcess: ProcessRunner,
    /** A clock that never goes back, in milliseconds. */
    private readonly now: () => number = () => performance.now(),
  ) {
    this.recordedMs = now();
  }

  /** Notes a run, and records those of the last second. */
  async add(run: RecordedRun): Promise<void> {
    this.made.push(run);
    if (this.now() - this.recordedMs >= EVERY_MS) await this.finish();
  }

  /** Records what is left. */
  async finish(): Promise<void> {
    const runs = this.made;
    this.made = [];
    this.recordedMs = this.now();
    await recordInNinja(this.build, runs, this.runProcess);
  }
}
