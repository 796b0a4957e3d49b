import type { Rule } from '../../rule';

/** Any warning that no earlier rule words. */
export const cmakeWarning: Rule = {
  code: 'cmake-warning',
  defaultSeverity: 'warning',
  summary: 'CMake would print this warning.',
  documentation: 'Found by the evaluation.',

  onMessage: {
    pattern: /^/,
    modes: ['WARNING'],
    word: ({ input }) => input,
  },
};
