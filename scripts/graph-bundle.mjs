// The bundle of the graph page: one script that contains the bundle of its layout worker as text.
import esbuild from 'esbuild';
import path from 'node:path';

/** The source files of the worker bundles. The page's own bundle does not list them. */
export const workerInputs = new Set();

/** `import source from 'worker:./x.ts'` imports the bundle of x.ts as a string. */
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

/** The esbuild options of the graph page. */
export const graphBundle = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  plugins: [workerAsText],
  entryPoints: { graph: 'media/graph/main.ts', 'graph-style': 'media/graph/graph.css' },
};
