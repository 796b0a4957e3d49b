import { comparePositions } from '../../cmake/syntax/visit';
import { type Diagnostic, diagnosticOf } from './diagnostic';
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

/** Whether a rule checks a script. Only rules for all scripts check macro files. */
function checks({ scripts = 'both' }: Rule, file: string): boolean {
  if (scripts === 'all') return true;
  if (file.endsWith('.wrap')) return scripts !== 'lists';
  return scripts !== 'wrap' && /[\\/]wrapping[\\/]CMakeLists\.txt$/.test(file);
}
