import type { Finding } from '../finding';
import { explainFailure } from '../known-failures';
import type { ProbeReport, StepName, StepReport } from './probe-report';

/** The step in which the probe ended, in words. */
export const STEP_WORDS: Record<StepName, string> = {
  castxml: 'castxml',
  igenerator: 'igenerator',
  swig: 'SWIG',
  compile: 'the compiler',
  link: 'the linker',
  import: 'the import in Python',
};

/** What the probe found: the step that fails, and why as far as that is known. Null if all steps succeeded. */
export function probeFinding({ steps }: ProbeReport): Finding | null {
  const failed = steps.find(({ state }) => state === 'failed');
  if (failed) return failedStep(failed);
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

function failedStep({ name, reason, output, command }: StepReport): Finding {
  const known = explainFailure(name, `${output}\n${reason ?? ''}`);
  const lines = telling(output);
  return {
    severity: 'error',
    message: `${capitalized(STEP_WORDS[name])} fails for one small class (${reason ?? 'for an unknown reason'}).${known ? ` ${known.cause}` : ''}`,
    evidence:
      lines.length > 0 ? lines : [command?.argv.slice(0, 1).join('') ?? ''].filter((line) => line !== ''),
    remedy:
      known?.remedy ??
      'Read the messages: “itk-wrap doctor --json” has all of them and the command. The checks below may name the cause.',
  };
}

/** How many lines of a tool's output are shown, and their length. */
const LINES = 4;
const WIDTH = 240;

/** The lines of a tool's output that name the error: from the first that says so, else the last ones. */
function telling(output: string): string[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const first = lines.findIndex((line) =>
    /\berror\b|Error:|Traceback|undefined|not found|cannot/i.test(line),
  );
  // A traceback of Python ends with the error.
  const isTraceback = first >= 0 && /Traceback/.test(lines[first] ?? '');
  const chosen = first < 0 || isTraceback ? lines.slice(-LINES) : lines.slice(first, first + LINES);
  return chosen.map((line) => line.slice(0, WIDTH));
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
