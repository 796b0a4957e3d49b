import { absolute, baseName } from './build-paths';
import type { BuildTree, BuildType } from './build-tree';

/**
 * The cache's key scheme that a build uses: that of its own cache script where a launcher is one, told by the version that
 * the script salts its keys with; `manifest` otherwise.
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

/** The scheme of a cache script's text: its key version is the string `vN\0`, or a constant that holds `vN`. */
export function schemeOfScript(text: string): BuildTree['scheme'] {
  const version =
    /KEY_VERSION[^=\n]*=\s*b?["'](v\d+)/.exec(text)?.[1] ?? /b?["'](v\d+)(?:\\0|\\x00)/.exec(text)?.[1];
  return version === 'v4' ? 'plain' : 'manifest';
}
