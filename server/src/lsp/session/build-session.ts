import { existsSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { LAST_STORE } from '../../cache/storage/store-names';
import { activeBuild, isNeutralFolder } from '../../build/find/active-build';
import { findBuilds } from '../../build/find/find-builds';
import { type BuildCandidate, whyOffered } from '../../build/find/build-candidate';
import { readBuild } from '../../build/read-build';
import { isItk, withoutBuild } from '../../wrapping/evaluation/without-build';
import type { BuildTree } from '../../build/build-tree';
import { type BuildServices, openBuildServices } from '../../pipeline/build-services';
import { Pipeline, type PipelineChange } from '../../pipeline/pipeline';
import { probeByThread } from '../../cache/storage/live-roots';
import { messagesFolderOf } from '../../pipeline/runs/run-messages';
import { programProblems } from '../../pipeline/runs/missing-programs';
import type { PipelineView, Situation } from '../../shared/protocol';
import { buildView, leftoverView, moduleView, newTypeView, toUri, typeView } from '../translate/to-protocol';
import type { Settings } from '../server/settings';
import { LookUpWhenQuiet } from './look-up-when-quiet';
import { sentences } from '../../shared/l10n/sentences';
import { plural } from '../../shared/l10n/localized-plural';

/** The events of a session, and what it needs from its owner. */
export interface BuildSessionEvents {
  /** Everything is new: another build, or another situation. */
  reset(): void;
  changed(change: PipelineChange): void;
  /** The open files. The states of their types come first. */
  openFiles(): string[];
  /** Files of a build have changed and then stayed the same for a moment, so it is time to `scan`. */
  stirred(): void;
  /** The set of directories to watch has changed. */
  watch(directories: string[]): void;
}

/** Files at the top of a build. If one changes, the whole build is read again. */
const BUILD_FILES = new Set(['CMakeCache.txt', 'build.ninja', 'Makefile']);
/** CMake writes its files one after the other. The build is read when they have not changed for this long. */
const SETTLE_MS = 400;

/** The maximum number of new files to watch, since each may become the folder of a build. */
const MAX_APPEARED = 20;

/** The number of builds that are kept up to date while the user works in another folder. Each takes some 100 MB. */
const KEPT = 1;

/** The active build, or one that was active before the user switched to another folder. */
interface OpenBuild {
  pipeline: Pipeline;
  services: BuildServices;
  problems: PipelineView['problems'];
}

/** What is evaluated. `options` override those of the build. */
export interface EvaluatedBuild extends Pick<BuildTree, 'source' | 'dir' | 'cache'> {
  options: Readonly<Record<string, string>>;
}

/**
 * The active build, from the search for it to its last state. Each workspace folder has its own build. The active one is
 * that of the folder in which the user works.
 */
export class BuildSession {
  private situation: Situation = 'searching';
  private message: string | null = null;
  private shown: OpenBuild | undefined;
  /** A build that should be shown but wraps nothing, perhaps because CMake failed. */
  private unconfigured: BuildTree | undefined;
  /** Previously active builds by directory, the most recent one last. */
  private readonly kept = new Map<string, OpenBuild>();
  private candidates: readonly BuildCandidate[] = [];
  private activeFolder: string | null = null;
  private settleTimer: NodeJS.Timeout | undefined;
  private searches = 0;
  private generation = 0;
  /** Directories of builds that were found but are not usable. A change there starts a new search. */
  private awaited: string[] = [];
  /** New files in a watched folder while no build is shown. Each may be the folder of a build that is being created. */
  private readonly appeared = new Set<string>();
  /** The directory of the last active build. If it no longer exists, the message says so. */
  private shownDir: string | undefined;
  private toolDirectories: readonly string[] = [];
  /** The build that each folder's settings name. Folders whose settings name none are not included. */
  private chosen: ReadonlyMap<string, string> = new Map();

  constructor(
    private folders: readonly string[],
    private settings: Settings,
    private readonly events: BuildSessionEvents,
  ) {}

  get pipeline(): Pipeline | undefined {
    return this.shown?.pipeline;
  }

  /** The active build, or one whose CMake run did not finish. */
  get configured(): Pick<BuildTree, 'source' | 'dir' | 'cache'> | undefined {
    const build = this.pipeline?.build ?? this.unconfigured;
    return build?.source ? build : undefined;
  }

  /** The build to evaluate. Without any, the ITK among the folders is evaluated with its default options. */
  get evaluated(): EvaluatedBuild | undefined {
    const { configured } = this;
    if (configured)
      return { source: configured.source, dir: configured.dir, cache: configured.cache, options: {} };
    const itk = this.situation === 'no-build' ? this.folders.find(isItk) : undefined;
    return itk === undefined ? undefined : { ...withoutBuild(itk), cache: new Map() };
  }

  get services(): BuildServices | undefined {
    return this.shown?.services;
  }

  /** `chosen`: the builds that the settings of single folders name, if there are several folders. */
  configure(
    folders: readonly string[],
    settings: Settings,
    chosen: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> {
    this.folders = folders;
    this.settings = settings;
    this.chosen = chosen;
    if (this.activeFolder !== null && !folders.includes(this.activeFolder)) this.activeFolder = null;
    return this.scan();
  }

  /** Sets the folder in which the user works, and shows its build. */
  async setActiveFolder(folder: string): Promise<void> {
    if (folder === this.activeFolder || !this.folders.includes(folder)) return;
    this.activeFolder = folder;
    // A search in progress will use the new active folder when it ends.
    if (this.candidates.length > 0) await this.choose('keep');
  }

  /** Sets the build folders that another extension uses. They are preferred to those that the search finds. */
  async setToolDirectories(directories: readonly string[]): Promise<void> {
    this.toolDirectories = directories;
    await this.scan();
  }

  /** Searches for builds and shows the best one. The settings take precedence. */
  async scan(): Promise<void> {
    const search = ++this.searches;
    this.generation += 1;
    this.forgetKept();
    if (!this.wanted() && this.folders.length === 0)
      return this.show('no-folder', l10n.t('No folder is open.'));
    if (!this.wanted() || this.folders.length > 1) {
      const candidates = await this.findAll();
      if (search !== this.searches) return;
      this.candidates = candidates;
    }
    await this.choose('reread');
  }

  /** All builds in and next to the folders, best first. */
  findAll(): Promise<BuildCandidate[]> {
    const { buildDirectory } = this.settings;
    return findBuilds(this.folders, {
      buildDirectories: [...new Set([...(buildDirectory ? [buildDirectory] : []), ...this.chosen.values()])],
      toolDirectories: this.toolDirectories,
    });
  }

  /** The folders for whose files a build is the active one. Empty if there is only one folder. */
  activeIn(dir: string): string[] {
    if (this.folders.length < 2) return [];
    return this.folders.filter(
      (folder) => (this.chosen.get(folder) ?? activeBuild(this.candidates, folder)?.dir) === dir,
    );
  }

  /** The build that the settings name for the active folder. Empty if they name none. */
  private wanted(): string {
    const own = this.activeFolder === null ? undefined : this.chosen.get(this.activeFolder);
    return own ?? this.settings.buildDirectory;
  }

  /** Shows the right build. `keep` reads the active build again only if it is another one. */
  private async choose(how: 'keep' | 'reread'): Promise<void> {
    const generation = ++this.generation;
    const open = async (dir: string): Promise<void> => {
      if (how === 'reread' || this.pipeline?.build.dir !== dir) await this.open(dir, generation);
    };
    const wanted = this.wanted();
    if (wanted) {
      this.awaited = [wanted, path.dirname(wanted)];
      if (!existsSync(path.join(wanted, 'CMakeCache.txt')))
        return this.show(
          'build-missing',
          l10n.t('The setting itkWrapping.buildDirectory names {0}, which has no CMakeCache.txt.', wanted),
        );
      return open(wanted);
    }
    const { candidates, shownDir: last } = this;
    this.awaited = [
      ...this.folders,
      ...candidates.map(({ dir }) => dir),
      ...(last ? [last, path.dirname(last)] : []),
    ];
    const { activeFolder } = this;
    const isNeutral = activeFolder !== null && isNeutralFolder(activeFolder);
    const usable = activeBuild(candidates, activeFolder, isNeutral);
    if (usable) return open(usable.dir);
    const mayShow = ({ choice, folder }: BuildCandidate): boolean =>
      choice !== 'offered' && (activeFolder === null || folder === activeFolder || folder === null);
    const own =
      candidates.find(({ dir, unsound }) => dir === last && unsound !== null) ??
      candidates.find((candidate) => !candidate.usable && mayShow(candidate));
    if (last && !own && !existsSync(path.join(last, 'CMakeCache.txt')))
      return this.show(
        'build-missing',
        sentences(l10n.t('The build {0} no longer exists.', last), this.offer()),
      );
    if (!own)
      return this.show(
        'no-build',
        sentences(
          l10n.t(
            'No CMake build of {0} was found in it or next to it.',
            this.activeFolder ?? this.folders.join(', '),
          ),
          this.offer(),
        ),
      );
    this.show(
      own.unsound === null ? 'wrapping-off' : `build-${own.unsound}`,
      own.problems[0]
        ? sentences(own.problems[0].message, own.problems[0].next)
        : l10n.t('{0} is a build without Python wrapping.', own.dir),
    );
  }

  /** A sentence about the builds that are shown only if the user chooses them. Empty if there are none. */
  private offer(): string {
    const offered = this.candidates.filter(({ usable, choice }) => usable && choice === 'offered');
    const [first] = offered;
    if (!first) return '';
    const rest = offered.length - 1;
    return sentences(
      l10n.t('You can choose {0}.', first.dir),
      whyOffered(first),
      rest === 0 ? null : plural(rest, l10n.t('There is one more.'), l10n.t('There are {0} more.', rest)),
    );
  }

  /** Handles files that a watcher reported as created, changed or deleted. */
  filesChanged(files: readonly string[]): void {
    const dir = this.pipeline?.build.dir;
    if (!this.pipeline) this.noteAppeared(files);
    const reread = files.some((file) => {
      const folder = path.dirname(file);
      if (!BUILD_FILES.has(path.basename(file))) return file === dir;
      return folder === dir || this.pipeline === undefined || this.awaited.includes(folder);
    });
    if (reread || (!this.pipeline && files.some((file) => this.awaited.includes(path.dirname(file)))))
      this.rescanWhenStill();
    for (const { pipeline, services } of this.openBuilds()) {
      pipeline.pathsChanged(files);
      if (services.rootsNow().some((root) => files.includes(root.file(LAST_STORE)))) pipeline.storeChanged();
    }
  }

  /** Whether a build is about to be read again. A search in progress does not count, because its caller waits for it. */
  get isBusy(): boolean {
    return this.settleTimer !== undefined;
  }

  dispose(): void {
    clearTimeout(this.settleTimer);
    for (const { pipeline, services } of this.openBuilds()) {
      pipeline.dispose();
      services.remember();
    }
  }

  view(): PipelineView {
    const pipeline = this.pipeline;
    return {
      situation: this.situation,
      message: this.message ?? l10n.t('Looking for a build with ITK_WRAP_PYTHON on.'),
      build: pipeline ? buildView(pipeline.build, this.services?.roots ?? []) : null,
      modules: pipeline?.allModules().map(moduleView) ?? [],
      types: pipeline?.allTypes().map(typeView) ?? [],
      newTypes: pipeline?.newTypes().map(newTypeView) ?? [],
      leftovers: pipeline?.leftovers().map(leftoverView) ?? [],
      problems: this.shown?.problems ?? [],
    };
  }

  /** Remembers new files. CMake creates the folder of a build some time before it writes CMakeCache.txt. */
  private noteAppeared(files: readonly string[]): void {
    for (const file of files)
      if (this.appeared.size < MAX_APPEARED && this.awaited.includes(path.dirname(file)))
        this.appeared.add(file);
  }

  private rescanWhenStill(): void {
    clearTimeout(this.settleTimer);
    this.settleTimer = setTimeout(() => {
      this.settleTimer = undefined;
      this.events.stirred();
    }, SETTLE_MS);
  }

  private async open(dir: string, generation: number): Promise<void> {
    const known = this.shown?.pipeline.build.dir === dir ? undefined : this.kept.get(dir);
    const opened = known ?? (await this.read(dir));
    if (generation !== this.generation) return;
    if ('situation' in opened) return this.show(opened.situation, opened.message, opened.unconfigured);
    this.kept.delete(dir);
    this.keepShown(dir);
    this.shown = opened;
    this.shownDir = dir;
    this.appeared.clear();
    this.situation = 'ready';
    this.message = '';
    this.events.reset();
    this.watchAll();
    const { pipeline, services } = opened;
    pipeline.lookAtFirst(this.events.openFiles());
    pipeline.start();
    await pipeline.whenIdle();
    if (generation !== this.generation) return;
    this.watchAll();
    await services.settle();
    services.remember();
  }

  /**
   * Reads a build. If nothing of it can be shown, returns the situation and message instead. `unconfigured` is a build that
   * wraps nothing yet.
   */
  private async read(
    dir: string,
  ): Promise<OpenBuild | { situation: Situation; message: string; unconfigured?: BuildTree }> {
    const build = await readBuild(dir);
    const [problem] = build.problems;
    if (build.unsound !== null)
      return {
        situation: `build-${build.unsound}`,
        message: problem ? sentences(problem.message, problem.next) : dir,
      };
    const programs = await programProblems(build);
    if (build.types.length === 0)
      return {
        situation: 'not-configured',
        message: problem
          ? sentences(problem.message, problem.next)
          : l10n.t('{0} has no wrapped types yet: CMake has not generated its CastXML inputs.', dir),
        unconfigured: build,
      };
    const services = openBuildServices({
      roots: this.settings.cacheRoots,
      scheme: build.scheme,
      probe: probeByThread,
    });
    const lookUps = new LookUpWhenQuiet(services.inspectIgenerator, (one) => this.pipeline === one);
    const pipeline = new Pipeline(build, services, (change) => {
      if (this.pipeline === pipeline) this.events.changed(change);
      lookUps.changed(pipeline);
    });
    const problems = [...programs, ...build.problems].map((problem) => ({
      message: problem.message,
      next: problem.next,
      file: problem.file ? toUri(problem.file) : null,
    }));
    return { pipeline, services, problems };
  }

  /** Keeps the active build for when the user returns to its folder. `dir` is the build that is shown next. */
  private keepShown(dir: string): void {
    const { shown } = this;
    this.shown = undefined;
    if (shown === undefined) return;
    if (this.folders.length < 2 || shown.pipeline.build.dir === dir) return shown.pipeline.dispose();
    this.kept.set(shown.pipeline.build.dir, shown);
    for (const [oldest, { pipeline }] of this.kept) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
      pipeline.dispose();
    }
  }

  private forgetKept(): void {
    for (const { pipeline } of this.kept.values()) pipeline.dispose();
    this.kept.clear();
  }

  private openBuilds(): OpenBuild[] {
    return [...(this.shown ? [this.shown] : []), ...this.kept.values()];
  }

  private watchAll(): void {
    const directories = this.openBuilds().flatMap(({ pipeline, services }) => {
      const { build } = pipeline;
      const roots = services.rootsNow();
      const folder = roots[0] && messagesFolderOf(roots[0], build);
      const messages = folder ? [folder.root.file(folder.name)] : [];
      const stores = roots.map((root) => root.path);
      return [build.dir, path.dirname(build.dir), ...messages, ...stores, ...pipeline.watchedDirectories()];
    });
    this.events.watch([...new Set(directories)]);
  }

  private show(situation: Situation, message: string, unconfigured?: BuildTree): void {
    this.shown?.pipeline.dispose();
    this.shown = undefined;
    this.unconfigured = unconfigured;
    this.situation = situation;
    this.message = message;
    this.events.reset();
    this.awaited = [...new Set([...this.awaited, ...this.appeared])];
    this.events.watch(this.awaited);
  }
}
