import path from 'node:path';
import { openActionCache } from '../cache/action-cache';
import { cacheOptionsFromEnvironment } from '../cache/environment-options';
import type { IgeneratorResult } from '../cache/igenerator/cached-igenerator';
import type { ProcessRequest, ProcessRunner } from '../host/process';
import {
  parseIgeneratorLauncher,
  type IgeneratorLauncherArguments,
} from './launchers/igenerator-launcher-arguments';
import { allArguments } from './launchers/read-more-arguments';
import { programFolder } from './program-folder';
import { note } from './terminal/output';

/**
 * A process runner that runs igenerator.py through the cache, also in a build that `setup` has not changed. If it has, the
 * launcher's work is done in this process. All other programs run as they are. `onResult` is told how each run went.
 */
export function igeneratorThroughCache(
  runProcess: ProcessRunner,
  onResult: (result: IgeneratorResult) => void,
): ProcessRunner {
  const options = cacheOptionsFromEnvironment(process.env, process.platform);
  const cache = openActionCache({ ...options, runProcess, warn: (message) => note(`itk-wrap: ${message}`) });
  return async (request) => {
    const run = igeneratorRunOf(request);
    if (!run) return runProcess(request);
    const { cwd = process.cwd(), onOutput, signal } = request;
    const result = await cache.igenerator(
      { python: run.python, args: allArguments(run, cwd), cwd },
      {
        driver: path.join(programFolder(), 'igenerator-driver.py'),
        bypass: options.bypass || run.noCache,
        ...(run.depfile && { depfile: run.depfile }),
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

/** The run of igenerator.py that a process is, with our launcher or without one. Null if it is something else. */
function igeneratorRunOf({ file, args }: ProcessRequest): IgeneratorLauncherArguments | null {
  const words = [file, ...args];
  const launcher = words.findIndex((word) => LAUNCHER.test(path.basename(word)));
  const run = parseIgeneratorLauncher(words.slice(launcher + 1));
  return run && launcher <= 1 && path.basename(run.args[0] ?? '') === 'igenerator.py' ? run : null;
}

const LAUNCHER = /^itk-igenerator-cache(?:\.js)?$/;
