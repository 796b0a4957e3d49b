import { reasonOf } from '../../../host/build-files';
import type { Finding } from '../finding';
import type { ToolFacts } from './tool-facts';

/** A tool in a few words: its version and where it is. */
export function toolSummary({ file, version, problem }: ToolFacts, ...more: (string | null)[]): string {
  const parts = [version, ...more, file].filter((part) => part !== null && part !== '');
  return problem === null ? parts.join(', ') : [file, problem].filter((part) => part !== null).join(': ');
}

/** What the system says of a file that does not exist. */
const MISSING = reasonOf({ code: 'ENOENT' });

/** The finding about a tool that is missing or does not work. Null if it answered. */
export function brokenTool(
  name: string,
  { file, problem }: ToolFacts,
  options: { remedy: string; severity?: Finding['severity'] },
): Finding | null {
  if (problem === null) return null;
  const isMissing = file === null || problem === MISSING;
  return {
    severity: options.severity ?? 'error',
    message: isMissing ? `${name} is missing.` : `${name} does not work.`,
    evidence: [file === null ? problem : `${file}: ${problem}`],
    remedy: options.remedy,
  };
}

/** A list without its nulls. */
export function present<T>(values: readonly (T | null | false)[]): T[] {
  return values.filter((value): value is T => value !== null && value !== false);
}
