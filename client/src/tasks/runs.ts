import * as vscode from 'vscode';

/** How far a run is, as `itk-wrap --progress-fd` tells it. */
export interface Progress {
  done: number;
  total: number;
  /** What was done last, or is being done. */
  what: string;
}

/** A run that waits or goes on. */
export interface Run {
  readonly title: string;
  state: 'waiting' | 'running' | 'cancelling';
  progress: Progress | null;
  startedMs: number;
  cancel(): void;
}

/**
 * The runs of this window, one after the other: two on one build would make the same files twice and wait for each
 * other's locks in ninja.
 */
export class Runs implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<Run>();
  private readonly ended = new vscode.EventEmitter<Run>();
  private readonly active: Run[] = [];
  private queue: Promise<unknown> = Promise.resolve();
  /** Something of a run changed, or a run came. */
  readonly onDidChange = this.emitter.event;
  readonly onDidEnd = this.ended.event;

  /** The runs that wait or go on, the one that goes on first. */
  get all(): readonly Run[] {
    return this.active;
  }

  /** Whether something runs: what is added now has to wait. */
  get busy(): boolean {
    return this.active.length > 0;
  }

  /** Puts a run at the end of the queue; `work` begins once those before it have ended, cancelled or not. */
  async add<T>(title: string, cancel: () => void, work: (run: Run) => Promise<T>): Promise<T> {
    const run: Run = {
      title,
      state: 'waiting',
      progress: null,
      startedMs: Date.now(),
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

  report(run: Run, progress: Progress): void {
    run.progress = progress;
    this.emitter.fire(run);
  }

  dispose(): void {
    for (const run of this.active) run.cancel();
    this.emitter.dispose();
    this.ended.dispose();
  }
}

/** `3 of 12 · 20 s left`; without a count, what is known. */
export function progressText({ state, progress, startedMs }: Run, nowMs = Date.now()): string {
  if (state === 'waiting') return vscode.l10n.t('waiting for another run');
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
