import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { DEFAULT_LIMITS } from '../../cmake/values/evaluation-limits';
import { contains } from '../../cmake/syntax/visit';
import type { Position } from '../../shared/text-range';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import type { EnabledClasses } from '../../wrapping/evaluation/enabled-classes';
import type { EvaluatedValue, Evaluation, GeneratedByLine, LoopValues } from './evaluation-messages';
import type { PredictionChange } from '../../pipeline/pipeline';
import { Activity } from '../watchdog/activity';
import type { Background } from '../server/background';
import type { EvaluationAnswer, EvaluationRequest } from './evaluation-protocol';
import { EvaluatedClasses } from './evaluated-classes';
import type { RenameClaim, RenameVerdict } from '../../wrapping/rename/rename-claim';
import type { EvaluatedFile } from './predicted-lines';
import { typeNameOfWrap } from '../../wrapping/index/script-facts';
import type { SearchedType } from '../../wrapping/why/find-instantiations';
import { translationsInUse } from '../../shared/l10n/translations';
import { sentences } from '../../shared/l10n/sentences';

/** The delay after the last edit before its effects on later types are evaluated, in milliseconds. */
const SETTLE_MS = 1500;
/** The memory limit of the worker. All of ITK takes half of this. */
const WORKER_MEMORY_MB = 1024;

/** How long an answer of the worker may take, in milliseconds: the evaluation's own limit and some more. */
const ANSWER_MS = DEFAULT_LIMITS.milliseconds + 60_000;

/** Evaluates the source tree of the active build in a separate thread. Nothing is known until it has answered. */
export class EvaluationService implements Evaluation {
  private readonly files = new Map<string, EvaluatedFile>();
  private readonly classes = new EvaluatedClasses();
  /** Grows with every answer. Derived data is valid while it stays the same. */
  revision = 0;
  /** The diagnostics of files other than evaluated `.wrap` files, by file. */
  private outside = new Map<string, Diagnostic[]>();
  private worker: Worker | undefined;
  private opened = '';
  private cache: Readonly<Record<string, string>> = {};
  private keep = true;
  /** The tree of the last request. An answer for another tree is ignored. */
  private asked = '';
  private busy = false;
  /** The files whose values the worker has still to send. */
  private readonly valuesPending = new Set<string>();
  /** The requests that were not sent yet. For each file, only the last text counts. */
  private readonly waiting = new Map<string, EvaluationRequest>();
  private settleTimer: NodeJS.Timeout | undefined;
  private answerTimer: NodeJS.Timeout | undefined;
  /** Takes the verdict on the rename that is being checked. */
  private renameChecked: ((verdict: RenameVerdict | null) => void) | undefined;
  private activity = new Activity();
  /** Files that the worker could not finish, with their text at that time. They are skipped until their text changes. */
  private readonly leftOut = new Map<string, string | null>();

  constructor(
    /** The texts of open documents, which may differ from the disk. */
    private readonly openTexts: () => [file: string, text: string][],
    /** Called with the files whose results have changed. */
    private readonly changed: (files: string[]) => void,
    /** Called with what CMake would generate in a build. */
    private readonly predicted: (change: PredictionChange, build: string) => void,
    private readonly log: (message: string) => void,
    private readonly background: Background,
    private readonly how: { script: string; answerMs: number } = {
      script: path.join(__dirname, 'evaluation-worker.js'),
      answerMs: ANSWER_MS,
    },
  ) {}

  /**
   * Evaluates a source tree with the options of a build from the beginning, even if it is already open.
   * @param cache options that override those of the build's CMakeCache.txt, like `-D`
   * @param keep whether the result may be kept for the next start. A tree that is removed afterwards has none.
   */
  open(source: string, build: string, cache: Readonly<Record<string, string>> = {}, keep = true): void {
    const key = `${source}\0${build}`;
    this.cache = cache;
    this.keep = keep;
    if (this.opened !== key) {
      this.files.clear();
      this.classes.clear();
      this.outside.clear();
    }
    this.opened = key;
    this.ask('open', { kind: 'open', source, build, cache, without: [...this.leftOut.keys()], keep });
  }

  /** Evaluates everything again, because a file was added or removed, or a file that all types read has changed. */
  reopen(): void {
    const [source, build] = this.opened.split('\0');
    if (source && build) this.open(source, build, this.cache, this.keep);
  }

