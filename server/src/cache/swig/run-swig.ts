import path from 'node:path';
import type { NotStored } from '../../shared/reasons';
import type { ActionResult, Reads } from '../action/action';
import type { ActionRun } from '../action/run-action';
import { runAction } from '../action/run-action';
import type { CacheContext } from '../cache-context';
import { takeSnapshot, type Snapshot } from '../inputs/digests';
import { CannotTell, readRegularFile } from '../inputs/input-files';
import { rememberedLinks, settledPath } from '../inputs/settled-path';
import { replaceFile } from '../action/place-outputs';
import { parseDepfile } from '../inputs/depfile';
import { Staging } from './staging';
import { isInside, swigAction, swigOutputs } from './swig-action';
import { mayInsertFiles } from './inserted-files';
import { parseSwigArguments, redirected, type SwigInvocation, type SwigRun } from './swig-arguments';
import { swigDepfileText, withDepfile } from './swig-depfile';
import { findSwig, type SwigTool } from './swig-tool';
import { runDirectly } from '../action/run-directly';
import type { ProcessRequest } from '../../host/process';

/** The options of a run of SWIG. */
export interface SwigOptions {
  /** Runs SWIG without the cache. */
  bypass?: boolean;
  /** A depfile for ninja with the files that SWIG read, apart from its library. */
  depfile?: string;
  onOutput?: ProcessRequest['onOutput'];
  signal?: AbortSignal;
  snapshot?: Snapshot;
}

/**
 * Runs SWIG from the cache if possible. Whatever happens in the cache, the outputs, the messages and the exit code are those
 * of SWIG itself. Rejects only with an `AbortError`.
 */
export async function runSwig(
  cache: CacheContext,
  invocation: SwigInvocation,
  options: SwigOptions = {},
): Promise<ActionResult> {
  const parsed = options.bypass ? null : parseSwigArguments(invocation);
  const run = parsed && withDepfile(parsed, invocation, options.depfile);
  // These variables add arguments that are not seen here.
  const tool = run && !cache.environment.SWIG_FEATURES && (await identify(cache, invocation));
  if (!run || !tool) return direct(cache, invocation, options);
  try {
    const result = await runAction(cache, actionRun(cache, invocation, run, tool, options), options);
    if (result.exitCode === 0 && run.depfile)
      replaceFile(run.depfile.file, swigDepfileText(run.depfile, result.inputs ?? [], tool));
    return result;
  } catch (error) {
    options.signal?.throwIfAborted();
    cache.warn(`this run was not cached: ${(error as Error).message}`, 'run');
    return direct(cache, invocation, options);
  }
}

async function identify(cache: CacheContext, invocation: SwigInvocation): Promise<SwigTool | null> {
  try {
    return await findSwig(cache, invocation, takeSnapshot());
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
    return null;
  }
}

/** Runs SWIG itself. It writes the depfile for ninja, too. */
function direct(
  cache: CacheContext,
  { swig, args, cwd }: SwigInvocation,
  options: SwigOptions,
): Promise<ActionResult> {
  const { depfile } = options;
  const more = depfile === undefined || args.includes('-MF') ? [] : ['-MMD', '-MF', depfile];
  return runDirectly(cache, { file: swig, args: [...more, ...args], cwd }, options);
}

function actionRun(
  cache: CacheContext,
  invocation: SwigInvocation,
  run: SwigRun,
  tool: SwigTool,
  options: SwigOptions,
): ActionRun {
  const staging = new Staging(run);
  return {
    action: swigAction(invocation, run, tool),
    expected: swigOutputs(run),
    recorded: { output: run.output, program: tool.files[0] ?? '' },
    execute: async () => {
      staging.create();
      const began = performance.now();
      const ran = await cache.runProcess({
        file: invocation.swig,
        args: redirected(invocation, staging),
        cwd: invocation.cwd,
        env: cache.environment,
        onOutput: options.onOutput,
        signal: options.signal,
      });
      options.signal?.throwIfAborted();
      const seconds = (performance.now() - began) / 1000;
      const outputs = ran.code === 0 ? staging.outputs() : [];
      return {
        ran,
        seconds,
        outputs,
        reads: ran.code === 0 ? readsOf(cache, invocation, run, tool, staging.depfile) : NOTHING,
      };
    },
    dispose: () => staging.remove(),
  };
}

const NOTHING: Reads = { inputs: [], searched: [], tool: [] };

/** What a run read, from its depfile. */
function readsOf(
  { digests }: CacheContext,
  { cwd }: SwigInvocation,
  run: SwigRun,
  tool: SwigTool,
  depfile: string,
): Reads | NotStored {
  const content = readRegularFile(depfile)?.bytes;
  const listed = content && parseDepfile(content);
  if (!listed) return { kind: 'unreadable', subject: depfile };
  const isLink = rememberedLinks();
  const known = new Set(tool.files);
  const inputs = new Set([run.source]);
  for (const name of listed) {
    const file = settledPath(cwd, name, isLink);
    if (!known.has(file)) inputs.add(file);
  }
  const inserting = [...inputs].find((file) =>
    mayInsertFiles(readRegularFile(file)?.bytes.toString('latin1') ?? ''),
  );
  if (inserting !== undefined) return { kind: 'unlisted-input', subject: inserting };
  const local = ['swig_lib/python', 'swig_lib'].map((name) => path.join(cwd, name));
  const searched = [cwd, path.dirname(run.source), ...run.includes, ...local].filter(
    (directory) => !isInside(directory, tool.library),
  );
  // Such a file is found before the one in the library, and SWIG does not list it if it was inserted.
  const snapshot = takeSnapshot();
  for (const directory of new Set(searched)) {
    const names = new Set(digests.list(directory, snapshot));
    for (const name of tool.names) {
      const file = path.join(directory, name);
      if (names.has(name.split('/')[0] ?? '') && digests.file(file, snapshot).digest !== '') inputs.add(file);
    }
  }
  return { inputs: [...inputs], searched: [...new Set(searched)], tool: tool.files };
}
