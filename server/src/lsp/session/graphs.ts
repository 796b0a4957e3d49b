import {
  buildGraph,
  diffGraph,
  type GraphDelta,
  type GraphModel,
  type GraphView,
  type RunningWork,
  viewKey,
} from '../../graph';
import type { Pipeline, PipelineChange } from '../../pipeline/pipeline';
import { StageFiles } from '../../pipeline/state/stage-files';
import type { Background } from '../server/background';

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
    /** What {@link directories} gives may be something else now. */
    private readonly watch: () => void,
    private readonly background: Background,
  ) {}

  /** Directories to watch for the pictures that are shown. */
  directories(): string[] {
    return this.shown.size > 0 ? (this.files?.directories() ?? []) : [];
  }

  /** Files that a watcher saw come, change or go. */
  filesChanged(files: readonly string[]): void {
    if (this.files?.filesChanged(files)) this.redrawSoon();
  }

  /** The picture of a view; from now on its changes are sent. Null if no build is shown. */
  async open(view: GraphView): Promise<GraphModel | null> {
    const files = this.filesNow();
    if (!files) return null;
    // While no picture is shown nobody watches what SWIG, the linker and pyi_generator write: it begins with a look at all.
    files.forgetAll();
    const model = buildGraph(view, await files.facts(this.running, view));
    this.shown.set(viewKey(view), model);
    this.watch();
    return model;
  }

  release(view: GraphView): void {
    this.shown.delete(viewKey(view));
    this.watch();
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
    // What has ended may have written anything, and its times stand in ninja's log.
    this.files?.forgetAll();
    this.redrawSoon();
  }

  private redrawSoon(): void {
    if (this.shown.size === 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.background('Drawing the graph', () => this.redraw());
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
