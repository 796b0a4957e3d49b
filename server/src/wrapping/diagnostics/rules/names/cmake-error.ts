import type { Rule } from '../../rule';

/** Any error that no earlier rule words. */
export const cmakeError: Rule = {
  code: 'cmake-error',
  defaultSeverity: 'error',
  summary: 'CMake would report this error.',
  documentation:
    'Found by the evaluation, and shown on the line of the `.wrap` file that led to it. Errors outside of `.wrap` files are shown on the line of the module’s `CMakeLists.txt`, on the option in `CMakeCache.txt` that the error names, or in the macro file. After an error at which CMake stops, nothing that only follows from it is reported.',

  onMessage: {
    pattern: /^/,
    modes: ['FATAL_ERROR', 'SEND_ERROR'],
    word: ({ input }) => input,
  },
};
