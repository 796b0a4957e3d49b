// What an editor may start while it shows a folder that is not trusted.
import assert from 'node:assert/strict';
import path from 'node:path';

/** The programs that a build names, or that a stage of the wrapping is. */
const OF_A_BUILD = /^(?:castxml|cmake|ninja|make|swig|python3?|itk-.*|cc|gcc|g\+\+|c\+\+|clang.*|ccache)$/;
/** Our own commands, which run programs of a build. Node starts them. */
const OWN_COMMAND = /\bitk-(?:wrap|castxml-cache|swig-cache)\b/;

/** The last scenes of a folder that is not trusted: see run-window.mjs for the parameters. */
export const harmless = {
  'starts no program of the workspace or of the wrapping, and changes no file': async ({
    open,
    changedFiles,
    startedPrograms,
  }) => {
    const started = await startedPrograms();
    assert.ok(started.some(({ program }) => program.endsWith('/node')));
    const harmful = started.filter(
      ({ program, args }) =>
        program.startsWith(open + path.sep) ||
        OF_A_BUILD.test(path.basename(program)) ||
        OWN_COMMAND.test(args),
    );
    assert.deepEqual(harmful, []);
    assert.deepEqual(await changedFiles(), []);
  },
};
