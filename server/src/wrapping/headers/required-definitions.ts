/** A name that a header requires to be defined: else it stops with `#error`. */
export interface RequiredDefinition {
  name: string;
  /** The line of the `#error`, counted from 0. */
  line: number;
}

/** More than any real header has. */
const MAX_REQUIRED = 50;

/** An `#if` that only asks whether a name is defined. */
interface Condition {
  name: string;
  /** Whether the name is defined in the branch that is read. */
  isDefined: boolean;
}

/**
 * The names without which a header stops: an `#error` is the first line of a branch that is read if the name is not defined. A name
 * that the header defines itself does not count.
 */
export function requiredDefinitions(text: string): RequiredDefinition[] {
  if (!text.includes('#')) return [];
  const found: RequiredDefinition[] = [];
  /** One element for each open condition. Null: it asks for something else. */
  const open: (Condition | null)[] = [];
  let isFirst = false;
  for (const [line, code] of text.split('\n').entries()) {
    const plain = code.split('//', 1)[0]!.trim();
    if (plain === '' || plain.startsWith('/*') || plain.startsWith('*')) continue;
    const directive = DIRECTIVE.exec(plain)?.[1] ?? '';
    const current = open.at(-1);
    if (directive === 'error' && isFirst && current?.isDefined === false && found.length < MAX_REQUIRED)
      found.push({ name: current.name, line });
    isFirst = directive.startsWith('if') || directive === 'else';
    if (directive.startsWith('if')) open.push(conditionIn(plain));
    else if (directive === 'endif') open.pop();
    else if (directive.startsWith('el') && current !== undefined)
      open[open.length - 1] =
        directive === 'else' && current !== null ? { ...current, isDefined: !current.isDefined } : null;
  }
  return found.filter(({ name }) => !new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}\\b`, 'm').test(text));
}

const DIRECTIVE = /^#\s*(if|ifdef|ifndef|elif|elifdef|elifndef|else|endif|error)\b/;

function conditionIn(line: string): Condition | null {
  const plain = /^#\s*(ifn?def)\s+(\w+)$/.exec(line);
  if (plain) return { name: plain[2]!, isDefined: plain[1] === 'ifdef' };
  const asked = /^#\s*if\s+(!\s*)?defined(?:\s*\(\s*(\w+)\s*\)|\s+(\w+))$/.exec(line);
  const name = asked?.[2] ?? asked?.[3];
  return asked && name !== undefined ? { name, isDefined: asked[1] === undefined } : null;
}
