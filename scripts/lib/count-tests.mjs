/**
 * Adds up the final counts of the test runners in this project: mocha's `12 passing`, `1 failing`, `2 pending`, and the
 * plain `12 passed, 1 failed, 2 skipped` of our own scripts.
 */
export function countTests(output) {
  const sum = (...patterns) =>
    patterns
      .flatMap((pattern) => [...output.matchAll(pattern)])
      .reduce((total, match) => total + Number(match[1]), 0);
  return {
    passed: sum(/^\s*(\d+) passing\b/gm, /^(\d+) passed, \d+ failed\b/gm),
    failed: sum(/^\s*(\d+) failing$/gm, /^\d+ passed, (\d+) failed\b/gm),
    skipped: sum(/^\s*(\d+) pending$/gm, /^\d+ passed, \d+ failed, (\d+) skipped$/gm),
  };
}

/** The last line of a run. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}
