// Listens to a suite that runs in an extension host, prints its progress, and notices when it will never end.

const BEGINS_WITHIN_MS = 120_000;
const SILENT_FOR_MS = 45_000;

/**
 * `hear` takes the reports of test/e2e/harness/run.ts. Call `exited(code)` when the window has ended. `outcome` resolves
 * with `{ passed, failed, skipped, problem }`. It also resolves if the suite never begins, falls silent, begins twice (the
 * extension host crashed and was restarted) or takes too long.
 *
 * @param {{ limitMs: number, print?: (text: string) => void, now?: () => number,
 *           every?: (check: () => void, ms: number) => NodeJS.Timeout | undefined }} options
 */
export function watchSuite({ limitMs, print = console.log, now = Date.now, every = setInterval }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let host;
  let begun = 0;
  let limit = limitMs;
  let heard = 0;
  let settle;
  const outcome = new Promise((resolve) => (settle = resolve));
  const timer = every(check, 1000);
  const logged = [];
  const again = [];
  let over = false;
  function end(problem) {
    if (over) return;
    over = true;
    clearInterval(timer);
    if (problem) print(['', `✗ ${problem}`, ...logged.slice(-20)].join('\n'));
    if (again.length > 0) print(`↻ Tried twice: ${again.join('; ')}`);
    settle({ ...counts, problem });
  }
  function check() {
    if (!begun) return;
    if (!host && now() - begun > BEGINS_WITHIN_MS) end(`No scene began within ${BEGINS_WITHIN_MS / 1000} s.`);
    else if (host && now() - heard > SILENT_FOR_MS)
      end(`The extension host has been silent for ${SILENT_FOR_MS / 1000} s: it hangs, or it has crashed.`);
    else if (now() - begun > limit) end(`The scenes did not end within ${limit / 1000} s.`);
  }
  return {
    outcome,
    /** The editor is about to open. `within` replaces `limitMs`. */
    begin(within = limitMs) {
      begun = now();
      limit = within;
    },
    log: (line) => logged.push(line),
    exited: (code) => end(`The window closed before the scenes had ended (exit code ${code}).`),
    hear(event) {
      heard = now();
      const indent = '  '.repeat(event.depth ?? 0);
      if (event.type === 'begin') {
        if (host && host !== event.process) end('The extension host crashed and was started anew.');
        host = event.process;
      } else if (event.type === 'group') print(`${indent}${event.title}`);
      else if (event.type === 'pass') {
        counts.passed++;
        print(`${indent}✓ ${event.title} (${event.ms} ms)`);
      } else if (event.type === 'skip') {
        counts.skipped++;
        print(`${indent}- ${event.title}`);
      } else if (event.type === 'fail') {
        counts.failed++;
        print(`${indent}✗ ${event.title}\n${event.error}`);
      } else if (event.type === 'again') {
        again.push(event.title);
        print(`${indent}↻ ${event.title}: fails, and is tried once more\n${event.error}`);
      } else if (event.type === 'end') end();
    },
  };
}
