import { DiagnosticSeverity } from 'vscode-languageserver';
import { kindOf, type Severity } from '../../wrapping/diagnostics/diagnostic-kinds';

export type { Severity };

/** How severe each kind is to be; kinds that are not named have their default. */
export type SeveritySettings = Partial<Record<string, Severity>>;

const GRADES: readonly Severity[] = ['off', 'hint', 'information', 'warning', 'error'];

const severities: Record<Exclude<Severity, 'off'>, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * The severity of a code under the settings; null if it is off.
 * @param own the severity of this message, which counts if its kind is graded and it is weaker
 */
export function severityOf(
  code: string,
  settings: SeveritySettings,
  own: Severity = 'error',
): DiagnosticSeverity | null {
  const kind = kindOf(code);
  const set = settings[code] ?? kind?.severity ?? 'warning';
  const severity = kind?.graded && GRADES.indexOf(own) < GRADES.indexOf(set) ? own : set;
  return severity === 'off' ? null : severities[severity];
}

/** Reads section `itkWrapping.diagnostics`: what is not a severity counts as not set. */
export function readSeverities(raw: unknown): SeveritySettings {
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(
    Object.entries(raw).filter(
      ([, value]) => value === 'off' || (typeof value === 'string' && value in severities),
    ),
  );
}
