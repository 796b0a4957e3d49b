import type { Diagnostic } from 'vscode-languageserver';
import type { Pipeline } from '../../pipeline/pipeline';
import type { Background } from '../server/background';
import { toPath, toUri } from '../translate/to-protocol';
import { diagnosticsOf, diagnosticsOfOther } from './script-diagnostics';
import type { SeveritySettings } from './diagnostic-severity';
import { absentHeaders } from '../session/include-folders';
import type { FileContext } from '../session/file-context';
import { type LastRuns, listsOf } from '../session/last-runs';
import type { RunMessage } from '../../pipeline/runs/run-messages';
import { isScript, type Language } from '../session/language';

/** How long a slice of the whole workspace's diagnostics may hold the event loop, in milliseconds. */
const SLICE_MS = 8;
/** Keystrokes that follow each other faster than this are answered once, in milliseconds. */
const SETTLE_MS = 25;

/** Diagnostics of open documents, and of the whole workspace in the background. */
export class DiagnosticsPublisher {
  private readonly published = new Set<string>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private generation = 0;
  severities: SeveritySettings = {};

  constructor(
    private readonly language: Language,
    private readonly pipeline: () => Pipeline | undefined,
    private readonly lastRuns: LastRuns,
    private readonly openScripts: () => string[],
    private readonly send: (uri: string, diagnostics: Diagnostic[]) => void,
    private readonly background: Background,
  ) {}

  /** All files, open ones first; also those that had diagnostics and are gone. A later call ends an earlier one. */
  async refreshAll(): Promise<void> {
    const generation = ++this.generation;
    const files = this.language.filesToCheck().map(toUri);
    let slice = Date.now();
    for (const uri of new Set([...this.openScripts(), ...this.published, ...files])) {
      await this.refresh(uri);
      if (generation !== this.generation) return;
      if (Date.now() - slice < SLICE_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      slice = Date.now();
    }
  }

  /** Of files that no editor has open too, once the workspace is read: all of it is looked at then. */
  async modulesChanged(names: readonly string[]): Promise<void> {
    if (!this.language.indexed) return;
    const pipeline = this.pipeline();
    const wraps = names.flatMap(
      (name) =>
        pipeline?.module(name)?.types.flatMap((type) => {
          const wrap = pipeline.type(type)?.wrap;
          return wrap ? toUri(wrap) : [];
        }) ?? [],
    );
    for (const uri of new Set(wraps)) await this.refresh(uri);
  }

  /** After a keystroke: soon, and once for several. */
  documentChanged(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    const timer = setTimeout(() => {
      this.waiting.delete(uri);
      this.background('Checking a file', () => this.refresh(uri));
    }, SETTLE_MS);
    this.waiting.set(uri, timer);
  }

  async refresh(uri: string): Promise<void> {
    const diagnostics = await this.of(uri);
    if (diagnostics.length === 0 && !this.published.has(uri)) return;
    if (diagnostics.length === 0) this.published.delete(uri);
    else this.published.add(uri);
    this.send(uri, diagnostics);
  }

  /** What is wrong with a file now; nothing if it is gone. */
  async of(uri: string): Promise<Diagnostic[]> {
    if (!isScript(uri))
      return diagnosticsOfOther(this.language.problemsOfOther(toPath(uri)), this.severities);
    const context = await this.language.context(uri).catch(() => null);
    if (!context) return [];
    const inBuild = this.language.shouldBeInBuild(toPath(uri));
    const absent = await absentHeaders(context, this.language.indexed ? this.pipeline() : undefined);
    const messages = this.messagesOf(context);
    return diagnosticsOf({ ...context, inBuild, absentHeaders: absent, messages }, this.severities);
  }

  private messagesOf({ file, type, module }: FileContext): readonly RunMessage[] {
    if (type) return this.lastRuns.of(type.name);
    return module && file === listsOf(module) ? this.lastRuns.ofModule(module.name) : [];
  }

  dispose(): void {
    this.generation++;
    for (const timer of this.waiting.values()) clearTimeout(timer);
  }
}
