import path from 'node:path';
import { openActionCache } from '../../cache/action-cache';
import { actionMissText, actionNotStoredText } from '../../cache/action/action';
import { cacheOptionsFromEnvironment } from '../../cache/environment-options';
import type { IgeneratorResult } from '../../cache/igenerator/cached-igenerator';
import { rawCurrentFolder } from '../raw-arguments';
import { parseIgeneratorLauncher } from './igenerator-launcher-arguments';
import { allArguments } from './read-more-arguments';
import { launch, start, type Warn } from './launch-tool';

/*
 * The launcher for igenerator.py. `itk-igenerator-cache PYTHON igenerator.py ARGS...` runs it for a module, and only for those
 * types whose inputs have changed.
 */

const USAGE = `usage: itk-igenerator-cache [--no-cache] [--arguments FILE DIGEST] [--depfile FILE TARGET] PYTHON igenerator.py ARGS...
  runs igenerator.py for a module, from the cache if possible; FILE has more arguments, one on each line
`;

/** It is beside this script in dist/. */
const DRIVER = path.join(__dirname, 'igenerator-driver.py');

async function main(argv: readonly string[], warn: Warn): Promise<number> {
  const options = cacheOptionsFromEnvironment(process.env, process.platform, rawCurrentFolder());
  for (const problem of options.problems) warn(problem);
  const asked = parseIgeneratorLauncher(argv);
  if (!asked) {
    process.stderr.write(USAGE);
    return 2;
  }
  const cwd = rawCurrentFolder();
  let args: readonly string[];
  try {
    args = allArguments(asked, cwd);
  } catch (error) {
    warn((error as Error).message);
    return 1;
  }
  return launch(async ({ runProcess, signal, evictInBackground }) => {
    const cache = openActionCache({ ...options, runProcess, warn, evictInBackground });
    const invocation = { python: asked.python, args, cwd };
    const result = await cache.igenerator(invocation, {
      driver: DRIVER,
      bypass: options.bypass || asked.noCache,
      onOutput: (stream, chunk) => void process[stream].write(chunk),
      signal,
      ...(asked.depfile && { depfile: asked.depfile }),
    });
    if (result.outcome === 'hit' || result.outcome === 'miss') {
      process.stdout.write(result.stdout);
      process.stderr.write(result.stderr);
      if (options.verbose) report(result, warn);
    }
    return result.exitCode;
  });
}

function report({ parts }: IgeneratorResult, warn: Warn): void {
  const ran = parts.filter(({ outcome }) => outcome === 'miss');
  const [first] = ran;
  const why = first?.reason ? ` (${actionMissText(first.reason)})` : '';
  warn(`${parts.length - ran.length} HIT, ${ran.length} MISS${why}`);
  for (const { notStored } of parts) if (notStored) warn(`not stored: ${actionNotStoredText(notStored)}`);
}

start('itk-igenerator-cache', main);
