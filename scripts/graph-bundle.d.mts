import type { BuildOptions } from 'esbuild';

export const graphBundle: BuildOptions;
