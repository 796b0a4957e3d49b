import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Severity } from '../../wrapping/diagnostics/diagnostic';
import type { Rule } from '../../wrapping/diagnostics/rule';
import { ruleOf, rules } from '../../wrapping/diagnostics/rules';

/** The possible values of a setting. */
export type SeveritySetting = Severity | 'off';

/** The severity of each code. Codes that are not listed have the default severity of their rule. */
export type SeveritySettings = Partial<Record<string, SeveritySetting>>;

const GRADES: readonly SeveritySetting[] = ['off', 'hint', 'information', 'warning', 'error'];

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * The severity of a code under the settings. Null if it is off.
 * @param own the severity of this message. It is used if the rule is graded and `own` is weaker than the setting
 */
export function severityOf(
  code: string,
  settings: SeveritySettings,
  own: Severity,
  all: readonly Rule[] = rules,
): DiagnosticSeverity | null {
  const severity = gradeOf(code, settings, own, all);
  return severity === 'off' ? null : severities[severity];
}

/** Like {@link severityOf}, but in our own words. */
export function gradeOf(
  code: string,
  settings: SeveritySettings,
  own: Severity,
  all: readonly Rule[] = rules,
): SeveritySetting {
  const rule = ruleOf(code, all);
  const set = settings[code] ?? rule?.defaultSeverity ?? 'warning';
  return rule?.graded && GRADES.indexOf(own) < GRADES.indexOf(set) ? own : set;
}

/** Reads the section `itkWrapping.diagnostics`. Invalid severities are ignored. */
export function readSeverities(raw: unknown): SeveritySettings {
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(
    Object.entries(raw).filter(
      ([, value]) => value === 'off' || (typeof value === 'string' && value in severities),
    ),
  );
}
