import { recordInNinja, type RecordedRun } from '../../build/generators/ninja-record';
import type { BuildTree } from '../../build/build-tree';
import type { ProcessRunner } from '../../host/process';

/** Recording reads ninja's files, some megabytes. */
const EVERY_MS = 1000;

/**
 * Records runs for ninja while others go on, so that each counts as made by its command soon after it has ended, and little is repeated
 * if they are killed.
 */
export class RunRecorder {
  private made: RecordedRun[] = [];
  private recordedMs = performance.now();

  constructor(
    private readonly build: BuildTree,
    private readonly runProcess: ProcessRunner,
  ) {}

  /** Notes a run, and records those of the last second. */
  async add(run: RecordedRun): Promise<void> {
    this.made.push(run);
    if (performance.now() - this.recordedMs >= EVERY_MS) await this.finish();
  }

  /** Records what is left. */
  async finish(): Promise<void> {
    const runs = this.made;
    this.made = [];
    this.recordedMs = performance.now();
    await recordInNinja(this.build, runs, this.runProcess);
  }
}
