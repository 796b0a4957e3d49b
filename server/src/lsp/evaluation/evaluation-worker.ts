import { parentPort, workerData } from 'node:worker_threads';
import { useTranslations } from '../../shared/l10n/translations';
import { LimitError } from '../../cmake/values/evaluation-limits';
import type { Script } from '../../cmake/syntax/ast';
import { loadParser } from '../../cmake/syntax/parse';
import {
  evaluateToKeep,
  findKeptPrediction,
  keepingPlace,
} from '../../wrapping/evaluation/kept/kept-predictions';
import type { PredictionSession, PredictionUpdate } from '../../wrapping/evaluation/prediction';
import type { PredictionReader } from '../../wrapping/evaluation/prediction-types';
import type { PredictedInput } from '../../pipeline/state/configure-need';
import { collectGarbage } from '../../host/collect-garbage';
import type { TracedValue } from '../../wrapping/evaluation/observing/trace';
import { Activity } from '../watchdog/activity';
import type { WrappedByItk } from '../../wrapping/evaluation/wrapped-by-itk';
import type { ItkClasses } from './evaluated-classes';
import { checkRenameInType } from '../../wrapping/rename/check-rename-in-type';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import { differenceOf } from './answer-difference';
import type { ChangedAnswer, EvaluationAnswer, EvaluationRequest, OpenRequest } from './evaluation-protocol';
import { type EvaluatedFile, linesOf, diagnosticsIn } from './predicted-lines';

