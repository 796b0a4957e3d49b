import { constants } from 'node:os';
import { openCache } from '../cache/cache';
import { parseArguments } from '../cache/arguments';
import { cacheOptionsFromEnvironment } from '../cache/environment';
import { runProcess } from '../util/process';

/*
 * The drop-in wrapper: `itk-castxml-cache CASTXML ARGS...` runs CASTXML ARGS..., from the cache where possible.
 * A build calls it once for each type, so that its start-up time decides: it imports the cache and nothing else.
 */

const USAGE = `usage: itk-castxml-cache [--no-cache] CASTXML ARGS...
       itk-castxml-cache --evict DAYS [--max-size GB] [--cache-dir DIR]
`;

async function main(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv);
  if (parsed.castxml === '' || parsed.castxml === '--help') {
    process[parsed.castxml ? 'stdout' : 'stderr'].write(USAGE);
    return parsed.castxml ? 0 : 2;
  }
  const options = cacheOptionsFromEnvironment(process.env);
  for (const problem of options.problems) warn(problem);
  const abort = new AbortController();
  let signalled = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      signalled = 128 + constants.signals[signal];
      abort.abort();
    });
  const invocation = { castxml: parsed.castxml, args: parsed.passthrough, cwd: process.cwd() };
  try {
    const cache = openCache({ ...options, runProcess, warn });
    const result = await cache.run(invocation, {
      verbose: options.verbose,
      bypass: options.bypass || parsed.noCache,
      output: 'inherit',
      signal: abort.signal,
    });
    return result.exitCode;
  } catch (error) {
    if (signalled) return signalled;
    throw error;
  }
}

function warn(message: string): void {
  process.stderr.write(`itk-castxml-cache: ${message}\n`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  },
);
