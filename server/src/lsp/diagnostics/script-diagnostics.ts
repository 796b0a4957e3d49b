import type { Diagnostic as ProtocolDiagnostic } from 'vscode-languageserver';
import { manyLines, oneLine } from '../../shared/plain-text';
import type { ToolMessage } from '../../shared/tool-message';
import type { Diagnostic, Fix } from '../../wrapping/diagnostics/diagnostic';
import type { Rule } from '../../wrapping/diagnostics/rule';
import { ruleOf, rules } from '../../wrapping/diagnostics/rules';
import { checkBuild, checkScript } from '../../wrapping/diagnostics/script-check';
import { withoutRepetition } from '../../wrapping/diagnostics/same-mistake';
import type { FileContext } from '../session/file-context';
import { placeOfMessage } from '../session/last-runs';
import { missingFiles, toUri } from '../translate/to-protocol';
import { severityOf, type SeveritySettings } from './severity-settings';

/** The `source` of all our diagnostics. */
export const source = 'itk-wrap';

/** The data that a diagnostic carries for code actions. */
export interface DiagnosticData {
  fixes: readonly Fix[];
}

/** Everything that the diagnostics of a file depend on. */
export type DiagnosticContext = Pick<
  FileContext,
  'file' | 'script' | 'facts' | 'index' | 'evaluation' | 'type' | 'module'
> & {
  /** Whether there is a build that should have this file among its inputs. */
  inBuild: boolean;
  absentHeaders?: ReadonlyMap<string, number>;
  /** What the tools reported about the type in its last run. */
  messages?: readonly ToolMessage[];
};

/** All diagnostics of a script as the client gets them, with the severities from the settings. */
export function diagnosticsOf(
  context: DiagnosticContext,
  severities: SeveritySettings,
  all: readonly Rule[] = rules,
): ProtocolDiagnostic[] {
  return foundIn(context, all).flatMap((one) => toProtocol(one, severities, all));
}

/** All diagnostics of a script: from its text, its evaluation, its build and the last runs. */
export function foundIn(context: DiagnosticContext, all: readonly Rule[] = rules): Diagnostic[] {
  const { evaluation, file, module, messages = [], type } = context;
  const script = {
    ...context,
    enabled: evaluation?.enabled() ?? null,
    generated: evaluation?.generatedBy(file) ?? null,
    includes: evaluation?.includesOf(file) ?? null,
  };
  const build = {
    ...context,
    messages,
    hasType: type !== undefined,
    missing: module ? missingFiles(module) : [],
    placeOf: (message: ToolMessage) => placeOfMessage(message, context, evaluation),
  };
  const evaluated = (evaluation?.diagnosticsOf(file) ?? []).map((one) => {
    const fixes = ruleOf(one.code, all)?.fix?.(one, script);
    return fixes ? { ...one, fixes } : one;
  });
  const found = [...checkScript(script, all), ...evaluated, ...checkBuild(build, all)];
  return withoutRepetition(found, all);
}

/** A diagnostic with the severity from the settings. Empty if they turn it off. */
export function toProtocol(
  { code, severity: own, message, location, related, fixes }: Diagnostic,
  severities: SeveritySettings,
  all: readonly Rule[] = rules,
): ProtocolDiagnostic[] {
  const severity = severityOf(code, severities, own, all);
  if (severity === null) return [];
  return [
    {
      source,
      code,
      severity,
      message: manyLines(message),
      range: location.range,
      relatedInformation: related.map((one) => ({
        location: { uri: toUri(one.location.file), range: one.location.range },
        message: oneLine(one.message),
      })),
      data: { fixes: fixes ?? [] } satisfies DiagnosticData,
    },
  ];
}
