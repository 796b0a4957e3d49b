import path from 'node:path';
import { openActionCache } from '../cache/action-cache';
import { cacheOptionsFromEnvironment } from '../cache/environment-options';
import type { IgeneratorResult } from '../cache/igenerator/cached-igenerator';
import type { ProcessRunner } from '../host/process';
import { programFolder } from './program-folder';
import { note } from './terminal/output';

/**
 * A process runner that runs igenerator.py through the cache, also in a build that `setup` has not changed. All other programs
 * run as they are. `onResult` is told how each run went.
 */
export function igeneratorThroughCache(
  runProcess: ProcessRunner,
  onResult: (result: IgeneratorResult) => void,
): ProcessRunner {
  const options = cacheOptionsFromEnvironment(process.env, process.platform);
  const cache = openActionCache({ ...options, runProcess, warn: (message) => note(`itk-wrap: ${message}`) });
  return async (request) => {
    const { file, args, cwd, onOutput, signal } = request;
    if (path.basename(args[0] ?? '') !== 'igenerator.py') return runProcess(request);
    const result = await cache.igenerator(
      { python: file, args, cwd: cwd ?? process.cwd() },
      {
        driver: path.join(programFolder(), 'igenerator-driver.py'),
        bypass: options.bypass,
        ...(onOutput && { onOutput }),
        ...(signal && { signal }),
      },
    );
    if (result.outcome === 'hit' || result.outcome === 'miss') {
      if (result.stdout.length > 0) onOutput?.('stdout', result.stdout);
      if (result.stderr.length > 0) onOutput?.('stderr', result.stderr);
      onResult(result);
    }
    return { code: result.exitCode, signal: null, stdout: result.stdout, stderr: result.stderr };
  };
}
