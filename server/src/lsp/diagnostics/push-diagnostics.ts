import type { Diagnostic } from 'vscode-languageserver';
import type { Background } from '../server/background';
import type { Checker } from './checker';
import { toUri } from '../translate/to-protocol';
import type { DiagnosticsChannel } from './diagnostics-channel';
import type { LiveIndex } from '../session/live-index';

/** How long checking all files may block the event loop at a time, in milliseconds. */
const SLICE_MS = 8;

/** Sends diagnostics to clients that do not pull them: first those of open files, then those of the whole workspace. */
export class PushDiagnostics implements DiagnosticsChannel {
  private readonly published = new Set<string>();
  /** The last check that was started for a file that is being checked. */
  private readonly lastCheck = new Map<string, symbol>();
  private generation = 0;
  private running = 0;

  constructor(
    private readonly liveIndex: LiveIndex,
    private readonly checker: Checker,
    private readonly openScripts: () => string[],
    private readonly send: (uri: string, diagnostics: Diagnostic[]) => void,
    private readonly background: Background,
  ) {}

  get busy(): boolean {
    return this.running > 0;
  }

  soon(uris: readonly string[]): void {
    // While the workspace is being indexed, only open files are checked. The others follow afterwards.
    const open = new Set(this.openScripts());
    const wanted = this.liveIndex.indexed ? uris : uris.filter((uri) => open.has(uri));
    this.work('Checking a file', async () => {
      for (const uri of wanted) await this.refresh(uri);
    });
  }

  quiet(everywhere: boolean): void {
    if (everywhere) this.work('Checking all files', () => this.refreshAll());
  }

  dispose(): void {
    this.generation++;
  }

  private work(what: string, work: () => Promise<void>): void {
    this.running++;
    this.background(what, () =>
      work().finally(() => {
        this.running--;
      }),
    );
  }

  /**
   * Checks all files, open ones first, including files that had diagnostics and no longer exist. A later call ends an
   * earlier one.
   */
  private async refreshAll(): Promise<void> {
    const generation = ++this.generation;
    const files = this.liveIndex.filesToCheck().map(toUri);
    let slice = Date.now();
    for (const uri of new Set([...this.openScripts(), ...this.published, ...files])) {
      await this.refresh(uri);
      if (generation !== this.generation) return;
      if (Date.now() - slice < SLICE_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      slice = Date.now();
    }
  }

  /** Checks a file and sends the result, unless a later check of the file was started: that one has seen a newer text. */
  private async refresh(uri: string): Promise<void> {
    const check = Symbol(uri);
    this.lastCheck.set(uri, check);
    const diagnostics = await this.checker.of(uri);
    if (this.lastCheck.get(uri) !== check) return;
    this.lastCheck.delete(uri);
    if (diagnostics.length === 0 && !this.published.has(uri)) return;
    if (diagnostics.length === 0) this.published.delete(uri);
    else this.published.add(uri);
    this.send(uri, diagnostics);
  }
}
