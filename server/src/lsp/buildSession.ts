import { existsSync } from 'node:fs';
import path from 'node:path';
import { type BuildCandidate, findBuilds } from '../build/find';
import { readBuild } from '../build/readBuild';
import type { BuildTree } from '../build/types';
import { type Engine, openEngine } from '../pipeline/engine';
import { Pipeline, type PipelineChange } from '../pipeline/pipeline';
import { messagesFolderOf } from '../pipeline/runMessages';
import { programProblems } from '../pipeline/programs';
import type { PipelineView, Situation } from '../protocol';
import { buildView, leftoverView, moduleView, newTypeView, toUri, typeView } from './convert';
import type { Settings } from './settings';

export interface BuildSessionEvents {
  /** Everything is new: another build, or another situation. */
  reset(): void;
  changed(change: PipelineChange): void;
  /** The files that somebody has open: their states are wanted first. */
  openFiles(): string[];
  /** What should be watched is another set now. */
  watch(directories: string[]): void;
}

/** Files at the top of a build that mean: read all of it again. */
const BUILD_FILES = new Set(['CMakeCache.txt', 'build.ninja', 'Makefile']);
/** CMake writes its files one after the other: reading waits until they have been still this long. */
const SETTLE_MS = 400;

/** The build that is shown, from the search for it to its last state. */
export class BuildSession {
  private situation: Situation = 'searching';
  private message = 'Looking for a build with ITK_WRAP_PYTHON on.';
  private problems: PipelineView['problems'] = [];
  engine: Engine | undefined;
  private settleTimer: NodeJS.Timeout | undefined;
  private generation = 0;
  /** Directories of builds that were looked at and not usable: a change there is a reason to look again. */
  private awaited: string[] = [];
  /** The last build that was shown: where it is gone, that is what to say. */
  private shownDir: string | undefined;
  private toolDirectories: readonly string[] = [];
  pipeline: Pipeline | undefined;

  constructor(
    private folders: readonly string[],
    private settings: Settings,
    private readonly events: BuildSessionEvents,
  ) {}

  configure(folders: readonly string[], settings: Settings): Promise<void> {
    this.folders = folders;
    this.settings = settings;
    return this.scan();
  }

  /** The build folders that another tool of the editor uses now: they go before what the search finds. */
  async setToolDirectories(directories: readonly string[]): Promise<void> {
    this.toolDirectories = directories;
    await this.scan();
  }

  /** Looks for builds and shows the first usable one; the setting goes before what is found. */
  async scan(): Promise<void> {
    const generation = ++this.generation;
    const wanted = this.settings.buildDirectory;
    if (wanted) {
      this.awaited = [wanted];
      if (!existsSync(path.join(wanted, 'CMakeCache.txt')))
        return this.show(
          'build-missing',
          `The setting itkWrapping.buildDirectory names ${wanted}, and there is no CMakeCache.txt in it.`,
        );
      return this.open(wanted, generation);
    }
    if (this.folders.length === 0) return this.show('no-folder', 'No folder is open.');
    const candidates = await findBuilds(this.folders, { toolDirectories: this.toolDirectories });
    if (generation !== this.generation) return;
    this.awaited = [...this.folders, ...candidates.map(({ dir }) => dir)];
    const usable = candidates.find((candidate) => candidate.usable);
    if (usable) return this.open(usable.dir, generation);
    const [first] = candidates;
    const gone = this.shownDir;
    if (gone && !existsSync(path.join(gone, 'CMakeCache.txt'))) {
      this.awaited.push(path.dirname(gone));
      return this.show('build-missing', `The build ${gone} is not there any more.`);
    }
    if (!first)
      return this.show('no-build', `No CMake build was found in or beside ${this.folders.join(', ')}.`);
    this.show(
      'wrapping-off',
      first.problems[0]?.message ?? `${first.dir} is a build without Python wrapping.`,
    );
  }

  /** Every build in and beside the folders, that of the setting first. */
  findAll(): Promise<BuildCandidate[]> {
    const { buildDirectory } = this.settings;
    return findBuilds(this.folders, {
      buildDirectories: buildDirectory ? [buildDirectory] : [],
      toolDirectories: this.toolDirectories,
    });
  }

  /** Files that a watcher saw come, change or go. */
  filesChanged(files: readonly string[]): void {
    const dir = this.pipeline?.build.dir;
    const reread = files.some((file) => {
      const folder = path.dirname(file);
      if (!BUILD_FILES.has(path.basename(file))) return file === dir;
      return folder === dir || this.pipeline === undefined || this.awaited.includes(folder);
    });
    if (reread || (!this.pipeline && files.some((file) => this.awaited.includes(path.dirname(file)))))
      this.rescanWhenStill();
    this.pipeline?.pathsChanged(files);
  }

  dispose(): void {
    clearTimeout(this.settleTimer);
    this.pipeline?.dispose();
  }

  view(): PipelineView {
    const pipeline = this.pipeline;
    return {
      situation: this.situation,
      message: this.message,
      build: pipeline ? buildView(pipeline.build, this.engine?.roots ?? []) : null,
      modules: pipeline?.allModules().map(moduleView) ?? [],
      types: pipeline?.allTypes().map(typeView) ?? [],
      newTypes: pipeline?.newTypes().map(newTypeView) ?? [],
      leftovers: pipeline?.leftovers().map(leftoverView) ?? [],
      problems: this.problems,
    };
  }

  private rescanWhenStill(): void {
    clearTimeout(this.settleTimer);
    this.settleTimer = setTimeout(() => void this.scan(), SETTLE_MS);
  }

  private async open(dir: string, generation: number): Promise<void> {
    const build = await readBuild(dir);
    const programs = await programProblems(build);
    if (generation !== this.generation) return;
    if (build.types.length === 0)
      return this.show(
        'not-configured',
        `${dir} has no wrapped types yet: CMake has not generated its CastXML inputs.`,
      );
    this.pipeline?.dispose();
    this.engine = openEngine({ roots: this.settings.cacheRoots, scheme: build.scheme });
    const pipeline = new Pipeline(build, this.engine, (change) => this.events.changed(change));
    this.pipeline = pipeline;
    this.shownDir = dir;
    this.situation = 'ready';
    this.message = '';
    this.problems = [...programs, ...build.problems].map((problem) => ({
      message: problem.message,
      next: problem.next,
      file: problem.file ? toUri(problem.file) : null,
    }));
    this.events.reset();
    this.watchAll(build);
    pipeline.lookAtFirst(this.events.openFiles());
    pipeline.start();
    await pipeline.whenIdle();
    if (generation !== this.generation) return;
    this.watchAll(build);
    this.engine.remember();
  }

  private watchAll(build: BuildTree): void {
    const [root] = this.engine?.roots ?? [];
    const messages = root === undefined ? [] : [messagesFolderOf(root, build)];
    const inputs = this.pipeline?.watchedDirectories() ?? [];
    this.events.watch([build.dir, path.dirname(build.dir), ...messages, ...inputs]);
  }

  private show(situation: Situation, message: string): void {
    this.pipeline?.dispose();
    this.pipeline = undefined;
    this.situation = situation;
    this.message = message;
    this.problems = [];
    this.events.reset();
    this.events.watch(this.awaited);
  }
}
