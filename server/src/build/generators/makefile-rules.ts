import { type BuildFs, textOrNull } from '../../host/build-files';
import { ExpansionBudget, ExpansionError } from './ninja-text';
import { pathsOf } from '../build-paths';
import { CASTXML, IGENERATOR, Rules } from '../raw-build';
import type { Rule } from '../build-rule';

/**
 * The castxml and igenerator rules of a Makefiles build: those in the `build.make` of the targets `<M>CastXML` and
 * `<M>Swig`. Empty if these files do not exist, as with other generators.
 */
export async function readMakefileRules(dir: string, fs: BuildFs): Promise<Rules> {
  const paths = pathsOf(dir);
  const rules = new Rules();
  const list = await textOrNull(paths.join(dir, 'CMakeFiles', 'TargetDirectories.txt'), fs);
  const targets = (list ?? '').split(/\r?\n/).filter((target) => /(?:CastXML|Swig)\.dir$/.test(target));
  for (const target of targets) {
    const text = await textOrNull(paths.join(target, 'build.make'), fs);
    if (text !== null) for (const rule of parseMakefile(text)) rules.add(rule);
  }
  return rules;
}

/**
 * The castxml and igenerator rules of a `build.make` file that CMake wrote. CMake writes one line per dependency. For each
 * further output of a rule it writes a separate rule that touches the output.
 */
export function parseMakefile(text: string): Rule[] {
  const rules = new Map<string, { outputs: string[]; inputs: string[]; commands: string[] }>();
  const followers: [string, string][] = [];
  const variables = new Map<string, string>();
  const budget = new ExpansionBudget();
  let current: { outputs: string[]; inputs: string[]; commands: string[] } | undefined;
  for (const rawLine of text.split('\n')) {
    const line = rawLine.endsWith('\r') ? rawLine.slice(0, -1) : rawLine;
    if (line.startsWith('\t')) {
      if (/^\t@?\$\(CMAKE_COMMAND\) -E touch_nocreate /.test(line)) {
        const [output, input] = [current?.outputs[0], current?.inputs.at(-1)];
        if (output !== undefined && input !== undefined) followers.push([output, input]);
      } else if (!line.startsWith('\t@')) current?.commands.push(expand(line.slice(1), variables, budget));
      continue;
    }
    const assignment = /^([A-Z_]+) = (.*)$/.exec(line);
    if (assignment) variables.set(assignment[1] ?? '', assignment[2] ?? '');
    const dependency = line.startsWith('#')
      ? null
      : /^((?:[^:=\s\\]|\\.)+|[A-Za-z]:(?:[^:=\s\\]|\\.)+):(?: (.*))?$/.exec(line);
    if (!dependency) continue;
    const target = unescape(dependency[1] ?? '');
    current = rules.get(target);
    if (!current) rules.set(target, (current = { outputs: [target], inputs: [], commands: [] }));
    if (dependency[2]) current.inputs.push(unescape(dependency[2]));
  }
  for (const [output, input] of followers) rules.get(input)?.outputs.push(output);
  return [...rules.values()]
    .map(({ outputs, inputs, commands }) => ({
      outputs,
      implicitOutputs: [],
      inputs,
      command: commands.join(' && '),
      description: outputs[0] ?? '',
    }))
    .filter(({ command }) => command.includes(CASTXML) || command.includes(IGENERATOR));
}

/** Expands variables. A command that would exceed the budget stays as written. */
function expand(text: string, variables: ReadonlyMap<string, string>, budget: ExpansionBudget): string {
  let length = text.length;
  budget.add(length);
  try {
    return text.replace(/\$(?:\$|\(([A-Za-z_]+)\))/g, (_whole, name?: string) => {
      if (name === undefined) return '$';
      const value = variables.get(name) ?? '';
      budget.take(value.length, length);
      length += value.length;
      return value;
    });
  } catch (error) {
    if (error instanceof ExpansionError) return text;
    throw error;
  }
}

/** Resolves make's escapes in a file name. */
function unescape(name: string): string {
  return name.replace(/\\([ #:\\])/g, '$1').replace(/\$\$/g, '$');
}
