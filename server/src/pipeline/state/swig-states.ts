import path from 'node:path';
import type { BuildTree, BuildType, SwigStep } from '../../build/build-tree';
import { readNinjaLog, type NinjaLog } from '../../build/generators/ninja-log';
import type { Mtime } from '../../host/stat-memo';
import type { StageState } from '../../shared/type-state';
import { InterfaceImports } from './interface-imports';
import type { SinceRun } from '../../cache/action/last-run';
import type { RewrittenOutputs } from './rewritten-outputs';
import { swigStateOf } from './swig-state';

/** A type, or a module for the module's own interface file. */
type SwigOf = Pick<BuildType, 'name' | 'swig'> & { module?: string };

/** The states of SWIG's outputs for the types of a build. */
export class SwigStates {
  private readonly imports = new InterfaceImports();
  /** What each type's run reads. */
  private readonly reads = new Map<string, readonly string[]>();
  private readonly typeOfOutput = new Map<string, string>();
  readonly logFile: string;
  private log: NinjaLog | null = null;

  constructor(
    private readonly build: Pick<BuildTree, 'dir' | 'types'>,
    private readonly stats: { mtime(file: string): Mtime },
    private readonly evidence: {
      /** Without it, the time of every file counts. */
      rewritten?: RewrittenOutputs;
      /** The store's evidence about a run. Without it, only times count. */
      sinceRun?: ((step: SwigStep) => Promise<SinceRun>) | undefined;
    } = {},
  ) {
    this.logFile = path.join(build.dir, '.ninja_log');
    for (const { name, swig } of build.types)
      for (const output of swig?.outputs ?? []) this.typeOfOutput.set(output, name);
  }

  /** The state of one type. */
  async stateOf({ name, swig, module = name }: SwigOf): Promise<StageState> {
    if (!swig) return { state: 'unknown', because: null, cached: null };
    const log = await this.ninjaLog();
    const all = this.readsOf({ name, swig });
    const { rewritten, sinceRun } = this.evidence;
    const reads = rewritten?.telling(module, all, log) ?? all;
    const seen = swigStateOf(swig, reads, this.stats, log);
    const since = seen.state === 'fresh' ? await sinceRun?.(swig) : undefined;
    return since?.state === 'changed' ? { ...seen, state: 'stale', because: since.because } : seen;
  }

  /** Ninja's log, as it was when it last changed. */
  async ninjaLog(): Promise<NinjaLog> {
    return (this.log ??= await readNinjaLog(this.build.dir));
  }

  /** The files that the run of a type reads, its interface file first. Empty if the build does not say how SWIG runs. */
  readsOf({ name, swig }: Pick<BuildType, 'name' | 'swig'>): readonly string[] {
    let reads = this.reads.get(name);
    if (!reads) this.reads.set(name, (reads = swig ? this.imports.readsOf(swig) : []));
    return reads;
  }

  /** The types whose state may have changed with these files. */
  affectedBy(files: readonly string[]): string[] {
    const changed = new Set(files);
    const interfaces = files.filter((file) => file.endsWith('.i'));
    const affected = new Set(files.flatMap((file) => this.typeOfOutput.get(file) ?? []));
    if (changed.has(this.logFile)) {
      this.log = null;
      for (const name of this.reads.keys()) affected.add(name);
    }
    if (interfaces.length === 0) return [...affected];
    this.imports.forget(interfaces);
    const isNew = interfaces.some((file) => ![...this.reads.values()].some((reads) => reads.includes(file)));
    for (const [name, reads] of this.reads)
      if (isNew || reads.some((file) => changed.has(file))) {
        this.reads.delete(name);
        affected.add(name);
      }
    for (const { name, swig } of this.build.types) if (swig && changed.has(swig.source)) affected.add(name);
    return [...affected];
  }

  /** Forgets everything, because anything may have changed. */
  clear(): void {
    this.imports.clear();
    this.reads.clear();
    this.log = null;
  }

  /** The folders of the outputs. */
  directories(): string[] {
    return [...new Set([...this.typeOfOutput.keys()].map((file) => path.dirname(file)))];
  }
}
