import { openActionCache } from '../../cache/action-cache';
import { cacheOptionsFromEnvironment } from '../../cache/environment-options';
import { actionMissText, actionNotStoredText, type ActionResult } from '../../cache/action/action';
import type { SwigInvocation } from '../../cache/swig/swig-arguments';
import { baseName } from '../../shared/path-parts';
import { launch, start, type Warn } from './launch-tool';
import { startServer } from './start-server-of-launcher';
import { parseSwigLauncher } from './swig-launcher-arguments';
import { rawCurrentFolder } from '../raw-arguments';

/*
 * The launcher for SWIG. `itk-swig-cache SWIG ARGS...` runs SWIG ARGS..., from the cache if possible. A build calls it once
 * for each type, so its startup time matters. It imports only the cache.
 */

const USAGE = `usage: itk-swig-cache [--no-cache] [--depfile FILE] SWIG ARGS...   run SWIG ARGS..., from the cache if possible
`;

async function main(argv: readonly string[], warn: Warn): Promise<number> {
  const options = cacheOptionsFromEnvironment(process.env, process.platform, rawCurrentFolder());
  for (const problem of options.problems) warn(problem);
  if (process.env.ITK_WRAP_CACHE_SERVER_START === '1') await startServer();
  const asked = parseSwigLauncher(argv);
  if (!asked) {
    process.stderr.write(USAGE);
    return 2;
  }
  return launch(async ({ runProcess, signal, evictInBackground }) => {
    const cache = openActionCache({ ...options, runProcess, warn, evictInBackground });
    const invocation = { swig: asked.swig, args: asked.args, cwd: rawCurrentFolder() };
    const result = await cache.swig(invocation, {
      bypass: options.bypass || asked.noCache,
      depfile: asked.depfile,
      onOutput: (stream, chunk) => void process[stream].write(chunk),
      signal,
    });
    if (result.outcome === 'hit') {
      process.stdout.write(result.stdout);
      process.stderr.write(result.stderr);
    }
    if (options.verbose) report(invocation, result, warn);
    return result.exitCode;
  });
}

function report({ args }: SwigInvocation, { outcome, reason, notStored }: ActionResult, warn: Warn): void {
  if (outcome !== 'hit' && outcome !== 'miss') return;
  const why = reason ? ` (${actionMissText(reason)})` : '';
  warn(`${outcome === 'hit' ? 'HIT ' : 'MISS'} ${baseName(args.at(-1) ?? '')}${why}`);
  if (notStored) warn(`not stored: ${actionNotStoredText(notStored)}`);
}

start('itk-swig-cache', main);
