import {
  buildGraph,
  diffGraph,
  type GraphDelta,
  type GraphModel,
  type GraphView,
  type RunningWork,
  viewKey,
} from '../pipeline/graph';
import type { Pipeline, PipelineChange } from '../pipeline/pipeline';
import { StageFiles } from '../pipeline/stageFiles';

/** Changes are drawn this far apart at the most: a run of many types is not many pictures. */
const REDRAW_MS = 100;

/** The pictures that clients look at, kept true by deltas until they are released. */
export class Graphs {
  private readonly shown = new Map<string, GraphModel>();
  private files: StageFiles | undefined;
  private running: readonly RunningWork[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pipeline: () => Pipeline | undefined,
    private readonly send: (delta: GraphDelta) => void,
  ) {}

  /** The picture of a view; from now on its changes are sent. Null where no build is shown. */
  async open(view: GraphView): Promise<GraphModel | null> {
    const files = this.filesNow();
    if (!files) return null;
    // No watcher tells of what SWIG, the compiler and the linker write: a picture begins with a look at everything.
    files.forgetAll();
    const model = buildGraph(view, await files.facts(this.running, view));
    this.shown.set(viewKey(view), model);
    return model;
  }

  release(view: GraphView): void {
    this.shown.delete(viewKey(view));
  }

  /** Another build is shown: clients ask again. */
  reset(): void {
    this.shown.clear();
    this.files = undefined;
  }

  /** Something of the pipeline changed. */
  changed(change: PipelineChange): void {
    this.files?.forget(change);
    this.redrawSoon();
  }

  /** What the client has under way now. */
  setRunning(running: readonly RunningWork[]): void {
    this.running = running;
    // What has ended may have written anything.
    this.files?.forgetAll();
    this.redrawSoon();
  }

  private redrawSoon(): void {
    if (this.shown.size === 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.redraw();
    }, REDRAW_MS);
  }

  private async redraw(): Promise<void> {
    const files = this.filesNow();
    if (!files) return;
    for (const [key, before] of [...this.shown]) {
      const now = buildGraph(before.view, await files.facts(this.running, before.view));
      const delta = diffGraph(before, now);
      if (!delta || !this.shown.has(key)) continue;
      this.shown.set(key, now);
      this.send(delta);
    }
  }

  private filesNow(): StageFiles | undefined {
    const pipeline = this.pipeline();
    if (this.files?.pipeline !== pipeline) this.files = pipeline && new StageFiles(pipeline);
    return this.files;
  }
}
