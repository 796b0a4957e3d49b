import { readSeverities, type SeveritySettings } from '../diagnostics/diagnostic-severity';
import type { InlayHintSettings } from '../features/inlay-hints';

/** The settings of section `itkWrapping` that the language features read; package.json describes them. */
export interface LanguageSettings {
  inlayHints: InlayHintSettings;
  codeLens: boolean;
  /** Whether the wrapping is evaluated, for counts, loop values and what only evaluation finds. */
  evaluation: boolean;
  diagnostics: SeveritySettings;
}

/** Reads what a client sent, of whatever shape: a setting of the wrong type counts as not set. */
export function readLanguageSettings(raw: unknown): LanguageSettings {
  const values = record(raw);
  const hints = record(values.inlayHints);
  const on = (value: unknown): boolean => (typeof value === 'boolean' ? value : true);
  return {
    inlayHints: {
      counts: on(hints.counts),
      loopValues: on(hints.loopValues),
      parameterNames: on(hints.parameterNames),
    },
    codeLens: on(record(values.codeLens).enabled),
    evaluation: on(record(values.evaluation).enabled),
    diagnostics: readSeverities(values.diagnostics),
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
