import type { BuildOptions } from 'esbuild';

/** The esbuild options of the timings page. */
export const timingsBundle: BuildOptions;
