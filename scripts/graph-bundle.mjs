// How the graph page is bundled: one script, with its layout worker's bundle inside as text.
import esbuild from 'esbuild';
import path from 'node:path';

/** The files in workers' bundles, which the page's own bundle does not name. */
export const workerInputs = new Set();

/** `import source from 'worker:./x.ts'` gives the bundle of x.ts as a string. */
const workerAsText = {
  name: 'worker-as-text',
  setup(build) {
    build.onResolve({ filter: /^worker:/ }, ({ path: name, resolveDir }) => ({
      path: path.resolve(resolveDir, name.slice('worker:'.length)),
      namespace: 'worker',
    }));
    build.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path: file }) => {
      const { outputFiles, metafile } = await esbuild.build({
        entryPoints: [file],
        bundle: true,
        write: false,
        metafile: true,
        format: 'iife',
        target: 'es2022',
        minify: build.initialOptions.minify ?? false,
      });
      for (const input of Object.keys(metafile.inputs)) workerInputs.add(input);
      return {
        contents: outputFiles[0].text,
        loader: 'text',
        watchFiles: Object.keys(metafile.inputs).map((input) => path.resolve(input)),
      };
    });
  },
};

export const graphBundle = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  plugins: [workerAsText],
  entryPoints: { graph: 'media/graph/main.ts', 'graph-style': 'media/graph/graph.css' },
};
