import { openActionCache } from '../../cache/action-cache';
import { cacheOptionsFromEnvironment } from '../../cache/environment-options';
import { actionMissText, actionNotStoredText, type ActionResult } from '../../cache/action/action';
import type { SwigInvocation } from '../../cache/swig/swig-arguments';
import { baseName } from '../../shared/path-parts';
import { launch, start, type Warn } from './launch-tool';
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
  const asked = parse(argv);
  if (!asked) {
    process.stderr.write(USAGE);
    return 2;
  }
  return launch(async ({ runProcess, signal, evictInBackground }) => {
    const cache = openActionCache({ ...options, runProcess, warn, evictInBackground });
    const result = await cache.swig(asked.invocation, {
      bypass: options.bypass || asked.noCache,
      depfile: asked.depfile,
      onOutput: (stream, chunk) => void process[stream].write(chunk),
      signal,
    });
    if (result.outcome === 'hit') {
      process.stdout.write(result.stdout);
      process.stderr.write(result.stderr);
    }
    if (options.verbose) report(asked.invocation, result, warn);
    return result.exitCode;
  });
}

interface Asked {
  invocation: SwigInvocation;
  noCache: boolean;
  depfile?: string | undefined;
}

/** Null if there is no program. */
function parse(argv: readonly string[]): Asked | null {
  let noCache = false;
  let depfile: string | undefined;
  let at = 0;
  for (; argv[at]?.startsWith('--'); at++)
    if (argv[at] === '--no-cache') noCache = true;
    else if (argv[at] === '--depfile') depfile = argv[++at];
    else return null;
  const swig = argv[at];
  if (swig === undefined || swig.startsWith('-')) return null;
  return { invocation: { swig, args: argv.slice(at + 1), cwd: rawCurrentFolder() }, noCache, depfile };
}

function report({ args }: SwigInvocation, { outcome, reason, notStored }: ActionResult, warn: Warn): void {
  if (outcome !== 'hit' && outcome !== 'miss') return;
  const why = reason ? ` (${actionMissText(reason)})` : '';
  warn(`${outcome === 'hit' ? 'HIT ' : 'MISS'} ${baseName(args.at(-1) ?? '')}${why}`);
  if (notStored) warn(`not stored: ${actionNotStoredText(notStored)}`);
}

start('itk-swig-cache', main);
