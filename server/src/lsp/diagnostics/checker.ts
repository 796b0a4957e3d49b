import type { Diagnostic } from 'vscode-languageserver';
import type { Pipeline } from '../../pipeline/pipeline';
import type { ToolMessage } from '../../shared/tool-message';
import type { Rule } from '../../wrapping/diagnostics/rule';
import { rules } from '../../wrapping/diagnostics/rules';
import { toPath } from '../translate/to-protocol';
import type { SeveritySettings } from './severity-settings';
import type { Diagnostic as Found } from '../../wrapping/diagnostics/diagnostic';
import { foundIn, toProtocol } from './script-diagnostics';
import type { FileContext } from '../session/file-context';
import { absentHeaders } from '../session/include-folders';
import { isScript, type LiveIndex } from '../session/live-index';
import { type LastRuns, listsOf } from '../session/last-runs';

/** Computes the diagnostics of a file from everything that is currently known. */
export class Checker {
  severities: SeveritySettings = {};

  constructor(
    private readonly liveIndex: LiveIndex,
    private readonly pipeline: () => Pipeline | undefined,
    private readonly lastRuns: LastRuns,
    private readonly all: readonly Rule[] = rules,
  ) {}

  /** The current diagnostics of a file as the client gets them. Empty if the file no longer exists. */
  async of(uri: string): Promise<Diagnostic[]> {
    const found = await this.found(uri);
    return found.flatMap((one) => toProtocol(one, this.severities, this.all));
  }

  /** The current diagnostics of a file, without the severities from the settings. Empty if the file no longer exists. */
  async found(uri: string): Promise<readonly Found[]> {
    if (!isScript(uri)) return this.liveIndex.diagnosticsOfOther(toPath(uri));
    if (!this.liveIndex.isChecked(toPath(uri))) return [];
    const context = await this.liveIndex.context(uri).catch(() => null);
    if (!context) return [];
    const inBuild = this.liveIndex.shouldBeInBuild(toPath(uri));
    const absent = await absentHeaders(context, this.liveIndex.indexed ? this.pipeline() : undefined);
    const messages = this.messagesOf(context);
    return foundIn({ ...context, inBuild, absentHeaders: absent, messages }, this.all);
  }

  private messagesOf({ file, type, module }: FileContext): readonly ToolMessage[] {
    if (type) return this.lastRuns.of(type.name);
    return module && file === listsOf(module) ? this.lastRuns.ofModule(module.name) : [];
  }
}
