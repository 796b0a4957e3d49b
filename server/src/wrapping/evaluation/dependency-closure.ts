/** A module with everything that it depends on, directly or indirectly. `dependencies` are those of each module, by name. */
export function dependencyClosure(
  module: string,
  dependencies: ReadonlyMap<string, Iterable<string>>,
): Set<string> {
  const closure = new Set<string>();
  const open = [module];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (closure.has(name)) continue;
    closure.add(name);
    open.push(...(dependencies.get(name) ?? []));
  }
  return closure;
}
