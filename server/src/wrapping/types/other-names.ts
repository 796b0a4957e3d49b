import type { ClassDefinition } from './class-definition';

/**
 * The names that the body of a class defines in other ways than by a plain alias: nested classes, enums, aliases with
 * parameters, and what it takes over from a base. A name may be one too many.
 */
export function otherNames(definition: ClassDefinition): ReadonlySet<string> {
  let names: Set<string> | undefined = known.get(definition);
  if (names === undefined) {
    names = new Set();
    for (const [, nested, taken, alias] of definition.body.matchAll(DEFINED)) {
      const name = nested ?? alias ?? taken?.match(/\w+/g)?.at(-1);
      if (name !== undefined) names.add(name);
    }
    known.set(definition, names);
  }
  return names;
}

const known = new WeakMap<ClassDefinition, Set<string>>();

const DEFINED =
  /(?<!\bfriend\s{1,9})(?:\benum\s+(?:class\s+|struct\s+)?|(?<!\benum\s{1,9})\b(?:class|struct|union)\s+(?:\w+\s+)?)(\w+)(?:\s+final)?\s*[;{:]|\busing\s([^;={}]{0,200});|>\s*using\s+(\w+)\s*=/g;
