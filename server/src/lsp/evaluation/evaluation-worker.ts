import { parentPort, workerData } from 'node:worker_threads';
import { useTranslations } from '../../shared/l10n/translations';
import { LimitError } from '../../cmake/values/evaluation-limits';
import { loadParser } from '../../cmake/syntax/parse';
import {
  openPrediction,
  type PredictionSession,
  type PredictionUpdate,
} from '../../wrapping/evaluation/prediction';
import type { PredictedInput } from '../../pipeline/state/configure-need';
import type { PredictionChange } from '../../pipeline/pipeline';
import { collectGarbage } from '../../host/collect-garbage';
import type { TracedValue } from '../../wrapping/evaluation/observing/trace';
import { Activity } from '../watchdog/activity';
import type { WrappedByItk } from '../../wrapping/evaluation/wrapped-by-itk';
import type { ItkClasses } from './evaluated-classes';
import type { RenameClaim, RenameVerdict } from '../../wrapping/rename/rename-claim';
import { checkRenameInType } from '../../wrapping/rename/check-rename-in-type';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import { type EvaluatedFile, linesOf, diagnosticsIn } from './predicted-lines';

/** A request of the server. Requests are handled one at a time, and each is answered once. */
export type EvaluationRequest =
  /** `cache`: options that override those of the build. `without`: files that are treated as empty. */
  | {
      kind: 'open';
      source: string;
      build: string;
      cache: Readonly<Record<string, string>>;
      without: readonly string[];
    }
  /** The text of a file. Null: use the text on disk. */
  | { kind: 'update'; file: string; text: string | null }
  /** Evaluate what earlier updates have postponed. */
  | { kind: 'settle' }
  /** Check a rename that changes one `.wrap` file only. */
  | { kind: 'rename'; claim: RenameClaim };

/** `changed` has complete results of files. The results of other files stay valid, unless the prediction is `whole`. */
export type EvaluationAnswer =
  | {
      kind: 'changed';
      changed: EvaluatedFile[];
      prediction: PredictionChange;
      unsettled: boolean;
      /** All modules with the dependencies of each, if they may have changed. */
      modules: [name: string, dependencies: readonly string[]][] | null;
      /** The diagnostics of files other than `.wrap` files, by file. */
      outside: [file: string, diagnostics: Diagnostic[]][];
      /** What the ITK behind the build wraps. Null if that did not change. */
      itk: ItkClasses | 'itself' | 'unknown' | null;
    }
  /** Null: only evaluating everything can tell. */
  | { kind: 'rename'; verdict: RenameVerdict | null }
  | { kind: 'failed'; message: string };

/** Runs in a separate thread. Evaluating all of ITK takes seconds, during which the server must respond. */
async function run(): Promise<void> {
  const parser = await loadParser();
  // The server watches this memory, so that it knows which file takes long.
  const { memory, translations } = (workerData ?? {}) as {
    memory?: SharedArrayBuffer;
    translations?: unknown;
  };
  useTranslations(translations);
  const activity = new Activity(memory);
  const texts = new Map<string, string>();
  let session: PredictionSession | null = null;

  const evaluated = (name: string): EvaluatedFile[] => {
    const type = session?.type(name);
    if (!session || !type?.wrap) return [];
    const lines = linesOf(type, session.diagnostics(name));
    const loops = session.loopsOf(type.wrap) ?? [];
    // Values are only needed for open files, where the user may hover.
    const cutShort = session.isCutShort(name);
    return [{ ...lines, loops, cutShort, values: texts.has(type.wrap) ? valuesOf(type.wrap) : null }];
  };
  const predicted = (name: string): PredictedInput[] => {
    const type = session?.type(name);
    const cutShort = session?.isCutShort(name) ?? false;
    return type
      ? [{ name, module: type.module, wrap: type.wrap, cxx: type.cxx?.text ?? null, cutShort }]
      : [];
  };
  /** A file that exceeds a limit has no values, but its other results are kept. */
  const valuesOf = (file: string): TracedValue[] | null => {
    try {
      return session?.trace(file) ?? null;
    } catch (error) {
      if (error instanceof LimitError) return null;
      throw error;
    }
  };
  const modules = (): [string, readonly string[]][] =>
    session?.modules().map(({ name, dependencies }) => [name, dependencies]) ?? [];
  const outside = (): [string, Diagnostic[]][] => {
    const found = session?.diagnosticsOutside() ?? [];
    const files = new Set(found.map(({ location }) => location.file));
    return [...files].map((file) => [file, diagnosticsIn(file, found)]);
  };
  const itk = (): ItkClasses | 'itself' | 'unknown' => {
    const known = session?.wrappedByItk() ?? 'itself';
    return typeof known === 'string' ? known : classesOf(known);
  };
  const answer = (update: PredictionUpdate, file?: string): EvaluationAnswer => {
    const { changed, removed, unsettled } = update;
    // Even if no instantiation changes, lines may move and problems may appear or disappear.
    const own = file ? session?.typeOf(file)?.name : undefined;
    // If the set of wrapped types changes, the diagnostics of the types that use them may change.
    const users = changed.length + removed.length > 0 ? (session?.changedUses() ?? []) : [];
    const names = new Set([...changed, ...(own ? [own] : []), ...users]);
    return {
      kind: 'changed',
      changed: [...names].flatMap(evaluated),
      prediction: { types: changed.flatMap(predicted), removed, whole: false },
      unsettled,
      modules: null,
      outside: outside(),
      itk: null,
    };
  };
  const nothing: EvaluationAnswer = {
    kind: 'changed',
    changed: [],
    prediction: { types: [], removed: [], whole: false },
    unsettled: false,
    modules: null,
    outside: [],
    itk: null,
  };
  const handle = (request: EvaluationRequest): EvaluationAnswer => {
    if (request.kind === 'open') {
      texts.clear();
      const { source, build, cache, without } = request;
      session = openPrediction(
        { source, build, cache },
        { parse: (text) => parser.parseScript(text), without, onFile: (file) => activity.workOn(file) },
      );
      session.changedUses();
      const names = session.typeNames();
      const prediction = { types: names.flatMap(predicted), removed: [], whole: true };
      return {
        kind: 'changed',
        changed: names.flatMap(evaluated),
        prediction,
        unsettled: false,
        modules: modules(),
        outside: outside(),
        itk: itk(),
      };
    }
    if (request.kind === 'rename')
      return { kind: 'rename', verdict: session && checkRenameInType(request.claim, session) };
    if (!session) return nothing;
    if (request.kind === 'settle') return answer(session.settle());
    const { file, text } = request;
    if (text === null) texts.delete(file);
    else texts.set(file, text);
    return answer(session.update(file, text), file);
  };

  parentPort?.on('message', (request: EvaluationRequest) => {
    let reply: EvaluationAnswer;
    try {
      reply = handle(request);
    } catch (error) {
      reply = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
    activity.beat();
    parentPort?.postMessage(reply);
    if (request.kind === 'open') collectGarbage();
  });
}

/** The classes of the instantiations, with the modules that wrap them. */
function classesOf({ instantiations, modules }: WrappedByItk): ItkClasses {
  const classes = new Map<string, Set<string>>();
  for (const { className, module } of instantiations) {
    const known = classes.get(className) ?? new Set<string>();
    classes.set(className, known.add(module ?? ''));
  }
  return { classes: [...classes].map(([name, set]) => [name, [...set]]), dependencies: [...modules] };
}

// Nothing else handles the rejection in this thread. Throwing it again ends the thread, and the server is notified.
run().catch((error: unknown) =>
  setImmediate(() => {
    throw error;
  }),
);
