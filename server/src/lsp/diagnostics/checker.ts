import type { Diagnostic } from 'vscode-languageserver';
import type { Pipeline } from '../../pipeline/pipeline';
import type { RunMessage } from '../../pipeline/runs/run-messages';
import { toPath } from '../translate/to-protocol';
import type { SeveritySettings } from './diagnostic-severity';
import { diagnosticsOf, diagnosticsOfOther } from './script-diagnostics';
import type { FileContext } from '../session/file-context';
import { absentHeaders } from '../session/include-folders';
import { isScript, type Language } from '../session/language';
import { type LastRuns, listsOf } from '../session/last-runs';

/** Says what is wrong with a file, from all that is known now. */
export class Checker {
  severities: SeveritySettings = {};

  constructor(
    private readonly language: Language,
    private readonly pipeline: () => Pipeline | undefined,
    private readonly lastRuns: LastRuns,
  ) {}

  /** What is wrong with a file now; nothing if it is gone. */
  async of(uri: string): Promise<Diagnostic[]> {
    if (!isScript(uri))
      return diagnosticsOfOther(this.language.problemsOfOther(toPath(uri)), this.severities);
    if (!this.language.isChecked(toPath(uri))) return [];
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
}
