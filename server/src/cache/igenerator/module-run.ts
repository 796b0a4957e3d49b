import path from 'node:path';
import type { ProcessStarter } from '../../host/interactive-process';
import type { CacheContext } from '../cache-context';
import { sha256 } from '../codecs';
import { withoutPlaces } from '../places/without-places';
import type { Snapshot } from '../inputs/digests';
import { statOrNull } from '../inputs/input-files';
import { translate } from '../invocation/tree-pair';
import type { Trees } from '../api';
import { Driver } from './driver';
import type { IgeneratorInvocation, IgeneratorRun } from './igenerator-arguments';
import type { Preload } from './driver';
import type { StagedRun } from './staged-run';

/** igenerator has to run as the build would run it. The message says why, if that is worth a warning. */
export class RunWhole extends Error {}

/** A run that has written its .idx file and waits for those of the other types. */
export interface PausedRun {
  staged: StagedRun;
  id: number;
}

/** Everything that the parts of one run for a module share. */
export class ModuleRun {
  /** By type. */
  readonly paused = new Map<string, PausedRun>();
  preload: Preload | null = null;
  #driver: Driver | null = null;

  constructor(
    readonly cache: CacheContext,
    readonly invocation: IgeneratorInvocation,
    readonly run: IgeneratorRun,
    readonly trees: Trees | null,
    readonly snapshot: Snapshot,
    /** When the run began, by the clock that stamps files. */
    readonly beganMs: number,
    private readonly start: ProcessStarter,
    private readonly options: { driver: string; jobs: number; signal?: AbortSignal | undefined },
  ) {}

  /** The Python process that runs igenerator. It is started when it is first needed. */
  get driver(): Driver {
    const { cache, invocation, run, preload } = this;
    return (this.#driver ??= new Driver({
      start: this.start,
      ...this.options,
      python: invocation.python,
      script: run.script,
      cwd: invocation.cwd,
      env: this.environment(cache.environment),
      preload,
    }));
  }

  /** Ends the driver, so that the next one loads other modules. */
  async restart(): Promise<void> {
    const driver = this.#driver;
    this.#driver = null;
    await driver?.end();
  }

  /** Ends everything that still runs, and removes its files. */
  async dispose(): Promise<void> {
    await this.restart();
    for (const { staged } of this.paused.values()) staged.remove();
    this.paused.clear();
  }

  xml(type: string): string {
    return inputFile(this.run, `${type}.xml`);
  }

  /** The files that a run for these types reads, besides those of the tool and the .idx files. */
  inputs(types: readonly string[]): string[] {
    return inputsOf(this.run, types);
  }

  /**
   * See `digestWithoutTrees`. The places in an XML count only if igenerator sees them.
   * @throws RunWhole if the file cannot be read
   */
  digestOf(file: string, { places = false } = {}): string {
    const of = file.endsWith('.xml') && !places ? digestWithoutPlaces : digestWithoutTrees;
    const digest = of(this.cache, file, this.trees, this.snapshot);
    if (digest === '') throw new RunWhole();
    return digest;
  }

  /** The variables that affect a run, as `NAME=value`. */
  get variables(): string[] {
    const { environment } = this.cache;
    const python = Object.entries(this.environment(environment)).filter(
      ([name]) => name.startsWith('PYTHON') && !HARMLESS.has(name),
    );
    const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
    // Python writes text in the encoding of the locale. `C` and `POSIX` mean UTF-8 to it.
    const encoding = /^$|^C$|^POSIX$|utf-?8$/i.test(locale) ? 'UTF-8' : locale;
    return [...python.map(([name, value]) => `${name}=${value}`).sort(), `encoding=${encoding}`];
  }

  /** The arguments that affect a run, with tokens for the trees. */
  get arguments(): string[] {
    const { module, interfaceDir, pklDir, pyiDir, stamp, libraryDir, listsIndexFiles, rest } = this.run;
    const places = [interfaceDir, libraryDir, pklDir ?? '', pyiDir ?? '', stamp ?? ''];
    return [module, ...places, String(listsIndexFiles), ...rest];
  }

  /** Sets of igenerator before 2026 have the order of Python's hashes, which differ in each process by default. */
  private environment(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { PYTHONHASHSEED: '0', ...given };
  }
}

/**
 * A digest of a file's content with tokens in place of the trees: an XML names the files of all declarations, and igenerator
 * writes none of these names. Empty if the file cannot be read.
 * @throws CannotTell
 */
export function digestWithoutTrees(
  { digests }: CacheContext,
  file: string,
  trees: Trees | null,
  snapshot: Snapshot,
): string {
  if (!trees) return digests.file(file, snapshot).digest;
  const name = `without-trees\0${file}\0${trees.source}\0${trees.build}`;
  return digests.derived(name, file, snapshot, (bytes) => sha256(translate(bytes, trees, TOKENS)));
}

/** The same of an XML without its places. */
function digestWithoutPlaces(
  { digests }: CacheContext,
  file: string,
  trees: Trees | null,
  snapshot: Snapshot,
): string {
  const name = `without-places\0${file}\0${trees?.source}\0${trees?.build}`;
  return digests.derived(name, file, snapshot, (bytes) => {
    const xml = withoutPlaces(bytes);
    return sha256(trees ? translate(xml, trees, TOKENS) : xml);
  });
}

/** The files that a run for these types reads, besides those of the tool and the .idx files. */
export function inputsOf(run: IgeneratorRun, types: readonly string[]): string[] {
  return types.flatMap((type) => [
    inputFile(run, `${type}.xml`),
    inputFile(run, `${type}SwigInterface.h.in`),
  ]);
}

/** Up to ITK 5.2, CMake writes these files beside the folders, and later into one of them. */
function inputFile({ libraryDir }: IgeneratorRun, name: string): string {
  const inFolder = path.join(libraryDir, 'castxml_inputs', name);
  return statOrNull(inFolder) ? inFolder : path.join(libraryDir, name);
}

const TOKENS: Trees = { source: '\0S', build: '\0B' };

/** Variables that affect how Python runs, and not what igenerator writes. */
const HARMLESS = new Set(['PYTHONDONTWRITEBYTECODE', 'PYTHONUNBUFFERED', 'PYTHONPYCACHEPREFIX']);
