import * as l10n from '@vscode/l10n';
import type { BuildTree } from '../build/build-tree';
import { leftovers } from '../build/pkl/leftovers';
import { readPklState } from '../build/pkl/pkl';
import { cacheOptionsFromEnvironment } from '../cache/environment-options';
import { openActionCache } from '../cache/action-cache';
import { openCache } from '../cache/cache';
import type { Snapshot } from '../cache/inputs/digests';
import type { StoreRoot } from '../cache/storage/store-root';
import type { Explanation, Invocation, Scheme } from '../cache/api';
import type { WantedDepfile } from '../cache/inputs/depfile';
import type { RunOutcome } from '../shared/reasons';
import { bytesOrNullSync } from '../host/read-regular-file';
import { igeneratorInvocation, igeneratorSinceRun, swigInvocation } from './invocations';
import type { InspectIgenerator } from './look-up-modules';
import type { PipelineSources } from './pipeline';
import { XmlComparison } from './state/xml-evidence';

/** See {@link RunOutcome}. */
export type CastxmlOutcome = RunOutcome;

/** The result of one run, for messages and statistics. */
export interface CastxmlResult {
  outcome: CastxmlOutcome;
  exitCode: number;
  /** castxml's output: stdout, then stderr. */
  output: string;
  l2: string | null;
  secondsSaved: number;
  /** When the headers were looked at, in milliseconds since 1970. */
  checkedMs: number;
}

/** The cache and the disk as the pipeline uses them. */
export interface BuildServices extends PipelineSources {
  /** The roots of the store, whether they respond or not. */
  readonly roots: readonly string[];
  /** The roots that respond. */
  liveRoots(): Promise<readonly StoreRoot[]>;
  /** The roots that responded to the last check. Empty before the first check. */
  rootsNow(): readonly StoreRoot[];
  readonly maxBytes: number;
  /** `depfile`: what ninja's rule makes the launcher write. */
  run(invocation: Invocation, signal: AbortSignal, depfile?: WantedDepfile): Promise<CastxmlResult>;
  /** Whether igenerator would hit for each type of a module. Takes some milliseconds for each type. */
  inspectIgenerator: InspectIgenerator;
  /** Every input of a run, compared with the store's record. */
  explain(invocation: Invocation, signal?: AbortSignal): Promise<Explanation>;
  /** The digest of the build's CastXML binary as used in keys; null if the build names none. */
  castxmlHash(build: BuildTree): string | null;
  /** Saves new digests. Call it before the process ends. */
  close(): void;
  /** Like `close`, but for use after inspections only: it does not create a store. */
  remember(): void;
  /** Prepares, in slices, the data that `remember` saves. */
  settle(): Promise<void>;
}

/**
 * How long runs share the check of a header. It is shorter than castxml takes between reading a header and writing the XML.
 */
const SHARED_MS = 1000;

/**
 * Opens the services for the given stores, or for those that the environment names.
 * @param roots store roots, absolute; empty or absent: the environment's
 * @param probe how to find out whether a root on a network responds; absent: by another process
 */
export function openBuildServices(options: {
  roots?: readonly string[];
  scheme: Scheme;
  probe?: (root: string) => Promise<boolean>;
}): BuildServices {
  const fromEnvironment = cacheOptionsFromEnvironment(process.env, process.platform);
  const roots = options.roots && options.roots.length > 0 ? options.roots : fromEnvironment.roots;
  const { probe, scheme } = options;
  const cache = openCache({ ...fromEnvironment, roots, scheme, ...(probe ? { liveness: { probe } } : {}) });
  const actions = openActionCache({ ...fromEnvironment, roots, ...(probe ? { liveness: { probe } } : {}) });
  const comparison = new XmlComparison(
    () => cache.rootsNow(),
    (file) => cache.digest(file),
  );
  // Each header is checked once for all types that name it, until something changes.
  let snapshot = cache.snapshot();
  // The runs of a batch share the check of a header for {@link SHARED_MS}.
  let shared: Snapshot | null = null;
  return {
    roots,
    liveRoots: () => cache.liveRoots(),
    rootsNow: () => cache.rootsNow(),
    maxBytes: fromEnvironment.maxBytes,
    inspect: (invocation, signal) => cache.inspect(invocation, { signal, snapshot }),
    explain: (invocation, signal) => cache.explain(invocation, signal ? { signal } : {}),
    async inspectSwig(step) {
      const verdict = await actions.inspectSwig(swigInvocation(step), snapshot);
      return verdict.state === 'unknown' ? null : verdict.state === 'hit';
    },
    swigSinceRun: (step) => actions.swigSinceRun(swigInvocation(step), snapshot),
    igeneratorSinceRun: (module) => igeneratorSinceRun(actions, module, snapshot),
    async inspectIgenerator(module) {
      const invocation = igeneratorInvocation(module);
      return invocation && actions.inspectIgenerator(invocation);
    },
    compareXml: (...question) => comparison.compare(...question),
    renew() {
      snapshot = cache.snapshot();
    },
    async run(invocation, signal, depfile) {
      if (!shared || performance.now() - shared.since > SHARED_MS) shared = cache.snapshot();
      const checkedMs = Date.now() - (performance.now() - shared.since);
      const result = await cache.run(invocation, {
        signal,
        depfile,
        snapshot: shared,
        bypass: fromEnvironment.bypass,
      });
      return {
        outcome: result.outcome,
        exitCode: result.exitCode,
        output: result.stdout.toString() + result.stderr.toString(),
        l2: result.l2 ?? null,
        secondsSaved: result.secondsSaved,
        checkedMs,
      };
    },
    // Synchronous, because four turns of the event loop for each of hundreds of small files take longer than reading them.
    readFile(file) {
      const bytes = bytesOrNullSync(file);
      return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(l10n.t('{0} cannot be read', file)));
    },
    readPklState: (build, module) => readPklState(build, module),
    leftovers: (build) => leftovers(build),
    castxmlHash: (build) => build.castxml && cache.castxmlHash(build.castxml, build.dir),
    close: () => cache.flush(),
    settle: () => cache.settle(),
    remember() {
      if (cache.rootsNow().some((root) => root.exists())) cache.flush();
    },
  };
}
