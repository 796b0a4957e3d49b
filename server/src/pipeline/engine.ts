import { existsSync } from 'node:fs';
import type { BuildTree } from '../build/types';
import { leftovers } from '../build/leftovers';
import { readPklState } from '../build/pkl';
import { cacheOptionsFromEnvironment } from '../cache/environment';
import { openCache } from '../cache/cache';
import type { Snapshot } from '../cache/digests';
import { readRegularFile } from '../cache/files';
import type { Explanation, Invocation, RunOutcome, Scheme } from '../cache/types';
import type { PipelineSources } from './pipeline';
import { XmlComparison } from './xml-evidence';

export type CastxmlOutcome = RunOutcome;

/** What became of one run, for people and for counting. */
export interface EngineRun {
  outcome: CastxmlOutcome;
  exitCode: number;
  /** What castxml printed, stdout and stderr in that order. */
  output: string;
  l2: string | null;
  secondsSaved: number;
}

/** The cache and the disk as the pipeline uses them. */
export interface Engine extends PipelineSources {
  readonly roots: readonly string[];
  readonly maxBytes: number;
  run(invocation: Invocation, signal: AbortSignal): Promise<EngineRun>;
  /** Every input of a run beside what the store recorded of it. */
  explain(invocation: Invocation, signal?: AbortSignal): Promise<Explanation>;
  /** The digest of the build's CastXML binary, as the keys use it; null where the build names none. */
  castxmlHash(build: BuildTree): string | null;
  /** Writes what was learned, before a process ends. */
  close(): void;
  /** The same after looking only: no store is made where there is none. */
  remember(): void;
  /** Gets ready, in slices, what `remember` writes. */
  settle(): Promise<void>;
}

/** Shorter than castxml itself takes between reading a header and writing the XML of it. */
const SHARED_MS = 1000;

/**
 * An engine over the stores of the environment, or over those given.
 * @param roots store roots, absolute; empty or absent: the environment's
 */
export function openEngine(options: { roots?: readonly string[]; scheme: Scheme }): Engine {
  const fromEnvironment = cacheOptionsFromEnvironment(process.env, process.platform);
  const roots = options.roots && options.roots.length > 0 ? options.roots : fromEnvironment.roots;
  const cache = openCache({ ...fromEnvironment, roots, scheme: options.scheme });
  const comparison = new XmlComparison(roots);
  // One look at each header for all the types that name it, until something changes.
  let snapshot = cache.snapshot();
  // Of a batch of runs, each looks at a header that another has seen less than this ago through that one's eyes.
  let shared: Snapshot | null = null;
  return {
    roots,
    maxBytes: fromEnvironment.maxBytes,
    inspect: (invocation, signal) => cache.inspect(invocation, { signal, snapshot }),
    explain: (invocation, signal) => cache.explain(invocation, signal ? { signal } : {}),
    compareXml: (xml, verdict, trees) => comparison.compare(xml, verdict, trees),
    renew() {
      snapshot = cache.snapshot();
    },
    async run(invocation, signal) {
      if (!shared || performance.now() - shared.since > SHARED_MS) shared = cache.snapshot();
      const result = await cache.run(invocation, { signal, snapshot: shared });
      return {
        outcome: result.outcome,
        exitCode: result.exitCode,
        output: result.stdout.toString() + result.stderr.toString(),
        l2: result.l2 ?? null,
        secondsSaved: result.secondsSaved,
      };
    },
    // At once: of each of hundreds of small files, four turns of the event loop take longer than reading it.
    readFile(file) {
      const content = readRegularFile(file);
      return content ? Promise.resolve(content.bytes) : Promise.reject(new Error(`${file} cannot be read`));
    },
    readPklState: (build, module) => readPklState(build, module),
    leftovers: (build) => leftovers(build),
    castxmlHash: (build) => build.castxml && cache.castxmlHash(build.castxml, build.dir),
    close: () => cache.flush(),
    settle: () => cache.settle(),
    remember() {
      if (roots.some((root) => existsSync(root))) cache.flush();
    },
  };
}
