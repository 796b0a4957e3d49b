/** As many lines of one check are repeated at most. */
const MOST_LINES = 120;
/** Without a failed test, the end of the output is likely to say what happened. */
const LAST_LINES = 30;

/**
 * The part of a check's output (plain text) that says what failed: mocha's list after `N failing`, our own lines with `✗` and
 * the error below them, or the last lines if there is neither.
 *
 * @param {string} output
 */
export function failuresOf(output) {
  const lines = output.trimEnd().split('\n');
  const found = lines.filter(inFailure());
  return (found.length > 0 ? found.slice(0, MOST_LINES) : lines.slice(-LAST_LINES)).join('\n').trimEnd();
}

/**
 * Tells for each line in turn whether it belongs to a failure. An error may contain anything, so mocha's list ends only with the next
 * window or check.
 */
function inFailure() {
  let inList = false;
  let inScene = false;
  return (line) => {
    if (/^\s*\d+ failing$/.test(line)) inList = true;
    else if (/^(VS Code on|━━|✓|\d+ passed)/.test(line)) inList = inScene = false;
    else if (/^\s*✗ /.test(line)) inScene = true;
    else if (/^\s*✓ /.test(line)) inScene = false;
    return inList || inScene;
  };
}
