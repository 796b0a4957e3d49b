import * as vscode from 'vscode';
import type { RunningWork } from '../../../server/src/graph/pipeline-facts';
import type { ModelChange } from '../pipeline-model';
import { workOf } from './work-of-run';
import type { Runs } from './runs';

/** A run of many short items changes often. Changes within this time are reported together. */
const SETTLE_MS = 100;

/** The types and modules whose work has begun, ended or changed. */
export type WorkChange = NonNullable<ModelChange>;

/** What all runs of the window have in progress and queued. A run may come from a button, the palette or tasks.json. */
export class WorkInProgress implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<WorkChange>();
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;
  private current: readonly RunningWork[] = [];
  private byTarget: ReadonlyMap<string, WorkState> = new Map();
  readonly onDidChange = this.emitter.event;

  constructor(private readonly runs: Runs) {
    this.subscription = vscode.Disposable.from(
      runs.onDidChange(() => this.later()),
      runs.onDidEnd(() => this.later()),
    );
  }

  get all(): readonly RunningWork[] {
    return this.current;
  }

  /** Whether CastXML or SWIG runs for a type, or is queued for it. */
  ofType(name: string): WorkState | undefined {
    return this.byTarget.get(keyOf('castxml', name)) ?? this.byTarget.get(keyOf('swig', name));
  }

  /** Whether igenerator runs for a module, or is queued for it. */
  ofModule(name: string): WorkState | undefined {
    return this.byTarget.get(keyOf('igenerator', name));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.emitter.dispose();
  }

  private later(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.look();
    }, SETTLE_MS);
  }

  private look(): void {
    const work = this.runs.all.flatMap((run) => workOf(run));
    const before = this.byTarget;
    this.current = work;
    this.byTarget = statesOf(work);
    const changed = [...new Set([...before.keys(), ...this.byTarget.keys()])].filter(
      (key) => before.get(key) !== this.byTarget.get(key),
    );
    if (changed.length === 0) return;
    const names = (isModule: boolean): string[] =>
      changed.flatMap((key) => {
        const [stage = '', target = ''] = key.split('/');
        return isModule === (stage !== 'castxml' && stage !== 'swig') ? [target] : [];
      });
    this.emitter.fire({ types: names(false), modules: names(true) });
  }
}

/** The state of work on a type or a module. */
export type WorkState = 'running' | 'queued';

const keyOf = (stage: RunningWork['stage'], target: string): string => `${stage}/${target}`;

function statesOf(work: readonly RunningWork[]): Map<string, WorkState> {
  const states = new Map<string, WorkState>();
  for (const { stage, target, queued } of work) {
    const key = keyOf(stage, target);
    if (!queued || !states.has(key)) states.set(key, queued ? 'queued' : 'running');
  }
  return states;
}
