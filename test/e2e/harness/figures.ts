import { host } from './host';

/** Prints a measurement between the results of scenes. */
export const figure = (text: string): Promise<void> =>
  host.report({ type: 'group', title: `⏱ ${text}`, depth: 2 });

/** The time since a moment of `performance.now()`. */
export const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(2)} s`;
