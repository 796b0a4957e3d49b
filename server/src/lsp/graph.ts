import {
  buildGraph,
  diffGraph,
  type GraphDelta,
  type GraphModel,
  type GraphView,
  viewKey,
} from '../pipeline/graph';
import type { Pipeline } from '../pipeline/pipeline';
import { pipelineFacts } from '../pipeline/stageFiles';

/** Changes are drawn this far apart at the most: a run of many types is not many pictures. */
const REDRAW_MS = 100;

/** The pictures that clients look at, kept true by deltas until they are released. */
export class Graphs {
  private readonly shown = new Map<string, GraphModel>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pipeline: () => Pipeline | undefined,
    private readonly send: (delta: GraphDelta) => void,
  ) {}

  /** The picture of a view; from now on its changes are sent. Null where no build is shown. */
  async open(view: GraphView): Promise<GraphModel | null> {
    const pipeline = this.pipeline();
    if (!pipeline) return null;
    const model = buildGraph(view, await pipelineFacts(pipeline));
    this.shown.set(viewKey(view), model);
    return model;
  }

  release(view: GraphView): void {
    this.shown.delete(viewKey(view));
  }

  /** Another build is shown: clients ask again. */
  reset(): void {
    this.shown.clear();
  }

  /** Something of the pipeline changed. */
  changed(): void {
    if (this.shown.size === 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.redraw();
    }, REDRAW_MS);
  }

  private async redraw(): Promise<void> {
    const pipeline = this.pipeline();
    if (!pipeline) return;
    const facts = await pipelineFacts(pipeline);
    for (const [key, before] of [...this.shown]) {
      const now = buildGraph(before.view, facts);
      const delta = diffGraph(before, now);
      if (!delta || !this.shown.has(key)) continue;
      this.shown.set(key, now);
      this.send(delta);
    }
  }
}
