import { existsSync } from 'node:fs';
import type { BuildModule, BuildTree } from '../../build/build-tree';

/**
 * The modules for which igenerator has to run before it can run for `module`, in the order in which to run them. It reads the
 * `.idx` files of every module that `module` depends on, directly or not, and stops with a traceback if one is missing.
 */
export function modulesToRunBefore(
  { modules }: Pick<BuildTree, 'modules'>,
  module: BuildModule,
  exists: (file: string) => boolean = existsSync,
): string[] {
  const byName = new Map(modules.map((one) => [one.name, one]));
  const visited = new Set([module.name]);
  const missing: string[] = [];
  const visit = ({ dependencies }: BuildModule): void => {
    for (const name of dependencies) {
      const other = byName.get(name);
      if (!other || visited.has(name)) continue;
      visited.add(name);
      visit(other);
      const isComplete = other.igeneratorOutputs
        .filter((file) => file.endsWith('.idx'))
        .every((file) => exists(file));
      if (!isComplete) missing.push(name);
    }
  };
  visit(module);
  return missing;
}
