import type { ProcessRequest, ProcessRunner } from '../../host/process';

/** Runs the build's ninja in its folder. */
export type NinjaRunner = (request: Omit<ProcessRequest, 'file' | 'cwd'>) => ReturnType<ProcessRunner>;

/** What `ninja -t query` says about a target. */
interface QueriedTarget {
  inputs: string[];
  outputs: string[];
}

/** The first file behind each target that is only a name. Empty if ninja does not know one of them. */
export async function whatMakes(
  ninja: NinjaRunner,
  targets: readonly string[],
): Promise<Map<string, string>> {
  const queried = (await query(ninja, targets)) ?? new Map<string, QueriedTarget>();
  return new Map([...queried].flatMap(([name, { inputs }]) => (inputs[0] ? [[name, inputs[0]]] : [])));
}

/** The maximum number of targets for one query. */
const MANY = 2000;

/**
 * Everything that needs one of these outputs, directly or not, and the outputs themselves. Null if ninja cannot tell, because
 * there are too many of them or it does not know one.
 */
export async function targetsThatNeed(
  ninja: NinjaRunner,
  outputs: readonly string[],
): Promise<Set<string> | null> {
  if (outputs.length === 0) return null;
  const found = new Set(outputs);
  for (let last = [...found]; last.length > 0;) {
    const queried = last.length > MANY ? null : await query(ninja, last);
    if (!queried) return null;
    last = [...queried.values()].flatMap((target) => target.outputs).filter((name) => !found.has(name));
    last = [...new Set(last)];
    for (const name of last) found.add(name);
  }
  return found;
}

async function query(
  ninja: NinjaRunner,
  targets: readonly string[],
): Promise<Map<string, QueriedTarget> | null> {
  // Names come from the output of tools. One that begins with a dash would be an option.
  if (targets.some((name) => name === '' || name.startsWith('-'))) return null;
  const { code, stdout } = await ninja({ args: ['-t', 'query', ...targets] });
  return code === 0 ? parseQuery(stdout.toString()) : null;
}

/** Parses `name:`, and below it `input: rule` and `outputs:` with a name on each line, which `|` and `||` may precede. */
export function parseQuery(text: string): Map<string, QueriedTarget> {
  const found = new Map<string, QueriedTarget>();
  let target: QueriedTarget = { inputs: [], outputs: [] };
  let names = target.inputs;
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^(?:\|\|? )?(\S.*):$/.exec(line) ?? [];
    if (name !== undefined) found.set(name, (target = { inputs: [], outputs: [] }));
    else if (/^ {2}input:/.test(line)) names = target.inputs;
    else if (/^ {2}(?:outputs|validations):/.test(line)) names = line.startsWith('  o') ? target.outputs : [];
    else if (line.startsWith('    ')) names.push(line.slice(4).replace(/^\|{1,2} /, ''));
  }
  return found;
}
