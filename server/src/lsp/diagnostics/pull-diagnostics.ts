import {
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { createHash } from 'node:crypto';
import type { Checker } from './checker';
import { toUri } from '../translate/to-protocol';
import type { DiagnosticsChannel } from './diagnostics-channel';
import { cancelled } from '../server/guard';
import type { LiveIndex } from '../session/live-index';

/** `previousResultIds` may be missing if the client has no results yet. */
type AnyPrevious = Partial<Pick<WorkspaceDiagnosticParams, 'previousResultIds'>>;

/** The number of files in each part of a report. */
const PART = 50;

/**
 * Diagnostics for clients that pull them. As the protocol advises, a workspace request is held until something differs from
 * what the client has. Clients ask again as soon as they get an answer.
 */
export class PullDiagnostics implements DiagnosticsChannel {
  private waiting: (() => void)[] = [];
  /** Increases with every change, so that a change during the work is noticed. */
  private version = 0;
  private running = 0;

  constructor(
    private readonly liveIndex: LiveIndex,
    private readonly checker: Checker,
    private readonly outgoing: (uri: string, diagnostics: Diagnostic[]) => Diagnostic[],
    /** Asks the client to pull again. */
    private readonly askAgain: () => void,
  ) {}

  /** The diagnostics of one document. */
  async ofDocument({
    textDocument: { uri },
    previousResultId,
  }: DocumentDiagnosticParams): Promise<DocumentDiagnosticReport> {
    const { items, resultId } = await this.report(uri);
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  }

  /**
   * The diagnostics of every file whose diagnostics differ from what the client has. Waits until there is one.
   * @param send sends a part of the report. Undefined if the client did not ask for partial results, which it would then
   *   ignore
   */
  ofWorkspace(
    { previousResultIds }: AnyPrevious,
    token: CancellationToken,
    send: ((part: WorkspaceDiagnosticReport) => void) | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    const known = new Map((previousResultIds ?? []).map(({ uri, value }) => [uri, value]));
    return this.workspace(known, token, send && ((items) => send({ items })));
  }

  get busy(): boolean {
    return this.running > 0;
  }

  /** A client that pulls does so by itself when a text changes. */
  soon(): void {}

  quiet(): void {
    this.version++;
    for (const resume of this.waiting.splice(0)) resume();
    this.askAgain();
  }

  private async workspace(
    known: ReadonlyMap<string, string>,
    token: CancellationToken,
    send: ((items: WorkspaceDocumentDiagnosticReport[]) => void) | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    await this.liveIndex.ready;
    while (!token.isCancellationRequested) {
      const { version } = this;
      const items = await this.differing(known, token);
      if (token.isCancellationRequested) break;
      if (items.length > 0) return { items: this.inParts(items, send) };
      if (version !== this.version) continue;
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        token.onCancellationRequested(() => resolve());
      });
    }
    throw cancelled();
  }

  /** The files whose diagnostics differ from what the client has. */
  private async differing(
    known: ReadonlyMap<string, string>,
    token: CancellationToken,
  ): Promise<WorkspaceDocumentDiagnosticReport[]> {
    const found: WorkspaceDocumentDiagnosticReport[] = [];
    this.running++;
    try {
      for (const uri of new Set([...known.keys(), ...this.liveIndex.filesToCheck().map(toUri)])) {
        const { items, resultId } = await this.report(uri);
        if (token.isCancellationRequested) break;
        const before = known.get(uri);
        if (before === resultId || (before === undefined && items.length === 0)) continue;
        found.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items });
      }
    } finally {
      this.running--;
    }
    return found;
  }

  private inParts(
    items: WorkspaceDocumentDiagnosticReport[],
    send: ((items: WorkspaceDocumentDiagnosticReport[]) => void) | undefined,
  ): WorkspaceDocumentDiagnosticReport[] {
    while (send && items.length > PART) send(items.splice(0, PART));
    return items;
  }

  private async report(uri: string): Promise<{ items: Diagnostic[]; resultId: string }> {
    const items = this.outgoing(uri, await this.checker.of(uri));
    const resultId = createHash('sha1').update(JSON.stringify(items)).digest('hex').slice(0, 16);
    return { items, resultId };
  }
}
