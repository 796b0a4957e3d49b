import { loadParser } from '../../cmake/syntax/parse';
import { readBuild } from '../../build/read-build';
import type { BuildTree } from '../../build/build-tree';
import { Checker } from '../../lsp/diagnostics/checker';
import { gradeOf } from '../../lsp/diagnostics/severity-settings';
import { EvaluationService } from '../../lsp/evaluation/evaluation-service';
import type { Evaluation } from '../../lsp/evaluation/evaluation-messages';
import { LiveIndex } from '../../lsp/session/live-index';
import { LastRuns } from '../../lsp/session/last-runs';
import { Scripts } from '../../lsp/session/scripts';
import { toUri } from '../../lsp/translate/to-protocol';
import { openBuildServices } from '../../pipeline/build-services';
import { Pipeline } from '../../pipeline/pipeline';
import type { PredictedInput } from '../../pipeline/state/configure-need';
import type { Diagnostic, Severity } from '../../wrapping/diagnostics/diagnostic';
import type { Rule } from '../../wrapping/diagnostics/rule';
import { rules } from '../../wrapping/diagnostics/rules';
import type { WorkspaceIndex } from '../../wrapping/index/workspace-index';
import { mustBeSound } from '../evaluation/load-build';
import { messagesRoot } from '../open-store';
import { isItk, withoutBuild } from '../../wrapping/evaluation/without-build';
import { type CheckTarget, isIn } from './check-target';
import { isAtLeast } from './report';

/** What a check found. */
export interface CheckResult {
  /** Sorted by file and position. Each has the severity that the editor shows by default. */
  findings: readonly Diagnostic[];
  /** Every file that was checked. */
  files: readonly string[];
  /** Why the wrapping was not evaluated, or only in part. Null if it was. Without it, only the texts were checked. */
  notEvaluated: string | null;
}

/**
 * Checks a source tree with everything that the editor uses: the texts of all scripts and headers, what CMake would
 * generate, and the state of the build if there is one.
 * @param least the least severity that is wanted. Rules whose findings are weaker are not asked
 * @throws CannotAsk if the build cannot be used
 */
export async function runCheck(target: CheckTarget, least: Severity): Promise<CheckResult> {
  const build = target.build === null ? null : await readBuild(target.build);
  if (build) mustBeSound(build);
  const asked = rules.filter(({ defaultSeverity }) => isAtLeast(defaultSeverity, least));
  return withCheckedTree(target, build, (tree) => Promise.resolve(tree.result), { asked });
}

/** A source tree with everything that is known of it. Valid only during {@link withCheckedTree}. */
export interface CheckedTree {
  result: CheckResult;
  index: WorkspaceIndex;
  /** Null if the tree was not evaluated. */
  evaluation: Evaluation | null;
  /** The types that CMake would generate. */
  types: readonly PredictedInput[];
}

/**
 * Reads, evaluates and checks a source tree, and passes everything to `use`.
 * @param build the build whose state is checked too. Null: only the options of `target.build` count
 * @param options `keep`: whether the evaluation may be kept for the next start. `asked`: the rules that check the files
 */
export async function withCheckedTree<T>(
  target: CheckTarget,
  build: BuildTree | null,
  use: (tree: CheckedTree) => Promise<T>,
  { keep = true, asked = rules }: { keep?: boolean; asked?: readonly Rule[] } = {},
): Promise<T> {
  const evaluating = evaluation(target, keep);
  try {
    return await checkAll(target, build, evaluating, asked, use);
  } finally {
    evaluating?.dispose();
  }
}

