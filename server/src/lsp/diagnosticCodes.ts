import { DiagnosticSeverity } from 'vscode-languageserver';

/** How a kind of diagnostic is shown; `off` leaves it out. */
export type Severity = 'error' | 'warning' | 'information' | 'hint' | 'off';

/** Every kind of diagnostic with its severity where no setting says otherwise. Each has its heading in docs/diagnostics.md. */
export const diagnosticCodes = {
  syntax: 'error',
  'unknown-command': 'error',
  'unknown-variable': 'warning',
  'invalid-method': 'error',
  'too-many-arguments': 'error',
  'missing-arguments': 'error',
  'unclosed-class': 'warning',
  'end-without-class': 'warning',
  'template-outside-class': 'warning',
  'duplicate-mangle': 'error',
  'invalid-dimensions': 'error',
  'include-not-found': 'warning',
  'include-missing': 'warning',
  'class-not-found': 'warning',
  'superclass-not-wrapped': 'warning',
  'superclass-outside-dependencies': 'warning',
  'argument-not-wrapped': 'warning',
  'argument-wrapped-later': 'warning',
  'argument-outside-dependencies': 'warning',
  'duplicate-type': 'warning',
  'type-name-cut': 'warning',
  'misspelt-order': 'warning',
  'order-before-module': 'warning',
  'type-without-file': 'error',
  'type-listed-twice': 'warning',
  'undefined-type': 'error',
  'unknown-pixel-type': 'error',
  'empty-template-argument': 'error',
  'nothing-wrapped': 'information',
  'cmake-error': 'error',
  'cmake-warning': 'warning',
  'configure-needed': 'information',
  'pkl-missing': 'warning',
  'stamp-missing': 'warning',
  castxml: 'error',
  igenerator: 'error',
  swig: 'error',
} as const satisfies Record<string, Severity>;

/** Kinds whose messages have a severity of their own, which the setting can only lower. */
const GRADED: ReadonlySet<string> = new Set(['syntax', 'castxml', 'igenerator', 'swig']);
const GRADES: readonly Severity[] = ['off', 'hint', 'information', 'warning', 'error'];

export type DiagnosticCode = keyof typeof diagnosticCodes;

export type SeveritySettings = Partial<Record<string, Severity>>;

const severities: Record<Exclude<Severity, 'off'>, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * The severity of a code under the settings; null where it is off. `fallback` counts for codes that are not listed here,
 * and, where it is weaker, for messages that have a severity of their own.
 */
export function severityOf(
  code: string,
  settings: SeveritySettings,
  fallback: Severity = 'warning',
): DiagnosticSeverity | null {
  const set = settings[code] ?? (diagnosticCodes as Record<string, Severity>)[code] ?? fallback;
  const severity = GRADED.has(code) && GRADES.indexOf(fallback) < GRADES.indexOf(set) ? fallback : set;
  return severity === 'off' ? null : severities[severity];
}

/** Reads section `itkWrapping.diagnostics`: what is no severity counts as not set. */
export function readSeverities(raw: unknown): SeveritySettings {
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(
    Object.entries(raw).filter(
      ([, value]) => value === 'off' || (typeof value === 'string' && value in severities),
    ),
  );
}
