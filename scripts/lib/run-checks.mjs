// Runs checks one after the other, even if some fail, adds up the results of their tests, and repeats what failed at the end.
import { closingLine, countTests } from './count-tests.mjs';
import { failuresOf } from './failures.mjs';
import { run } from './processes.mjs';
import { root } from './root.mjs';

/**
 * `checks` is a list of `{ title, command, tests }`. `command` is an argument list, and `tests` says whether it runs tests
 * that count. A check that fails without a failed test (a type error, a crash, no tests at all) counts as one failure.
 * Returns the exit code. The output of a run is long, and often only its end is kept: the failures are repeated there, after
 * the line `━━ Failed ━━`.
 */
export async function runChecks(checks, { env = process.env } = {}) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const summary = [];
  const failures = [];
  for (const check of checks) {
    console.log(`\n━━ ${check.title} ━━`);
    const started = Date.now();
    const output = [];
    const [file, ...args] = check.command;
    const code = await run(file, args, {
      cwd: root,
      env,
      onLine: (line) => (output.push(line), console.log(line)),
    });
    const text = plain(output.join('\n'));
    const counts = judge(check, code, text);
    if (counts.failed > 0) failures.push(`${check.title}:\n${failuresOf(text)}\n`);
    for (const key of Object.keys(total)) total[key] += counts[key];
    const seconds = Math.round((Date.now() - started) / 1000);
    summary.push(`${counts.failed ? '✗' : '✓'} ${check.title}: ${closingLine(counts)} (${seconds} s)`);
  }
  if (failures.length > 0) console.log(`\n━━ Failed ━━\n${failures.join('\n')}`);
  console.log(`\n${summary.join('\n')}\n\n${closingLine(total)}`);
  return total.failed ? 1 : 0;
}

/** The counts of one check, from its exit code and output. */
export function judge({ tests }, code, output) {
  if (!tests) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const counts = countTests(plain(output));
  if (counts.failed === 0 && (code !== 0 || counts.passed === 0)) counts.failed = 1;
  return counts;
}

/** Removes a terminal's colors from a text. */
// eslint-disable-next-line no-control-regex
const plain = (text) => text.replace(/\x1b\[[0-9;]*m/g, '');
