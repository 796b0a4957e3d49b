// Bun's compiler, for the native build of the launcher and its tests.
import path from 'node:path';
import { ensureBun } from './bun.mjs';
import { run } from './processes.mjs';

/** Compiles a bundle into an executable that reads no settings from the current folder. */
export async function compileNative(bundle, target) {
  const settings = ['dotenv', 'bunfig', 'tsconfig', 'package-json'].map(
    (kind) => `--no-compile-autoload-${kind}`,
  );
  const args = ['build', '--compile', '--minify', '--bytecode', ...settings, '--outfile', target, bundle];
  // Bun reads settings from its current folder, so it is started in the bundle's own folder.
  if ((await run(await ensureBun(), args, { cwd: path.dirname(bundle) })) !== 0)
    throw new Error(`Bun could not compile ${bundle}.`);
}
