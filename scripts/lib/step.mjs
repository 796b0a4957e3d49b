// What a long script prints while it works.
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { run } from './processes.mjs';

const SIGN_OF_LIFE_MS = 15_000;

/**
 * Announces a step and how long it may take, runs it, and prints how long it took. `action` gets its own `run` function.
 * Programs started with it write to a log file, and their last line is printed now and then. If one fails, the step ends
 * with an error that shows the end of the log and where the log is.
 */
export async function step(title, takes, action) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  console.log(`▸ ${title} (${takes})`);

  const logFile = path.join(
    cacheFolder(),
    'logs',
    `${title
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '-')
      .slice(0, 60)}.log`,
  );
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  let last = '';
  const runLogged = async (file, args, { mayFail = false, ...options } = {}) => {
    log.write(`$ ${[file, ...args].join(' ')}\n`);
    const code = await run(file, args, {
      ...options,
      onLine: (line) => {
        log.write(`${line}\n`);
        if (line.trim()) last = line.trim();
      },
    });
    if (code !== 0 && !mayFail) throw new Error(`${file} ended with exit code ${code}`);
    return code;
  };

  const signs = setInterval(() => console.log(`  … ${seconds()} s  ${last.slice(0, 90)}`), SIGN_OF_LIFE_MS);
  try {
    const result = await action(runLogged);
    console.log(`✓ ${title} (${seconds()} s)`);
    return result;
  } catch (error) {
    await new Promise((resolve) => log.end(resolve));
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-30).join('\n');
    throw new Error(`${title}: ${error.message}\n${tail}\nFull log: ${logFile}`, { cause: error });
  } finally {
    clearInterval(signs);
    log.end();
  }
}