/** How long this thread must have been idle, in milliseconds, before it keeps what it has evaluated for the next start. */
const KEEP_AFTER_MS = 3000;

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
  const keeping = keepingPlace(__filename, translations);
  const placeFor = (request: OpenRequest): typeof keeping =>
    request.keep ? keeping : { ...keeping, folder: null };
  let session: PredictionSession | null = null;
  /** What an earlier process has evaluated, until an edit needs a session. */
  let kept: { reader: PredictionReader; request: OpenRequest; answer: ChangedAnswer } | null = null;
  /** Keeps the result of the session. */
  let keep: () => boolean = () => false;
  let keepTimer: NodeJS.Timeout | undefined;
  const reader = (): PredictionReader | null => session ?? kept?.reader ?? null;

  const evaluated = (name: string): EvaluatedFile[] => {
    const source = reader();
    const type = source?.type(name);
    if (!source || !type?.wrap) return [];
    const lines = linesOf(type, source.diagnostics(name));
    const loops = source.loopsOf(type.wrap) ?? [];
    return [{ ...lines, loops, cutShort: source.isCutShort(name), values: null }];
  };
  const predicted = (name: string): PredictedInput[] => {
    const type = reader()?.type(name);
    const cutShort = reader()?.isCutShort(name) ?? false;
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
    reader()
      ?.modules()
      .map(({ name, dependencies }) => [name, dependencies]) ?? [];
  const outside = (): [string, Diagnostic[]][] => {
    const found = reader()?.diagnosticsOutside() ?? [];
    const files = new Set(found.map(({ location }) => location.file));
    return [...files].map((file) => [file, diagnosticsIn(file, found)]);
  };
  const itk = (): ItkClasses | 'itself' | 'unknown' => {
    const known = reader()?.wrappedByItk() ?? 'itself';
    return typeof known === 'string' ? known : classesOf(known);
  };
  const answer = (update: PredictionUpdate, file?: string): EvaluationAnswer => {
    const { changed, removed, unsettled } = update;
    // Even if no instantiation changes, lines may move and problems may appear or disappear.
    const own = file ? session?.typeOf(file)?.name : undefined;
    // If the set of wrapped types changes, the diagnostics of the types that use them may change.
    const users = changed.length + removed.length > 0 ? (session?.changedUses() ?? []) : [];
    const names = new Set([...changed, ...(own ? [own] : []), ...users]);
    const files = [...names].flatMap(evaluated);
    return {
      kind: 'changed',
      changed: files,
      prediction: { types: changed.flatMap(predicted), removed, whole: false },
      unsettled,
      modules: null,
      outside: outside(),
      itk: null,
      valuesOf: files.map((one) => one.file).filter((one) => texts.has(one)),
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
    valuesOf: [],
  };
  const everything = (): ChangedAnswer => {
    const names = reader()?.typeNames() ?? [];
    return {
      kind: 'changed',
      changed: names.flatMap(evaluated),
      prediction: { types: names.flatMap(predicted), removed: [], whole: true },
      unsettled: false,
      modules: modules(),
      outside: outside(),
      itk: itk(),
      valuesOf: [],
    };
  };
  const evaluate = (request: OpenRequest): PredictionSession => {
    const { source, build, cache, without } = request;
    const parse = (text: string): Script => parser.parseScript(text);
    const onFile = (file: string): void => activity.workOn(file);
    const fresh = evaluateToKeep({ source, build, cache }, { parse, without, onFile }, placeFor(request));
    keep = () => fresh.keep();
    fresh.session.changedUses();
    return fresh.session;
  };
  const open = (request: OpenRequest): EvaluationAnswer => {
    const { source, build, cache, without } = request;
    texts.clear();
    const found =
      without.length === 0 ? findKeptPrediction({ source, build, cache }, placeFor(request)) : null;
    session = null;
    kept = null;
    keep = () => false;
    if (found === null) {
      session = evaluate(request);
      return everything();
    }
    kept = { reader: found, request, answer: nothing };
    return (kept.answer = everything());
  };
  const update = (file: string, text: string | null): EvaluationAnswer => {
    if (text === null) texts.delete(file);
    else texts.set(file, text);
    if (!kept) return session ? answer(session.update(file, text), file) : nothing;
    const { request, answer: told } = kept;
    session = evaluate(request);
    kept = null;
    const { unsettled } = session.update(file, text);
    const valuesOf = texts.has(file) && session.typeOf(file)?.wrap === file ? [file] : [];
    return { ...differenceOf(told, everything()), unsettled, valuesOf };
  };
  const handle = (request: EvaluationRequest): EvaluationAnswer => {
    switch (request.kind) {
      case 'open':
        return open(request);
      case 'rename':
        return { kind: 'rename', verdict: session && checkRenameInType(request.claim, session) };
      case 'settle':
        return session ? answer(session.settle()) : nothing;
      case 'update':
        return update(request.file, request.text);
    }
  };

  /** Files whose values are still to be sent. */
  const untold = new Set<string>();
  /** Sends the values of one file. A request that has arrived meanwhile comes before the next one. */
  const tellValues = (): void => {
    const [file] = untold;
    if (file === undefined) return;
    untold.delete(file);
    const told: EvaluationAnswer = { kind: 'values', file, values: valuesOf(file) };
    activity.beat();
    parentPort?.postMessage(told);
    setImmediate(tellValues);
  };

  parentPort?.on('message', (request: EvaluationRequest) => {
    clearTimeout(keepTimer);
    let reply: EvaluationAnswer;
    try {
      reply = handle(request);
    } catch (error) {
      reply = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
    activity.beat();
    parentPort?.postMessage(reply);
    if (request.kind === 'open') collectGarbage();
    if (reply.kind === 'changed') {
      for (const file of reply.valuesOf) untold.add(file);
      setImmediate(tellValues);
    }
    keepTimer = setTimeout(() => {
      keep();
      keep = () => false;
    }, KEEP_AFTER_MS).unref();
  });
}

function classesOf({
  instantiations,
  modules,
}: Pick<WrappedByItk, 'instantiations' | 'modules'>): ItkClasses {
  const types = instantiations.map(({ cppType, className, module }) => ({
    cppType,
    className,
    module: module ?? '',
  }));
  return { types, dependencies: [...modules] };
}

// Nothing else handles the rejection in this thread. Throwing it again ends the thread, and the server is notified.
run().catch((error: unknown) =>
  setImmediate(() => {
    throw error;
  }),
);
