import type { CheckReport, Finding } from '../finding';
import { explainFailure } from '../known-failures';
import { type ProbeReport, STEP_WORDS, type StepName, type StepReport } from './probe-report';

/** The checks that look at what a step needs. */
const CHECKS_OF_STEP: Record<StepName, readonly string[]> = {
  castxml: ['castxml'],
  igenerator: ['python', 'python-packages'],
  swig: ['swig'],
  compile: ['compiler', 'python'],
  link: ['compiler'],
  import: ['python'],
};

/**
 * What the probe found: the step that fails, and why as far as that is known. Null if all steps succeeded, or if the error of a check says
 * the same.
 */
export function probeFinding({ steps }: ProbeReport, checks: readonly CheckReport[]): Finding | null {
  const failed = steps.find(({ state }) => state === 'failed');
  if (failed) return failedStep(failed, checks);
  const open = steps.find(({ state }) => state === 'not-run');
  if (!open) return null;
  return {
    severity: 'note',
    message: `The probe ends before ${STEP_WORDS[open.name]}: ${open.reason ?? 'it is not known how it runs'}.`,
    evidence: [],
    remedy:
      'Configure a Ninja build (cmake -G Ninja) that finds SWIG and Python’s headers, to have all steps tried.',
  };
}

function failedStep({ name, reason, output }: StepReport, checks: readonly CheckReport[]): Finding | null {
  const known = explainFailure(name, `${output}\n${reason ?? ''}`);
  const suspects = known ? [known.blames] : CHECKS_OF_STEP[name];
  const isExplained = checks.some(({ id, state }) => state === 'error' && suspects.includes(id));
  if (isExplained) return null;
  return {
    severity: 'error',
    message: `${STEP_WORDS[name]} fails for one small class: ${reason ?? 'unknown'}.${known ? ` ${known.cause}` : ''}`,
    evidence: [],
    remedy:
      known?.remedy ??
      'Read its messages: “itk-wrap doctor --json” has all of them, and the command that was run.',
  };
}

/** How many lines of a tool's output are shown, and their length. */
const LINES = 3;
const WIDTH = 240;

/** The lines of a tool's output that name the error, else the last ones. */
export function tellingLines(output: string): string[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const named = lines.filter((line) =>
    /\berror\b|\w(?:Error|Exception): |undefined (?:symbol|reference)/i.test(line),
  );
  return (named.length > 0 ? named.slice(0, LINES) : lines.slice(-LINES)).map((line) => line.slice(0, WIDTH));
}
