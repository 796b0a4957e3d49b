/**
 * How grave a finding is.
 * - `error`: the wrapping cannot work, or breaks at the named step
 * - `warning`: it works, but something is lost, slow or about to break
 * - `note`: worth knowing
 */
export type Severity = 'error' | 'warning' | 'note';

/** Something that a check found, as plain data. All texts are English sentences. */
export interface Finding {
  severity: Severity;
  /** What is wrong, and with what. */
  message: string;
  /** What was seen: versions, paths, the first lines of a message. */
  evidence: readonly string[];
  /** What to do. */
  remedy: string;
  /** Where the rule comes from: an address, or a file of ITK. */
  source?: string;
}

/** What a check says: in a few words what it saw, and what is wrong. Or why it had nothing to look at. */
export type CheckAnswer = { summary: string; findings: readonly Finding[] } | { skipped: string };

/** The result of a check. `state` is the gravest finding's severity, else `ok`. */
export interface CheckReport {
  id: string;
  title: string;
  state: Severity | 'ok' | 'skipped';
  /** What was seen, or why nothing was. */
  summary: string;
  findings: readonly Finding[];
}

/** The gravest severity. `ok` if there are no findings. */
export function gravest(findings: readonly Finding[]): Severity | 'ok' {
  const order: readonly Severity[] = ['error', 'warning', 'note'];
  return order.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'ok';
}