async function checkAll<T>(
  target: CheckTarget,
  build: BuildTree | null,
  evaluating: Evaluating | null,
  asked: readonly Rule[],
  use: (tree: CheckedTree) => Promise<T>,
): Promise<T> {
  const { pipeline, lastRuns } = await buildState(build);
  const parser = await loadParser();
  const liveIndex: LiveIndex = new LiveIndex({
    parser,
    scripts: new Scripts(parser, () => undefined),
    guard: () => false,
    document: () => undefined,
    pipeline: () => pipeline,
    build: () => build ?? { source: target.source, cache: new Map(Object.entries(target.cache)) },
    evaluation: () => evaluating?.service ?? null,
    costs: () => null,
    indexed: () => undefined,
    progress: (_, work) => work(() => undefined),
  });
  await liveIndex.setFolders([target.source], Promise.resolve());
  const notEvaluated = evaluating ? await evaluating.done : noEvaluation(target);
  const checker = new Checker(liveIndex, () => pipeline, lastRuns, asked);
  const files = liveIndex.filesToCheck().filter((file) => isWanted(file, target, evaluating?.service));
  const findings: Diagnostic[] = [];
  for (const file of files)
    for (const one of await checker.found(toUri(file))) {
      const severity = gradeOf(one.code, {}, one.severity);
      if (severity !== 'off') findings.push({ ...one, severity });
    }
  const result = { findings: findings.sort(byPlace), files, notEvaluated };
  const { current: index } = liveIndex;
  try {
    return await use({
      result,
      index,
      evaluation: evaluating?.service ?? null,
      types: evaluating?.types ?? [],
    });
  } finally {
    liveIndex.dispose();
  }
}

/** If the whole tree is checked, what the evaluation found outside of it counts too, such as an option in CMakeCache.txt. */
function isWanted(
  file: string,
  { paths, source }: CheckTarget,
  service: EvaluationService | undefined,
): boolean {
  if (paths.some((wanted) => isIn(file, wanted))) return true;
  return paths.includes(source) && (service?.otherFilesWithProblems().includes(file) ?? false);
}

/** The states of the types and modules, and the messages of the last runs. */
async function buildState(
  build: BuildTree | null,
): Promise<{ pipeline: Pipeline | undefined; lastRuns: LastRuns }> {
  if (build === null || build.types.length === 0)
    return {
      pipeline: undefined,
      lastRuns: new LastRuns(
        () => undefined,
        () => undefined,
      ),
    };
  const services = openBuildServices({ scheme: build.scheme });
  const pipeline = new Pipeline(build, services, () => undefined);
  pipeline.start();
  await pipeline.whenIdle();
  services.remember();
  const root = await messagesRoot();
  const lastRuns = new LastRuns(
    () => pipeline,
    () => root,
  );
  await lastRuns.refresh();
  return { pipeline, lastRuns };
}

interface Evaluating {
  service: EvaluationService;
  /** Resolves when the evaluation has ended, with the reason if it was given up. */
  done: Promise<string | null>;
  /** What CMake would generate, once the evaluation has ended. */
  types: readonly PredictedInput[];
  /** Ends the thread, and `done` if it has not ended. */
  dispose(): void;
}

/** Starts to evaluate the wrapping in a thread, while this one reads the texts. Null if there are no macros to evaluate. */
function evaluation({ source, build, cache }: CheckTarget, keep: boolean): Evaluating | null {
  if (build === null && !isItk(source) && !cache.ITK_DIR) return null;
  let end: (why: string | null) => void = () => undefined;
  const done = new Promise<string | null>((resolve) => (end = resolve));
  const service: EvaluationService = new EvaluationService(
    () => [],
    () => undefined,
    ({ types }) => {
      evaluating.types = types;
      end(null);
    },
    (message) => end(message),
    (_, work) => void work().catch(() => undefined),
  );
  // The thread alone does not keep this process alive.
  const alive = setInterval(() => undefined, 60_000);
  const defaults = withoutBuild(source);
  const options = build === null ? { ...defaults.options, ...cache } : cache;
  const evaluating: Evaluating = {
    service,
    done: done.finally(() => clearInterval(alive)),
    types: [],
    dispose() {
      service.dispose();
      end(null);
    },
  };
  service.open(source, build ?? defaults.dir, options, keep);
  return evaluating;
}

function noEvaluation({ source }: CheckTarget): string {
  return `${source} is not an ITK, so its wrapping was read but not evaluated. Name a build of it with --build, or a build of ITK with -D ITK_DIR=DIR.`;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const [one, other] = [a.location, b.location];
  return (
    compare(one.file, other.file) ||
    one.range.start.line - other.range.start.line ||
    one.range.start.character - other.range.start.character ||
    compare(a.code, b.code)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
