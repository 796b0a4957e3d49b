import type { CommandReading } from './generators/build-command';
import { absolute, baseName } from './build-paths';
import type { SwigStep } from './build-tree';
import type { Rule } from './build-rule';

/** Whether a rule makes a C++ file and a Python file, as SWIG does. */
export function isSwigRule({ outputs, inputs }: Rule): boolean {
  return (
    outputs.some((output) => output.endsWith('Python.cpp')) &&
    outputs.some((output) => output.endsWith('.py')) &&
    inputs.some((input) => input.endsWith('.i'))
  );
}

/** The index of SWIG in a command: the word before its first option. -1 if the command does not run SWIG. */
export function swigAt(words: readonly string[]): number {
  const python = words.indexOf('-python');
  if (python < 0 || !(words.at(-1) ?? '').endsWith('.i')) return -1;
  let at = python;
  while (at > 0 && (words[at] ?? '').startsWith('-')) at -= 1;
  return at;
}

/** The runs of SWIG, by the name of their interface file. Rules whose command cannot be read are left out. */
export async function swigStepsOf(
  rules: readonly Rule[],
  dir: string,
  read: (rule: Rule) => Promise<CommandReading>,
): Promise<Map<string, SwigStep>> {
  const steps = new Map<string, SwigStep>();
  for (const rule of rules) {
    const reading = await read(rule);
    if ('problem' in reading) continue;
    const { command } = reading;
    const source = absolute(command.cwd, command.argv.at(-1) ?? '');
    const outputs = rule.outputs.map((output) => absolute(dir, output));
    const inputs = rule.inputs.map((input) => absolute(dir, input));
    const cpp = outputs.find((output) => output.endsWith('Python.cpp')) ?? '';
    const name = baseName(source).slice(0, -'.i'.length);
    steps.set(name, { name, source, cpp, outputs, inputs, command });
  }
  return steps;
}
