import { readSeverities, type SeveritySettings } from '../diagnostics/severity-settings';
import type { InlayHintSettings } from '../features/inlay-hints';

/** The settings in the section `itkWrapping` that the language features use. package.json describes them. */
export interface LanguageSettings {
  inlayHints: InlayHintSettings;
  codeLens: boolean;
  /** Whether the wrapping is evaluated, for counts, loop values and diagnostics that need it. */
  evaluation: boolean;
  diagnostics: SeveritySettings;
}

/** Reads the settings that a client sent. A setting of the wrong type is ignored. */
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
