import { pathsOf, typeNameOf } from '../build-paths';

/** Finds `.wrap` files by the name of their type. */
export interface WrapIndex {
  /** The `wrapping/` folder that has most of these types. `module` decides between folders that have equally many. */
  dirOf: (types: readonly string[], module: string) => string | null;
  /** The type's `.wrap` file. If several folders have one with this name, the one in `dir` is preferred. */
  fileOf: (type: string, dir: string | null) => string | null;
}

/** Indexes absolute paths of `.wrap` files. */
export function wrapIndex(wrapFiles: readonly string[]): WrapIndex {
  const byType = new Map<string, string[]>();
  for (const file of wrapFiles) {
    const name = typeNameOf(file);
    const files = byType.get(name);
    if (files) files.push(file);
    else byType.set(name, [file]);
  }
  const dirname = (file: string): string => pathsOf(file).dirname(file);
  return {
    dirOf(types, module) {
      const votes = new Map<string, number>();
      for (const type of types)
        for (const file of byType.get(type) ?? []) {
          const dir = dirname(file);
          votes.set(dir, (votes.get(dir) ?? 0) + 1);
        }
      const bare = module.replace(/^ITK/, '');
      const favors = (dir: string): number => (dir.includes(bare) ? 1 : 0);
      const ranked = [...votes].sort((a, b) => b[1] - a[1] || favors(b[0]) - favors(a[0]));
      return ranked[0]?.[0] ?? null;
    },
    fileOf(type, dir) {
      const files = byType.get(type) ?? [];
      return files.find((file) => dirname(file) === dir) ?? files[0] ?? null;
    },
  };
}
