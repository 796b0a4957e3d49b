import { absolute, baseName } from './build-paths';
import type { BuildTree, BuildType } from './build-tree';

/**
 * The key scheme of a build. If a launcher is the build's own cache script, the scheme follows from the key version in that
 * script. Otherwise it is `manifest`.
 */
export async function schemeOf(
  types: readonly BuildType[],
  read: (file: string) => Promise<string | null>,
): Promise<BuildTree['scheme']> {
  const command = types.find((type) => type.castxml && type.castxml.launcher.length > 0)?.castxml;
  const script = command?.launcher.find((word) => /castxml-cache[^/\\]*\.py$/i.test(baseName(word)));
  if (!command || script === undefined) return 'manifest';
  return schemeOfScript((await read(absolute(command.cwd, script))) ?? '');
}

/** The scheme that the text of a cache script implies. Its key version is the string `vN\0`, or a constant with `vN`. */
export function schemeOfScript(text: string): BuildTree['scheme'] {
  const version =
    /KEY_VERSION[^=\n]*=\s*b?["'](v\d+)/.exec(text)?.[1] ?? /b?["'](v\d+)(?:\\0|\\x00)/.exec(text)?.[1];
  return version === 'v4' ? 'plain' : 'manifest';
}