  /**
   * The text of a `.wrap` has changed. Null: use the text on disk. A file that did not exist at the last full evaluation is
   * ignored, because it needs a new full evaluation.
   */
  update(file: string, text: string | null): void {
    const leftOutAs = this.leftOut.get(file);
    if (leftOutAs === text) return;
    if (leftOutAs !== undefined) {
      this.leftOut.delete(file);
      this.changed([file]);
      return this.reopen();
    }
    if (this.files.has(file)) this.ask(file, { kind: 'update', file, text });
  }

  /** Whether an evaluation is running or pending. */
  get isBusy(): boolean {
    return (
      this.busy || this.waiting.size > 0 || this.valuesPending.size > 0 || this.settleTimer !== undefined
    );
  }

  /**
   * Checks a rename that changes one `.wrap` file only, in milliseconds. Null if the evaluation is busy, is of another tree,
   * or cannot tell without evaluating everything again.
   */
  async checkRenameInType(claim: RenameClaim): Promise<RenameVerdict | null> {
    if (this.isBusy || !this.worker || this.opened !== `${claim.source}\0${claim.build}`) return null;
    return new Promise((resolve) => {
      this.renameChecked = resolve;
      this.ask('rename', { kind: 'rename', claim });
    });
  }

  private answerRename(verdict: RenameVerdict | null): void {
    this.renameChecked?.(verdict);
    this.renameChecked = undefined;
  }

  dispose(): void {
    this.stopSettling();
    this.endWorker();
  }

  valueAt(file: string, position: Position, name: string, after: boolean): EvaluatedValue | null {
    const traced = this.files
      .get(file)
      ?.values?.filter((value) => value.name === name && contains(value.range, position));
    return traced?.find((value) => value.after === after) ?? null;
  }

  enabled(): EnabledClasses | null {
    return this.files.size === 0 ? null : this.classes;
  }

  /** What the types wrap, without the lines' smart pointers and superclasses. Empty until everything was evaluated. */
  types(): SearchedType[] {
    return [...this.files.values()].map(({ file, module, generated }) => ({
      name: typeNameOfWrap(file),
      module,
      instantiations: generated.flatMap(({ range, instantiations }) =>
        instantiations.map((one) => ({ ...one, origin: { location: { file, range }, loops: [] } })),
      ),
    }));
  }

  generatedBy(file: string): GeneratedByLine[] | null {
    return this.files.get(file)?.generated ?? null;
  }

  includesOf(file: string): readonly string[] | null {
    const evaluated = this.files.get(file);
    return evaluated && !evaluated.cutShort ? evaluated.includes : null;
  }

  loopsOf(file: string): LoopValues[] | null {
    return this.files.get(file)?.loops ?? null;
  }

  diagnosticsOf(file: string): Diagnostic[] | null {
    if (this.leftOut.has(file)) return [leftOutDiagnostic(file)];
    const own = this.files.get(file)?.diagnostics;
    const outside = this.outside.get(file);
    return own || outside ? [...(own ?? []), ...(outside ?? [])] : null;
  }

  otherFilesWithProblems(): string[] {
    return [...this.outside.keys()];
  }

  private stopSettling(): void {
    clearTimeout(this.settleTimer);
    this.settleTimer = undefined;
  }

  private ask(key: string, request: EvaluationRequest): void {
    this.stopSettling();
    if (request.kind === 'open') this.waiting.clear();
    this.waiting.set(key, request);
    this.next();
  }

  private next(): void {
    if (this.busy) return;
    const [first] = this.waiting;
    if (!first) return;
    this.worker ??= this.start();
    if (!this.worker) return;
    this.waiting.delete(first[0]);
    this.busy = true;
    this.asked = this.opened;
    const [, request] = first;
    this.worker.postMessage(request);
    this.expectAnswer(request);
  }

  private expectAnswer(request: EvaluationRequest | null): void {
    clearTimeout(this.answerTimer);
    const seconds = Math.round(this.how.answerMs / 1000);
    this.answerTimer = setTimeout(
      () => this.gaveNoAnswer(request, `it has not answered for ${seconds} s`),
      this.how.answerMs,
    ).unref();
  }

