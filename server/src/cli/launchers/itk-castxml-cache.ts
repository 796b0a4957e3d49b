import path from 'node:path';
import {
  parseArguments,
  separateDepfile,
  type ParsedArguments,
} from '../../cache/invocation/castxml-arguments';
import { openCache } from '../../cache/cache';
import type { WantedDepfile } from '../../cache/inputs/depfile';
import { writeStderr } from '../../cache/invocation/start-castxml';
import {
  cacheOptionsFromEnvironment,
  parseSize,
  type EnvironmentOptions,
} from '../../cache/environment-options';
import { launch } from './launch-tool';
import { startServer } from './start-server-of-launcher';
import { rawArguments, rawCurrentFolder } from '../raw-arguments';
import type { StoreRoot } from '../../cache/storage/store-root';
import { printable } from '../../shared/plain-text';
import type { ProcessRunner } from '../../host/process';

/*
 * The launcher. `itk-castxml-cache CASTXML ARGS...` runs CASTXML ARGS..., from the cache if possible. A build calls it once
 * for each type, so its startup time matters. It imports only the cache, and loads whatever a hit does not need on demand.
 */

const USAGE = `usage: itk-castxml-cache CASTXML ARGS...              run CASTXML ARGS..., from the cache if possible
       itk-castxml-cache --no-cache CASTXML ARGS...   run it directly
       itk-castxml-cache --depfile FILE TARGET CASTXML ARGS...   also write a depfile for ninja
       itk-castxml-cache --evict DAYS [--max-size GB] [--cache-dir DIR]
`;

async function main(argv: readonly string[]): Promise<number> {
  const options = cacheOptionsFromEnvironment(process.env, process.platform, rawCurrentFolder());
  for (const problem of options.problems) warn(problem);
  if (argv[0] === '--evict') return evictCommand(argv.slice(1), options);
  if (argv[0] === '--evict-to-cap') return evictQuietly(argv[1] ?? '', options);
  if (process.env.ITK_WRAP_CACHE_SERVER_START === '1') await startServer();
  const { rest = [], depfile } = separateDepfile(argv) ?? {};
  const parsed = parseArguments(rest);
  if (parsed.castxml === '' || parsed.castxml.startsWith('-')) {
    const asked = parsed.castxml === '--help';
    process[asked ? 'stdout' : 'stderr'].write(USAGE);
    return asked ? 0 : 2;
  }
  return run(parsed, depfile, options);
}

function run(
  parsed: ParsedArguments,
  depfile: WantedDepfile | undefined,
  options: EnvironmentOptions,
): Promise<number> {
  return launch(async ({ runProcess, signal, evictInBackground }) => {
    const cache = openCache({
      ...options,
      runProcess: onTerminal(runProcess),
      warn: warnOnce,
      evictInBackground,
    });
    const invocation = { castxml: parsed.castxml, args: parsed.passthrough, cwd: rawCurrentFolder() };
    const bypass = options.bypass || parsed.noCache;
    const { exitCode, outcome, stderr } = await cache.run(invocation, {
      verbose: options.verbose,
      bypass,
      depfile,
      output: 'inherit',
      signal,
    });
    const [root] = cache.rootsNow();
    if (!bypass && (outcome === 'miss' || outcome === 'failed') && root)
      await keepForEditors(parsed.outputXml, root, stderr);
    return exitCode;
  });
}

/** castxml colors its output on a terminal, so it writes there directly. Elsewhere its output is also kept. */
function onTerminal(runProcess: ProcessRunner): ProcessRunner {
  return async (request) => {
    if (request.output !== 'inherit' || (await import('node:tty')).isatty(2)) return runProcess(request);
    const onOutput = (stream: 'stdout' | 'stderr', chunk: Buffer): void => void process[stream].write(chunk);
    return runProcess({ ...request, output: 'pipe', onOutput });
  };
}

/**
 * Saves castxml's messages, so that an editor can show them on the lines that they are about, even if it did not start the
 * run.
 */
async function keepForEditors(xml: string | null, root: StoreRoot, output: Buffer): Promise<void> {
  if (xml === null) return;
  const { keepOutput } = await import('../../pipeline/runs/messages-folder');
  keepOutput(root, path.resolve(xml), output);
}

/** `--evict DAYS [--max-size GB] [--cache-dir DIR]`. */
async function evictCommand(argv: readonly string[], options: EnvironmentOptions): Promise<number> {
  const days = Number(argv[0]);
  let { roots, maxBytes } = options;
  for (let i = 1; i < argv.length; i += 2) {
    const value = argv[i + 1];
    const size = value === undefined ? null : parseSize(value);
    if (argv[i] === '--max-size' && size !== null) maxBytes = size;
    else if (argv[i] === '--cache-dir' && value)
      roots = value.split(path.delimiter).filter((root) => root !== '');
    else return usageError(`${argv[i]} ${value ?? ''} is not a known option`);
  }
  if (argv[0] === undefined || !(days >= 0))
    return usageError(`--evict needs a number of days, not "${argv[0] ?? ''}"`);
  const live = await liveRoots(
    roots.map((root) => path.resolve(root)),
    options,
  );
  const { evict } = await import('../../cache/storage/evict');
  const result = evict(live, { maxAgeDays: days, maxBytes, nowMs: Date.now() });
  if (options.verbose && result.root !== null) {
    const { entries, bytes } = result.removed;
    const what = result.skipped
      ? 'nothing stored since'
      : `${entries} ${entries === 1 ? 'entry' : 'entries'}, ${(bytes / 2 ** 20).toFixed(1)} MB`;
    warn(`EVICT ${result.root}: ${what}`);
  }
  return 0;
}

async function evictQuietly(folder: string, options: EnvironmentOptions): Promise<number> {
  const { evictToCap } = await import('../../cache/storage/evict');
  for (const root of path.isAbsolute(folder) ? await liveRoots([folder], options) : [])
    evictToCap(root, options.maxBytes, Date.now());
  return 0;
}

async function liveRoots(
  paths: readonly string[],
  { umask }: EnvironmentOptions,
): Promise<readonly StoreRoot[]> {
  const { LiveRoots } = await import('../../cache/storage/live-roots');
  return new LiveRoots(paths, { umask, warn: warnOnce }).current();
}

function usageError(message: string): number {
  warn(message);
  process.stderr.write(USAGE);
  return 2;
}

function warn(message: string): void {
  writeStderr(`itk-castxml-cache: ${printable(message)}\n`);
}

/** Prints only the first warning about the cache, so that a build is not flooded. */
function warnOnce(message: string): void {
  if (!warned) warn(message);
  warned = true;
}

let warned = false;

main(rawArguments(process.argv)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const evicting = process.argv[2]?.startsWith('--evict') === true;
    warn(error instanceof Error && !evicting ? (error.stack ?? error.message) : String(error));
    // Builds evict after their last type, and a failed eviction must not fail the build.
    process.exitCode = evicting ? 0 : 1;
  },
);
