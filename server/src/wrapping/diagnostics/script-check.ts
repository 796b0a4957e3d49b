import { comparePositions } from '../../cmake/syntax/visit';
import type { Diagnostic, Finding } from './diagnostic';
import type { BuildContext, Rule, ScriptContext } from './rule';
import { rules } from './rules';

/** The diagnostics for the text of a script, in the order of the text. */
export function checkScript(context: ScriptContext, all: readonly Rule[] = rules): Diagnostic[] {
  return all
    .filter((rule) => checks(rule, context.file))
    .flatMap((rule) => (rule.onScript?.(context) ?? []).map((finding) => diagnosticOf(rule, finding)))
    .sort((a, b) => comparePositions(a.location.range.start, b.location.range.start));
}

/** The diagnostics for a script from the build and the last runs of its tools. */
export function checkBuild(context: BuildContext, all: readonly Rule[] = rules): Diagnostic[] {
  return all
    .filter((rule) => checks(rule, context.file))
    .flatMap((rule) => (rule.onBuild?.(context) ?? []).map((finding) => diagnosticOf(rule, finding)));
}

/** Adds the code of the rule to a finding, and the default severity if it has none. */
export function diagnosticOf(
  { code, defaultSeverity }: Rule,
  { unknownName: _, ...finding }: Finding,
  type: string | null = null,
): Diagnostic {
  return {
    ...finding,
    code,
    severity: finding.severity ?? defaultSeverity,
    related: finding.related ?? [],
    type,
  };
}

/** Whether a rule checks a script. Only rules for all scripts check macro files. */
function checks({ scripts = 'both' }: Rule, file: string): boolean {
  if (scripts === 'all') return true;
  if (file.endsWith('.wrap')) return scripts !== 'lists';
  return scripts !== 'wrap' && /[\\/]wrapping[\\/]CMakeLists\.txt$/.test(file);
}