  private takeValues(file: string, values: EvaluatedFile['values']): void {
    this.valuesPending.delete(file);
    const known = this.files.get(file);
    if (known && this.asked === this.opened) this.files.set(file, { ...known, values });
    if (!this.busy && this.valuesPending.size === 0) clearTimeout(this.answerTimer);
  }

  private answered(answer: EvaluationAnswer): void {
    if (answer.kind === 'values') return this.takeValues(answer.file, answer.values);
    this.busy = false;
    clearTimeout(this.answerTimer);
    if (answer.kind === 'changed') for (const file of answer.valuesOf) this.valuesPending.add(file);
    if (this.valuesPending.size > 0) this.expectAnswer(null);
    if (answer.kind === 'failed') {
      this.log(`The evaluation of the wrapping failed: ${answer.message}`);
      this.answerRename(null);
    } else if (answer.kind === 'rename') this.answerRename(answer.verdict);
    else if (this.asked === this.opened) {
      const { changed, prediction } = answer;
      this.revision++;
      if (prediction.whole) this.files.clear();
      for (const file of changed) this.files.set(file.file, file);
      if (prediction.whole) this.classes.clear();
      this.classes.update(changed, answer.modules);
      if (answer.itk !== null) this.classes.setItk(answer.itk);
      const outside = new Map(answer.outside);
      const told = [...new Set([...this.outside.keys(), ...outside.keys()])].filter(
        (file) => JSON.stringify(this.outside.get(file)) !== JSON.stringify(outside.get(file)),
      );
      this.outside = outside;
      if (prediction.whole) this.updateAll();
      const [, build] = this.opened.split('\0');
      if (build) this.predicted(prediction, build);
      const files = [...changed.map(({ file }) => file), ...told];
      if (files.length > 0) this.changed(files);
      if (answer.unsettled && this.waiting.size === 0)
        this.settleTimer = setTimeout(() => this.ask('settle', { kind: 'settle' }), SETTLE_MS).unref();
    }
    this.next();
  }

  /** Called after a full evaluation. Pending requests may name files that the new evaluation does not have. */
  private updateAll(): void {
    for (const [key, { kind }] of this.waiting) if (kind !== 'open') this.waiting.delete(key);
    for (const [file, text] of this.openTexts()) this.update(file, text);
  }

  private start(): Worker | undefined {
    const { script } = this.how;
    if (!existsSync(script)) return undefined;
    this.activity = new Activity();
    const worker = new Worker(script, {
      resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MB },
      workerData: { memory: this.activity.memory, translations: translationsInUse() },
    });
    worker.on('message', (answer: EvaluationAnswer) => this.answered(answer));
    worker.on('error', (error) => {
      if (this.worker === worker) this.gaveNoAnswer(null, error.message);
    });
    worker.unref();
    return worker;
  }

  /** The worker hangs or has ended. A new worker continues without the file that this one was evaluating. */
  private gaveNoAnswer(request: EvaluationRequest | null, why: string): void {
    const file = this.activity.file ?? (request?.kind === 'update' ? request.file : null);
    this.endWorker();
    this.waiting.clear();
    // If the file is unknown or was already skipped, the next worker would end in the same way.
    const helpless = file === null || this.leftOut.has(file);
    const consequence = helpless
      ? 'The evaluation stops until a build is read again.'
      : `It skips ${file} until that file changes.`;
    this.log(`The evaluation of the wrapping was stopped: ${why}. ${consequence}`);
    if (helpless) {
      this.opened = '';
      return;
    }
    this.leftOut.set(file, this.openTexts().find(([open]) => open === file)?.[1] ?? null);
    this.changed([file]);
    this.reopen();
  }

  private endWorker(): void {
    clearTimeout(this.answerTimer);
    const { worker } = this;
    this.worker = undefined;
    this.busy = false;
    this.valuesPending.clear();
    this.answerRename(null);
    if (worker) this.background('Ending the evaluation', () => worker.terminate());
  }
}

const leftOutDiagnostic = (file: string): Diagnostic => ({
  code: 'cmake-warning',
  message: sentences(
    l10n.t('The evaluation hung on this file and was stopped.'),
    l10n.t('The file is skipped until its text changes.'),
  ),
  location: { file, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } },
  severity: 'warning',
  related: [],
  type: null,
});
