// What an editor may start while it shows a folder that is not trusted.
import assert from 'node:assert/strict';
import path from 'node:path';

/** The programs that a build names, or that a stage of the wrapping is. */
const OF_A_BUILD = /^(?:castxml|cmake|ninja|make|swig|python3?|itk-.*|cc|gcc|g\+\+|c\+\+|clang.*|ccache)$/;

/** Fails if one of these programs is in the folder, or belongs to a build. */
export function assertHarmless(started, folder) {
  const harmful = started.filter(
    ({ program }) => program.startsWith(folder + path.sep) || OF_A_BUILD.test(path.basename(program)),
  );
  assert.deepEqual(harmful, []);
}
