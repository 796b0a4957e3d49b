/** A module with all that it needs, directly or through others. `dependencies`: of each module, by name. */
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
