import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ProcessResult } from '../util/process';
import { preprocessArguments } from './arguments';
import { encodePath } from './bytes';
import { takeSnapshot } from './digests';
import { prepareNow, type Engine } from './engine';
import { removeQuietly } from './files';
import { l2Key } from './keys';
import { findUsableL2, lookUp, xmlFits, type L1Lookup } from './lookup';
import { isUnchanged, observe } from './observe';
import type { Prepared } from './prepare';
import { localiseXml, lookUpRemote, sendManifest, sendRun } from './remote-run';
import { restore } from './restore';
import { uniqueText } from './runtime';
import { saveL1, saveL1OfPortable, saveRun } from './save';
import { l1Folder, touch, type L2Check, type StoredL2 } from './store';
import type { Invocation, MissReason, RunOptions, RunOutcome, RunResult } from './types';

const NOTHING = Buffer.alloc(0);

/** Runs CastXML from the cache where possible. */
export async function runCached(
  engine: Engine,
  invocation: Invocation,
  options: RunOptions,
): Promise<RunResult> {
  const started = performance.now();
  const prepared = options.bypass ? null : prepareNow(engine, invocation);
  if (!prepared || !isCacheableOutput(prepared.output))
    return finish(await runCastxml(engine, invocation, options), 'bypass');
  const context = { ...engine, snapshot: options.snapshot ?? takeSnapshot() };
  const local = lookUp(prepared, context);
  const again = { engine, invocation, options, started };
  if (local.state === 'hit' && local.l2) {
    if (await restore(engine, prepared.output, local.l2, local.trees ?? null))
      return noteHit(again, prepared, local, local.l2);
    return runPreprocessed(again, { kind: 'corrupt', subject: local.l2.folder });
  }
  const remote = local.state === 'unverified' ? null : engine.remote();
  const far = remote && (await fromRemote(engine, () => lookUpRemote(engine, remote, prepared)));
  if (far?.l2 && (await restore(engine, prepared.output, far.l2, far.trees ?? null)))
    return { ...noteHit(again, prepared, far, far.l2), remote: 'hit' };
  return runPreprocessed(again, local.reason ?? { kind: 'never-cached' });
}

/** One run on its way through the look-up. */
interface Run {
  engine: Engine;
  invocation: Invocation;
  options: RunOptions;
  /** By `performance.now()`. */
  started: number;
}

/** What comes from elsewhere must not be able to fail a build, whatever it makes of us. */
async function fromRemote<T>(engine: Engine, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    engine.warn(`the remote cache is of no use: ${(error as Error).message}`);
    return null;
  }
}

function noteHit(
  { engine, options, started }: Run,
  prepared: Prepared,
  found: L1Lookup,
  l2: StoredL2,
): RunResult {
  const { portable, root = '' } = found;
  touch([portable?.file ?? path.join(l1Folder(root, prepared.l1), 'l2_key')], engine.now());
  if (portable) saveL1OfPortable(engine, prepared, portable, l2);
  const key = found.l2Key ?? '';
  say(options, `HIT  ${path.basename(prepared.source)} (l1→l2=${key.slice(0, 8)})`);
  return hit(portable ? 'hit-portable' : 'hit-l1', prepared, l2, key, started);
}

/** The second and third steps of a look-up: `castxml -E`, then the L2 entry of its text, else castxml itself. */
async function runPreprocessed(run: Run, reason: MissReason): Promise<RunResult> {
  const { engine, invocation, options, started } = run;
  const temporary = path.join(os.tmpdir(), `itk-castxml-cache-${uniqueText()}.i`);
  try {
    const beganMs = clockOfFiles(temporary);
    const prepared = prepareNow(engine, invocation);
    if (!prepared) return finish(await runCastxml(engine, invocation, options), 'bypass');
    const text = beganMs === null ? null : await preprocess(engine, prepared, temporary, options);
    if (!text || beganMs === null) {
      say(options, `MISS ${path.basename(prepared.source)}`);
      return { ...finish(await runCastxml(engine, invocation, options), 'miss'), reason, l1: prepared.l1 };
    }
    const l2 = l2Key(prepared.castxmlHash, text, engine.scheme);
    const observed = observe(engine, prepared, text, l2);
    const { layout, trees } = observed.check;
    const fits = (entry: { check: L2Check | null }): boolean => xmlFits(entry, layout, trees ?? null);
    const found = findUsableL2(l2, prepared, engine.roots, fits);
    const remote = engine.remote();
    const usable =
      !('reason' in found) || !remote
        ? found
        : ((await fromRemote(engine, () =>
            localiseXml(engine, remote, l2, prepared, (check) => fits({ check })),
          )) ?? found);
    if (!('reason' in usable) && (await restore(engine, prepared.output, usable, trees ?? null))) {
      if (isUnchanged(engine, observed, beganMs)) {
        saveL1(engine, observed, engine.roots);
        if (remote) await fromRemote(engine, () => sendManifest(remote, observed));
      }
      say(options, `HIT  ${path.basename(prepared.source)} (l2=${l2.slice(0, 8)})`);
      const result: RunResult = { ...hit('hit-l2', prepared, usable, l2, started), reason };
      return usable === found ? result : { ...result, remote: 'hit' };
    }
    say(options, `MISS ${path.basename(prepared.source)}`);
    const castxmlStarted = performance.now();
    const ran = await runCastxml(engine, invocation, options);
    const castxmlSeconds = (performance.now() - castxmlStarted) / 1000;
    const result: RunResult = { ...finish(ran, 'miss'), reason, l1: prepared.l1, l2, castxmlSeconds };
    if (ran.code !== 0) return result;
    const replace = !('reason' in found) || found.replaceable === true;
    const saved = await saveRun(engine, { observed, beganMs, castxmlSeconds, replace });
    if (saved && remote) await fromRemote(engine, () => sendRun(remote, observed, saved.xml, saved.check));
    return {
      ...result,
      ...(saved?.root ? { root: saved.root } : {}),
      ...(remote?.failures ? { remote: 'failed' as const } : {}),
    };
  } finally {
    removeQuietly(temporary);
  }
}

