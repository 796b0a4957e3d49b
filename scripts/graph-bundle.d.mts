import type { BuildOptions } from 'esbuild';

/** The esbuild options of the graph page. */
export const graphBundle: BuildOptions;
