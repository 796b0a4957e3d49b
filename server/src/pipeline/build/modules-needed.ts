import type { BuildModule, BuildTree } from '../../build/build-tree';

/** These modules and all that they depend on, directly or not, each after the ones that it depends on. */
export function modulesNeeded(
  { modules }: Pick<BuildTree, 'modules'>,
  names: Iterable<string>,
): BuildModule[] {
  const byName = new Map(modules.map((module) => [module.name, module]));
  const visited = new Set<string>();
  const inOrder: BuildModule[] = [];
  const visit = (name: string): void => {
    const module = byName.get(name);
    if (!module || visited.has(name)) return;
    visited.add(name);
    for (const dependency of module.dependencies) visit(dependency);
    inOrder.push(module);
  };
  for (const name of names) visit(name);
  return inOrder;
}