/** Caching ends in a rename over the output, which must not replace a pipe or a device. */
function isCacheableOutput(output: string): boolean {
  const stats = fs.statSync(encodePath(output), { throwIfNoEntry: false });
  return stats === undefined || stats.isFile();
}

/**
 * Creates the temporary file and returns its ctime: now, by the clock that stamps files, which lags behind the
 * process's own by up to a tick. Null where there is no place for it.
 */
function clockOfFiles(file: string): number | null {
  try {
    fs.writeFileSync(file, '', { flag: 'wx', mode: 0o600 });
    return fs.statSync(file).ctimeMs;
  } catch {
    return null;
  }
}

async function preprocess(
  engine: Engine,
  prepared: Prepared,
  temporary: string,
  options: RunOptions,
): Promise<Buffer | null> {
  const { invocation, parsed } = prepared;
  try {
    const { code } = await engine.runProcess({
      file: invocation.castxml,
      args: preprocessArguments(parsed.passthrough, temporary),
      cwd: invocation.cwd,
      env: engine.environment,
      signal: options.signal,
    });
    options.signal?.throwIfAborted();
    return code === 0 ? fs.readFileSync(temporary) : null;
  } catch {
    options.signal?.throwIfAborted();
    return null;
  }
}

/** Starts castxml itself, with its arguments as they are. */
async function runCastxml(
  engine: Engine,
  invocation: Invocation,
  options: RunOptions,
): Promise<ProcessResult> {
  try {
    const result = await engine.runProcess({
      file: invocation.castxml,
      args: invocation.args,
      cwd: invocation.cwd,
      env: engine.environment,
      output: options.output ?? 'pipe',
      onOutput: options.onOutput,
      signal: options.signal,
    });
    if (options.signal?.aborted) removeClangTemporaries(invocation);
    options.signal?.throwIfAborted();
    return result;
  } catch (error) {
    options.signal?.throwIfAborted();
    const message = `itk-castxml-cache: cannot run ${invocation.castxml}: ${(error as Error).message}\n`;
    if (options.output === 'inherit') writeStderr(message);
    return { code: 127, signal: null, stdout: NOTHING, stderr: Buffer.from(message) };
  }
}

function finish(ran: ProcessResult, outcome: RunOutcome): RunResult {
  const exitCode = ran.code ?? 128 + (ran.signal ? os.constants.signals[ran.signal] : 0);
  return {
    outcome: exitCode === 0 ? outcome : 'failed',
    exitCode,
    stdout: ran.stdout,
    stderr: ran.stderr,
    secondsSaved: 0,
  };
}

function hit(
  outcome: RunOutcome,
  prepared: Prepared,
  entry: StoredL2,
  l2: string,
  started: number,
): RunResult {
  const seconds = (performance.now() - started) / 1000;
  return {
    outcome,
    exitCode: 0,
    stdout: NOTHING,
    stderr: NOTHING,
    l1: prepared.l1,
    l2,
    root: entry.root,
    secondsSaved: entry.check ? Math.max(0, entry.check.seconds - seconds) : 0,
  };
}

function say(options: RunOptions, line: string): void {
  if (options.verbose) writeStderr(`itk-castxml-cache: ${line}\n`);
}

/** Straight to the descriptor: setting up the stream takes longer than many a hit. */
function writeStderr(text: string): void {
  try {
    fs.writeSync(2, text);
  } catch {
    process.stderr.write(text);
  }
}

/** clang writes `X.xml` by way of `X-<8 hex>.xml.tmp`, and leaves that where a signal ends it early. */
function removeClangTemporaries({ args, cwd }: Invocation): void {
  const output = args[args.indexOf('-o') + 1];
  if (!args.includes('-o') || output === undefined) return;
  const { dir, name, ext } = path.parse(path.resolve(cwd, output));
  try {
    for (const file of fs.readdirSync(dir)) {
      const middle = file.slice(name.length, -`${ext}.tmp`.length);
      if (file.startsWith(name) && file.endsWith(`${ext}.tmp`) && /^-[0-9a-f]{8}$/.test(middle))
        removeQuietly(path.join(dir, file));
    }
  } catch {
    // The folder is gone, and what was in it.
  }
}
