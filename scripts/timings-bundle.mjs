// The bundle of the page that `itk-wrap timings` writes. It becomes a part of each page, so it is always minified.

/** The esbuild options of the timings page. */
export const timingsBundle = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  minify: true,
  sourcemap: false,
  entryPoints: { timings: 'media/timings/timings-main.ts', 'timings-style': 'media/timings/timings.css' },
};
