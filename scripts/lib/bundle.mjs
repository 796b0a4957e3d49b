// Bundles everything that ships into dist/.
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import esbuild from 'esbuild';
import { graphBundle, workerInputs } from '../graph-bundle.mjs';
import { timingsBundle } from '../timings-bundle.mjs';
import { noticesText, packagesOf } from './notices.mjs';
import { root } from './root.mjs';

const require = createRequire(import.meta.url);

/** Files that ship unchanged: [from, to in dist/]. */
const assets = [
  [require.resolve('web-tree-sitter/web-tree-sitter.wasm'), 'web-tree-sitter.wasm'],
  [require.resolve('sql.js/dist/sql-wasm.wasm'), 'sql-wasm.wasm'],
  [path.join(root, 'server/grammar/tree-sitter-cmake.wasm'), 'tree-sitter-cmake.wasm'],
  [path.join(root, 'server/src/cli/launchers/itk-castxml-cache.sh'), 'itk-castxml-cache'],
  [path.join(root, 'server/python/igenerator-driver.py'), 'igenerator-driver.py'],
];

const common = {
  absWorkingDir: root,
  bundle: true,
  outdir: 'dist',
  sourcemap: true,
  logLevel: 'warning',
};

/**
 * If a file imports a default from a CommonJS module, esbuild copies all its properties, in each such file. For Node's own
 * modules this plugin substitutes a module that inherits them.
 */
const plainBuiltins = {
  name: 'plain-builtins',
  setup(build) {
    build.onResolve({ filter: /^node:(?:crypto|fs|os|path)$/ }, (args) =>
      args.namespace === 'plain-builtin'
        ? { path: args.path, external: true }
        : { path: args.path, namespace: 'plain-builtin' },
    );
    build.onLoad({ filter: /.*/, namespace: 'plain-builtin' }, (args) => ({
      contents: `const own = require('${args.path}');
        module.exports = Object.assign(Object.create(own), { __esModule: true, default: own });`,
    }));
  },
};

const builds = [
  {
    ...common,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    alias: {
      // Its ES module needs its own URL, which a CommonJS bundle does not have.
      'web-tree-sitter': require.resolve('web-tree-sitter'),
      // Its CommonJS module requires its parts in a way that no bundler can follow.
      'jsonc-parser': require.resolve('jsonc-parser/lib/esm/main.js'),
    },
    plugins: [plainBuiltins],
    entryPoints: {
      extension: 'client/src/extension.ts',
      server: 'server/src/lsp/server-process.ts',
      'first-names-worker': 'server/src/lsp/first-names/first-names-worker.ts',
      'evaluation-worker': 'server/src/lsp/evaluation/evaluation-worker.ts',
      'question-worker': 'server/src/lsp/evaluation/question-worker.ts',
      'watchdog-worker': 'server/src/lsp/watchdog/watchdog-worker.ts',
      'itk-wrap': 'server/src/cli/itk-wrap.ts',
    },
  },
  {
    ...common,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // A build starts it hundreds of times, so a smaller file is read faster.
    minify: true,
    sourcemap: false,
    plugins: [plainBuiltins],
    entryPoints: {
      'itk-castxml-cache': 'server/src/cli/launchers/itk-castxml-cache.ts',
      'itk-castxml-cache-server': 'server/src/cli/resident/itk-castxml-cache-server.ts',
      'itk-swig-cache': 'server/src/cli/launchers/itk-swig-cache.ts',
      'itk-igenerator-cache': 'server/src/cli/launchers/itk-igenerator-cache.ts',
    },
  },
  { ...common, ...graphBundle },
  { ...common, ...timingsBundle },
];

/** Empties dist/ and fills it. `minify` is for the package. With `watch`, it rebuilds after each change. */
export async function bundle({ minify, watch }) {
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  await mkdir(path.join(root, 'dist'), { recursive: true });
  for (const [from, to] of assets) {
    if (!existsSync(from))
      throw new Error(`${path.relative(root, from)} is missing: it is committed; restore it with git.`);
    await copyFile(from, path.join(root, 'dist', to));
  }
  await writeLaunchers();
  const options = builds.map((build) => (minify ? { ...build, minify, sourcemap: false } : build));
  if (watch) for (const build of options) await (await esbuild.context(build)).watch();
  else {
    const results = await Promise.all(options.map((build) => esbuild.build({ ...build, metafile: true })));
    await writeFile(path.join(root, 'dist', NOTICES), noticesText(await packagesIn(results)));
  }
}

async function writeLaunchers() {
  const script = await readFile(path.join(root, 'server/src/cli/launchers/itk-castxml-cache.sh'), 'utf8');
  const launchers = {
    'itk-castxml-cache': 'castxml',
    'itk-swig-cache': 'SWIG',
    'itk-igenerator-cache': 'igenerator',
  };
  for (const [name, tool] of Object.entries(launchers)) {
    const file = path.join(root, 'dist', name);
    await writeFile(file, tool === 'castxml' ? script : launcherOf(script, name, tool));
    await chmod(file, 0o755);
  }
}

/** The launchers of other tools differ from castxml's in the names and in the options. */
function launcherOf(script, name, tool) {
  const own = script.indexOf('# castxml itself writes the depfile');
  // igenerator cannot write a depfile, but the command may have a file with more of its arguments.
  const text =
    tool === 'igenerator'
      ? `${script.slice(0, own)}${MORE_ARGUMENTS}exec "$@"\n`
          .replace('depfile=\n', 'more=\n')
          .replace('    *) break', '    --arguments) more=$2 && shift 3 ;;\n    *) break')
      : script;
  return text
    .replaceAll('itk-castxml-cache', name)
    .replace('running castxml itself', `running ${tool} itself`)
    .replace('# castxml itself', `# ${tool} itself`)
    .replace('depfile=$2 target=$3 && shift 3', tool === 'igenerator' ? 'shift 3' : 'depfile=$2 && shift 2')
    .replace('-MD -MF "$depfile" -MQ "$target"', '-MMD -MF "$depfile"');
}

/** Appends the lines of a file to the arguments. */
const MORE_ARGUMENTS = `if [ -n "$more" ]; then
  while IFS= read -r line; do set -- "$@" "$line"; done <"$more" || exit 1
fi
`;

/** The licenses of everything in the bundles, next to them. */
const NOTICES = 'THIRD-PARTY-NOTICES.txt';

/** The npm packages in the bundles, and those whose files ship unchanged: see notices.mjs. Writes nothing. */
export async function bundledPackages() {
  const options = { write: false, metafile: true, sourcemap: false };
  return packagesIn(await Promise.all(builds.map((build) => esbuild.build({ ...build, ...options }))));
}

function packagesIn(results) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const shipped = assets.map(([from]) => path.relative(root, from));
  return packagesOf([...inputs, ...workerInputs, ...shipped], root);
}
