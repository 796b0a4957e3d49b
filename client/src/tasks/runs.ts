import * as vscode from 'vscode';
import type { RunningWork } from '../../../server/src/graph/pipeline-facts';
import { itemsOf, type RunProgress } from '../../../server/src/shared/states/run-progress';

/** A type or a module that a run works on. */
export type WorkTarget = Pick<RunningWork, 'stage' | 'target'>;

/** A run that is waiting or in progress. */
export interface Run {
  readonly title: string;
  state: 'waiting' | 'running' | 'cancelling';
  progress: RunProgress | null;
  /** The types and modules that it works on. */
  targets: readonly WorkTarget[];
  /** The items that have ended, as {@link itemsOf} names them. */
  readonly ended: ReadonlySet<string>;
  startedMs: number;
  /** The last line that it printed, which sums the run up. Empty until there is one. */
  summary: string;
  exitCode: number | null;
  cancel(): void;
}

/**
 * The runs of this window, one at a time. Two runs in one build would make the same files twice and wait for each other's
 * ninja locks.
 */
export class Runs implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<Run>();
  private readonly ended = new vscode.EventEmitter<Run>();
  private readonly active: Run[] = [];
  private queue: Promise<unknown> = Promise.resolve();
  /** Fires when a run is added or changes. */
  readonly onDidChange = this.emitter.event;
  readonly onDidEnd = this.ended.event;

  /** The runs in progress and waiting, the one in progress first. */
  get all(): readonly Run[] {
    return this.active;
  }

  /** Whether something runs, so that a new run would have to wait. */
  get busy(): boolean {
    return this.active.length > 0;
  }

  /**
   * Adds a run to the end of the queue. `work` is called once all earlier runs have ended, even if this run was cancelled
   * meanwhile. `targets` is asked when the run is added and again when it begins, because an earlier run may do its work.
   */
  async add<T>(
    title: string,
    cancel: () => void,
    work: (run: Run) => Promise<T>,
    targets: () => readonly WorkTarget[] = () => [],
  ): Promise<T> {
    const run: Run = {
      title,
      state: 'waiting',
      progress: null,
      targets: targets(),
      ended: new Set(),
      startedMs: Date.now(),
      summary: '',
      exitCode: null,
      cancel: () => {
        if (run.state === 'cancelling') return;
        run.state = 'cancelling';
        this.emitter.fire(run);
        cancel();
      },
    };
    this.active.push(run);
    this.emitter.fire(run);
    const turn = this.queue.then(async () => {
      if (run.state === 'waiting') run.state = 'running';
      run.targets = targets();
      run.startedMs = Date.now();
      this.emitter.fire(run);
      return work(run);
    });
    this.queue = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.active.splice(this.active.indexOf(run), 1);
      this.emitter.fire(run);
      this.ended.fire(run);
    }
  }

  report(run: Run, progress: RunProgress): void {
    const ended = run.ended as Set<string>;
    const items = new Set(itemsOf(progress));
    for (const name of itemsOf(run.progress)) if (!items.has(name)) ended.add(name);
    run.progress = progress;
    this.emitter.fire(run);
  }

  dispose(): void {
    for (const run of this.active) run.cancel();
    this.emitter.dispose();
    this.ended.dispose();
  }
}

/** `3 of 12 · 20 s left`. Without a count, only the part that is known. */
export function progressText({ state, progress, startedMs }: Run, nowMs = Date.now()): string {
  if (state === 'waiting') return vscode.l10n.t('queued');
  if (state === 'cancelling') return vscode.l10n.t('cancelling');
  if (!progress || progress.total < 1) return '';
  const count = vscode.l10n.t('{0} of {1}', progress.done, progress.total);
  if (progress.done < 1 || progress.done >= progress.total) return count;
  const seconds = ((nowMs - startedMs) / 1000 / progress.done) * (progress.total - progress.done);
  return `${count} · ${vscode.l10n.t('{0} left', duration(seconds))}`;
}

/** `8 s`, `3 min`, `1 h 20 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 90) return vscode.l10n.t('{0} s', whole);
  const minutes = Math.round(whole / 60);
  return minutes < 60
    ? vscode.l10n.t('{0} min', minutes)
    : vscode.l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
