import { comparePositions } from '../../cmake/syntax/visit';
import type { Diagnostic, Finding } from './diagnostic';
import type { BuildContext, Rule, ScriptContext } from './rule';
import { rules } from './rules';

/** What the text of a script shows, in the order of the text. */
export function checkScript(context: ScriptContext, all: readonly Rule[] = rules): Diagnostic[] {
  return all
    .filter((rule) => checks(rule, context.file))
    .flatMap((rule) => (rule.onScript?.(context) ?? []).map((finding) => diagnosticOf(rule, finding)))
    .sort((a, b) => comparePositions(a.location.range.start, b.location.range.start));
}

/** What the build and the last runs of its tools show of a script. */
export function checkBuild(context: BuildContext, all: readonly Rule[] = rules): Diagnostic[] {
  return all
    .filter((rule) => checks(rule, context.file))
    .flatMap((rule) => (rule.onBuild?.(context) ?? []).map((finding) => diagnosticOf(rule, finding)));
}

/** Gives a finding the code of its rule, and the severity if it has none. */
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

/** Whether a rule checks a script. Macro files are only checked by rules for all scripts. */
function checks({ scripts = 'both' }: Rule, file: string): boolean {
  if (scripts === 'all') return true;
  if (file.endsWith('.wrap')) return scripts !== 'lists';
  return scripts !== 'wrap' && /[\\/]wrapping[\\/]CMakeLists\.txt$/.test(file);
}
