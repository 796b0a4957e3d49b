import {
  buildGraph,
  diffGraph,
  findInBuild,
  type GraphDelta,
  type GraphHits,
  type GraphModel,
  type GraphView,
  type RunningWork,
  viewKey,
} from '../../graph';
import type { Pipeline, PipelineChange } from '../../pipeline/pipeline';
import { StageFiles } from '../../pipeline/state/stage-files';
import type { Background } from '../server/background';

/** The minimum interval between updates, so that a run of many types does not send too many pictures. */
const REDRAW_MS = 100;

/** The graphs that clients show. Deltas keep them up to date until they are released. */
export class LiveGraphs {
  private readonly shown = new Map<string, GraphModel>();
  private files: StageFiles | undefined;
  private running: readonly RunningWork[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pipeline: () => Pipeline | undefined,
    private readonly send: (delta: GraphDelta) => void,
    /** Called when the result of {@link directories} may have changed. */
    private readonly watch: () => void,
    private readonly background: Background,
  ) {}

  /** The directories to watch for the graphs that are shown. */
  directories(): string[] {
    return this.shown.size > 0 ? (this.files?.directories() ?? []) : [];
  }

  /** Handles files that a watcher reported as created, changed or deleted. */
  filesChanged(files: readonly string[]): void {
    if (this.files?.filesChanged(files)) this.redrawSoon();
  }

  /** The graph of a view, whose changes are sent from now on. Null if there is no active build. */
  async open(view: GraphView): Promise<GraphModel | null> {
    const files = this.filesNow();
    if (!files) return null;
    // While no graph was shown, nobody watched the outputs of SWIG, the linker and pyi_generator, so all are read again.
    files.forgetAll();
    const model = buildGraph(view, await files.facts(this.running, view));
    this.shown.set(viewKey(view), model);
    this.watch();
    return model;
  }

  /** Modules, types and headers of the whole build with these words in their names. Null if there is no active build. */
  find(text: string): GraphHits | null {
    const pipeline = this.pipeline();
    if (!pipeline) return null;
    const { dir } = pipeline.build;
    const facts = { build: dir, modules: pipeline.allModules(), types: pipeline.allTypes() };
    return findInBuild(text, facts, pipeline.allHeaders());
  }

  release(view: GraphView): void {
    this.shown.delete(viewKey(view));
    this.watch();
  }

  /** Called when another build is shown. Clients then ask again. */
  reset(): void {
    this.shown.clear();
    this.files = undefined;
  }

  /** Called when states of the pipeline have changed. */
  changed(change: PipelineChange): void {
    this.files?.forget(change);
    this.redrawSoon();
  }

  /** Sets the work that the client has in progress. Returns the work that has ended. */
  setRunning(running: readonly RunningWork[]): RunningWork[] {
    const key = ({ stage, target }: RunningWork): string => `${stage} ${target}`;
    const now = new Set(running.map(key));
    const ended = this.running.filter((work) => !now.has(key(work)));
    // A run that has ended may have written any file, and ninja's log has its times.
    const stages = new Set(running.map(({ stage }) => stage));
    if (ended.some(({ stage }) => !stages.has(stage))) this.files?.forgetAll();
    this.running = running;
    this.redrawSoon();
    return ended;
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
