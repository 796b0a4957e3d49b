import type { BuildModule, BuildTree } from '../../build/build-tree';
import type { NinjaLog } from '../../build/generators/ninja-log';
import type { Mtime } from '../../host/stat-memo';

/** The inaccuracy of file times, and of the times in a log. */
const SLACK_MS = 2000;
/** How long a run may have taken if no log tells. */
const LONGEST_RUN_MS = 600_000;

/**
 * Which interface files have times that tell something. igenerator itself writes all files of a module again, whether they
 * changed or not, so a newer one may well be the same as before. Through the cache, a file that did not change keeps its time.
 * The files of a module show which of the two it was: after a run that wrote all of them, none is older than that run.
 */
export class RewrittenOutputs {
  private readonly moduleOfFile = new Map<string, BuildModule>();
  private readonly rewritten = new Map<BuildModule, boolean>();

  constructor(
    { modules }: Pick<BuildTree, 'modules'>,
    private readonly stats: { mtime(file: string): Mtime },
  ) {
    for (const module of modules)
      for (const file of module.igeneratorOutputs) if (isInterface(file)) this.moduleOfFile.set(file, module);
  }

  /** Without the interface files of other modules whose times tell nothing. */
  telling(own: string, inputs: readonly string[], log: NinjaLog): string[] {
    return inputs.filter((file) => {
      const module = this.moduleOfFile.get(file);
      return !module || module.name === own || !this.isRewritten(module, log);
    });
  }

  /** Forgets everything, because files may have changed. */
  clear(): void {
    this.rewritten.clear();
  }

  private isRewritten(module: BuildModule, log: NinjaLog): boolean {
    let answer = this.rewritten.get(module);
    if (answer === undefined) {
      const times = module.igeneratorOutputs.filter(isInterface).map((file) => this.stats.mtime(file) ?? 0);
      const seconds = log.get(module.igeneratorOutputs[0] ?? '')?.at(-1)?.seconds;
      const took = seconds === undefined ? LONGEST_RUN_MS : seconds * 1000 + SLACK_MS;
      answer = Math.min(...times) >= Math.max(...times) - took;
      this.rewritten.set(module, answer);
    }
    return answer;
  }
}

const isInterface = (file: string): boolean => file.endsWith('.i') || file.endsWith('.idx');
