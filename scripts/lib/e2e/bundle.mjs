// Bundles the scenes: one script for each kind of workspace, with the `run()` that VS Code calls in its extension host.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../root.mjs';

const suites = path.join(root, 'test/e2e/suite');

/** The kinds of workspaces that have scenes: the folders of test/e2e/suite. */
export async function workspaceKinds() {
  const entries = await readdir(suites, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The kinds of workspaces whose scenes run outside the window: the files of test/e2e/window. */
export async function windowKinds() {
  const names = await readdir(path.join(root, 'test/e2e/window'));
  return names.flatMap((name) => /^(.+)\.scene\.mjs$/.exec(name)?.[1] ?? []).sort();
}

/** The absolute path of the bundle of a kind: out/e2e/<kind>.js. */
export const bundleOf = (kind) => path.join(root, 'out/e2e', `${kind}.js`);

/** Bundles the scenes of these kinds. */
export async function bundleScenes(kinds) {
  const { default: esbuild } = await import('esbuild');
  await rm(path.join(root, 'out/e2e'), { recursive: true, force: true });
  for (const kind of kinds)
    await esbuild.build({
      stdin: { contents: await entry(kind), resolveDir: suites, loader: 'ts', sourcefile: `${kind}.ts` },
      outfile: bundleOf(kind),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      sourcemap: 'inline',
      external: ['vscode', 'mocha'],
      logLevel: 'warning',
    });
}

/** The entry script of a bundle. It requires the scenes inside a function, after mocha has defined `describe` and `it`. */
async function entry(kind) {
  const files = (await readdir(path.join(suites, kind))).filter((name) => name.endsWith('.scene.ts')).sort();
  return [
    `import { runScenes } from '../harness/run';`,
    `export const run = () => runScenes(() => {`,
    ...files.map((name) => `  require('./${kind}/${name}');`),
    `});`,
  ].join('\n');
}
