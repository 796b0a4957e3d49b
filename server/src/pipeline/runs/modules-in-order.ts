import type { BuildModule } from '../../build/build-tree';

/**
 * Does the work for modules, `jobs` at a time. A module starts when its dependencies among them are done, whether they
 * succeeded or not. Modules in a dependency cycle run in the given order.
 * @returns the results in the given order
 */
export async function inDependencyOrder<T>(
  modules: readonly BuildModule[],
  jobs: number,
  work: (module: BuildModule) => Promise<T>,
): Promise<T[]> {
  const waiting = new Map(modules.map((module) => [module.name, module]));
  const running = new Map<string, Promise<void>>();
  const results = new Map<string, T>();
  const isReady = ({ name, dependencies }: BuildModule): boolean =>
    dependencies.every((other) => other === name || (!waiting.has(other) && !running.has(other)));
  while (waiting.size + running.size > 0) {
    const all = [...waiting.values()];
    const next =
      running.size < jobs ? (all.find(isReady) ?? (running.size === 0 ? all[0] : undefined)) : undefined;
    if (!next) {
      await Promise.race(running.values());
      continue;
    }
    waiting.delete(next.name);
    const run = work(next).then((result) => {
      results.set(next.name, result);
    });
    running.set(
      next.name,
      run.finally(() => running.delete(next.name)),
    );
  }
  return modules.map(({ name }) => results.get(name) as T);
}
