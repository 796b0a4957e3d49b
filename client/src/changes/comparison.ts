import path from 'node:path';
import * as vscode from 'vscode';
import { briefSummary } from '../../../server/src/shared/diff/change-rows';
import type { DiffReport } from '../../../server/src/shared/diff/diff-report';
import { canBeRevision, type NamedRevision } from '../../../server/src/shared/diff/revision';
import { askDiff, type DiffAnswer } from './ask-diff';
import { problemText } from './problem-text';
import { WatchedFiles } from './watched-files';

/** A checkout or a rebase moves HEAD many times. */
const SETTLE_MS = 1500;

/** What a comparison is made of: the sources, and the build whose options count, if there is one. Absolute paths. */
export interface CompareSource {
  folder: string;
  build: string | null;
}

/**
 * The comparison of the wrapping with the base of the branch. `itk-wrap diff` makes it in a process of its own, only when the
 * user asks for it, and again when HEAD or the base moves while somebody looks. Nothing runs in an untrusted workspace.
 */
export class Comparison implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<void>();
  private readonly moves = new WatchedFiles(() => this.later());
  private readonly saves: vscode.Disposable;
  private running: vscode.CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Whether the user has asked for a comparison. */
  private wasAsked = false;
  private hasMoved = false;
  /** The revision that the user has chosen in this window. Null: the setting, or else the base of the branch. */
  private chosen: string | null = null;
  /** Whether the result is visible. */
  private watched = false;
  /** The last comparison. */
  report: DiffReport | null = null;
  /** Why the last run has failed. Empty if it has not. */
  problem = '';
  /** Whether files of the sources were saved since. */
  outdated = false;
  readonly onDidChange = this.emitter.event;

  constructor(
    private readonly script: string,
    private readonly source: () => CompareSource | null,
  ) {
    this.saves = vscode.workspace.onDidSaveTextDocument(({ uri }) => this.noteSave(uri));
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** The revision to compare with. Empty: the base of the branch. */
  get revision(): string {
    const { folder } = this.source() ?? {};
    const scope = folder === undefined ? null : vscode.Uri.file(folder);
    return (
      this.chosen ??
      vscode.workspace.getConfiguration('itkWrapping', scope).get<string>('compareWith', '').trim()
    );
  }

  /** The branches and tags of the repository. Null if the user cancels it. @throws Error with what to do */
  async revisions(token: vscode.CancellationToken): Promise<readonly NamedRevision[] | null> {
    const source = this.trustedSource();
    if (typeof source === 'string') throw new Error(source);
    const answer = await this.ask<NamedRevision[]>(source, ['--list'], token);
    if (answer === null) return null;
    if ('value' in answer) return answer.value;
    throw new Error(problemText(answer, source.folder, ''));
  }

  /**
   * Compares with a revision from now on. An empty one means the base of the branch. Returns a brief summary. Null if the run was
   * cancelled or has failed; then {@link problem} says why.
   */
  compareWith(revision: string): Promise<string | null> {
    this.chosen = revision;
    return this.compare();
  }

  /** Compares again. A run in progress ends. */
  async compare(): Promise<string | null> {
    this.cancel();
    clearTimeout(this.timer);
    const source = this.trustedSource();
    const revision = this.revision;
    if (typeof source === 'string') return this.fail(source);
    if (revision !== '' && !canBeRevision(revision))
      return this.fail(problemText({ problem: 'unknown-revision' }, source.folder, revision));
    const running = new vscode.CancellationTokenSource();
    this.running = running;
    this.wasAsked = true;
    this.problem = '';
    this.hasMoved = false;
    this.outdated = false;
    this.emitter.fire();
    const args = revision === '' ? [] : ['--', revision];
    const answer = await this.ask<DiffReport>(source, args, running.token);
    running.dispose();
    if (this.running !== running) return null;
    this.running = undefined;
    if (answer === null) this.emitter.fire();
    else if (!('value' in answer)) return this.fail(problemText(answer, source.folder, revision));
    else return this.take(answer.value);
    return null;
  }

  /** Ends the run in progress. The last comparison stays. */
  cancel(): void {
    const { running } = this;
    this.running = undefined;
    running?.cancel();
    if (running) this.emitter.fire();
  }

  /** Forgets the comparison and the chosen revision. */
  clear(): void {
    this.cancel();
    this.moves.watch([]);
    clearTimeout(this.timer);
    [this.report, this.problem, this.chosen, this.wasAsked] = [null, '', null, false];
    this.emitter.fire();
  }

  /** Called when the result is shown or hidden. */
  show(visible: boolean): void {
    this.watched = visible;
    if (visible && this.hasMoved) this.later();
  }

  dispose(): void {
    this.running?.cancel();
    clearTimeout(this.timer);
    vscode.Disposable.from(this.emitter, this.moves, this.saves).dispose();
  }

  private ask<T>(
    { folder, build }: CompareSource,
    args: readonly string[],
    token: vscode.CancellationToken,
  ): Promise<DiffAnswer<T>> {
    const where = build === null ? ['--source', folder] : ['--build', build];
    return askDiff<T>(this.script, folder, [...where, ...args], token);
  }

  private trustedSource(): CompareSource | string {
    if (!vscode.workspace.isTrusted)
      return vscode.l10n.t('This workspace is not trusted, so git and the comparison cannot be run.');
    return (
      this.source() ??
      vscode.l10n.t('No folder is open. Open the folder of an ITK source tree or of a module.')
    );
  }

  private take(report: DiffReport): string {
    this.report = report;
    this.moves.watch(report.movedBy);
    this.emitter.fire();
    if (this.hasMoved) this.later();
    return briefSummary(report);
  }

  private fail(problem: string): null {
    this.problem = problem;
    this.report = null;
    this.emitter.fire();
    return null;
  }

  /** HEAD or the base has moved. */
  private later(): void {
    this.hasMoved = true;
    clearTimeout(this.timer);
    if (this.watched && this.wasAsked) this.timer = setTimeout(() => void this.again(), SETTLE_MS);
  }

  private async again(): Promise<void> {
    if (this.watched && !this.running) await this.compare();
  }

  private noteSave(file: vscode.Uri): void {
    if (this.outdated || !this.report || this.report.head !== null || file.scheme !== 'file') return;
    const relative = path.relative(this.report.top, file.fsPath);
    if (
      relative.startsWith('..') ||
      !/\.(?:wrap|cmake|h|in|init)$|^CMakeLists\.txt$|[\\/]CMakeLists\.txt$/.test(relative)
    )
      return;
    this.outdated = true;
    this.emitter.fire();
  }
}
