import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ProcessResult, ProcessRunner } from '../util/process';
import { preprocessArguments } from './arguments';
import { encodePath } from './bytes';
import type { Digests } from './digests';
import { takeSnapshot } from './digests';
import { removeQuietly, stagingName } from './files';
import { dependencyPaths, l2Key } from './keys';
import { serialiseL1Entry, type L1Check, type L1Entry } from './l1-entry';
import {
  argumentsDigest,
  besideSource,
  contractFingerprint,
  directoryDigests,
  findUsableL2,
  lookUpL1,
} from './lookup';
import { inputDigest, prepare, type Prepared } from './prepare';
import { newcomer, probedNames, watchDirectories, watchFingerprint } from './shadow';
import { l1Folder, noteStored, readXml, touch, writeL1, writeL2, type StoredL2 } from './store';
import { timeDependence } from './time-macros';
import { writeTypeRecord } from './type-record';
import type {
  CacheOptions,
  Invocation,
  MissReason,
  RunOptions,
  RunOutcome,
  RunResult,
  Scheme,
} from './types';

/** What a run works with; `openCache` makes it of the options. */
export interface Engine {
  options: CacheOptions;
  roots: readonly string[];
  scheme: Scheme;
  digests: Digests;
  environment: NodeJS.ProcessEnv;
  runProcess: ProcessRunner;
  now: () => number;
  /** Says a thing once. */
  warn: (message: string) => void;
}

const NOTHING = Buffer.alloc(0);

/** Runs CastXML from the cache where possible. */
export async function runCached(
  engine: Engine,
  invocation: Invocation,
  options: RunOptions,
): Promise<RunResult> {
  const started = performance.now();
  const first = options.bypass ? null : prepareNow(engine, invocation);
  if (!first || !isCacheableOutput(first.output))
    return finish(await runCastxml(engine, invocation, options), 'bypass');
  const found = lookUpL1(first, { ...engine, snapshot: takeSnapshot() });
  if (found.state === 'hit' && found.l2) {
    const restored = await restore(engine, first, found.l2);
    if (restored) {
      touch([l1File(found.root ?? '', first.l1)], engine.now());
      say(options, `HIT  ${path.basename(first.source)} (l1→l2=${found.l2Key?.slice(0, 8)})`);
      return hit('hit-l1', first, found.l2, found.l2Key ?? '', started);
    }
  }
  const reason: MissReason =
    found.state === 'hit' && found.l2
      ? { kind: 'corrupt', subject: found.l2.folder }
      : (found.reason ?? { kind: 'never-cached' });
  return runPreprocessed(engine, invocation, options, reason, started);
}

/** The second and third steps of a look-up: `castxml -E`, then the L2 entry of its text, else castxml itself. */
async function runPreprocessed(
  engine: Engine,
  invocation: Invocation,
  options: RunOptions,
  reason: MissReason,
  started: number,
): Promise<RunResult> {
  const temporary = path.join(
    os.tmpdir(),
    `itk-castxml-cache-${process.pid}-${randomBytes(6).toString('hex')}.i`,
  );
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
    const inputs = observe(engine, prepared, text, l2);
    const found = findUsableL2(l2, prepared, engine.roots);
    if (!('reason' in found) && (await restore(engine, prepared, found))) {
      if (isUnchanged(engine, inputs, beganMs)) storeL1(engine, inputs, engine.roots);
      say(options, `HIT  ${path.basename(prepared.source)} (l2=${l2.slice(0, 8)})`);
      return { ...hit('hit-l2', prepared, found, l2, started), reason };
    }
    say(options, `MISS ${path.basename(prepared.source)}`);
    const castxmlStarted = performance.now();
    const ran = await runCastxml(engine, invocation, options);
    const castxmlSeconds = (performance.now() - castxmlStarted) / 1000;
    const result: RunResult = { ...finish(ran, 'miss'), reason, l1: prepared.l1, l2, castxmlSeconds };
    if (ran.code !== 0) return result;
    const damaged = !('reason' in found) || found.reason.kind !== 'evicted';
    const root = await store(engine, inputs, beganMs, castxmlSeconds, damaged);
    return root === null ? result : { ...result, root };
  } finally {
    removeQuietly(temporary);
  }
}

function prepareNow(engine: Engine, invocation: Invocation): Prepared | null {
  return prepare(invocation, { ...engine, snapshot: takeSnapshot(), mayWrite: true });
}

/** Caching ends in a rename over the output, which must not replace a pipe or a device. */
function isCacheableOutput(output: string): boolean {
  const stats = fs.statSync(encodePath(output), { throwIfNoEntry: false });
  return stats === undefined || stats.isFile();
}

/** What one run read, as it was right after the preprocessor had read it. */
interface Observed {
  prepared: Prepared;
  l2: string;
  entry: L1Entry;
  check: Omit<L1Check, 'of'>;
  timeDependent: string | null;
}

function observe(engine: Engine, prepared: Prepared, text: Buffer, l2: string): Observed {
  const { digests } = engine;
  const snapshot = takeSnapshot();
  const names = dependencyPaths(text);
  const absolute = names.map((name) => path.resolve(prepared.invocation.cwd, name));
  const states = absolute.map((file) => digests.file(file, snapshot));
  const deps = names.map((name, i) => [name, states[i]?.digest ?? ''] as const);
  const probing = absolute.filter((_, i) => states[i]?.probesFiles);
  const probes = [...new Set(probing.flatMap((file) => probedNames(readText(file))))].sort();
  const space = { deps: absolute, probes, searchDirectories: prepared.searchDirs };
  const watch = watchDirectories(space, digests, snapshot);
  const mentions = absolute.find((_, i) => states[i]?.timeMacros) ?? null;
  return {
    prepared,
    l2,
    entry: { l2Key: l2, deps, incfp: contractFingerprint(prepared, { digests, snapshot }) },
    check: {
      surroundings: prepared.surroundingsDigest,
      watch,
      watchfp: watchFingerprint(watch, space, digests, snapshot),
      probes,
      beside: besideSource(prepared, absolute),
      includes: directoryDigests(prepared, digests, snapshot),
    },
    timeDependent: timeDependence(text, mentions, engine.now()) ? (mentions ?? prepared.source) : null,
  };
}

function readText(file: string): string {
  try {
    return fs.readFileSync(encodePath(file), 'latin1');
  } catch {
    return '';
  }
}

/**
 * Whether what castxml read is what was observed: nothing was touched since the run began. Content alone would not
 * do: a file may have changed and changed back.
 */
function isUnchanged(engine: Engine, observed: Observed, beganMs: number): boolean {
  const { digests } = engine;
  const before = observed.prepared;
  const now = prepareNow(engine, before.invocation);
  if (now?.l1 !== before.l1 || now.surroundingsDigest !== before.surroundingsDigest) return false;
  const snapshot = takeSnapshot();
  const { cwd } = before.invocation;
  const deps = observed.entry.deps.map(([name, digest]) => [path.resolve(cwd, name), digest] as const);
  for (const [file, digest] of deps) {
    const state = digests.file(file, snapshot);
    if (state.digest !== digest || (state.signature && state.signature.ctimeMs > beganMs)) return false;
  }
  const space = { deps: deps.map(([file]) => file), probes: observed.check.probes };
  const { watch, watchfp, beside } = observed.check;
  if (watchFingerprint(watch, space, digests, snapshot) !== watchfp) return false;
  if (besideSource(now, space.deps).join('\0') !== beside.join('\0')) return false;
  if (contractFingerprint(now, { digests, snapshot }) !== observed.entry.incfp) return false;
  return newcomer(watch, space, beganMs, digests, snapshot) === null;
}

/** Stores a finished run in the first root that takes it; null where none does or nothing may be stored. */
async function store(
  engine: Engine,
  observed: Observed,
  beganMs: number,
  seconds: number,
  replace: boolean,
): Promise<string | null> {
  const { prepared } = observed;
  const xml = readOutput(prepared.output);
  if (!xml || !isUnchanged(engine, observed, beganMs)) return null;
  const check = { flags: prepared.flags, seconds };
  for (const root of engine.roots)
    try {
      const entry = { key: observed.l2, l1Key: prepared.l1, xml, format: engine.options.format, check };
      await writeL2(root, entry, replace);
      storeL1(engine, observed, [root]);
      noteStored(root, engine.now());
      return root;
    } catch (error) {
      engine.warn(`cannot store in ${root}: ${(error as Error).message}`);
    }
  return null;
}

function readOutput(file: string): Buffer | null {
  try {
    const bytes = fs.readFileSync(encodePath(file));
    return bytes.length > 0 ? bytes : null;
  } catch {
    return null;
  }
}

/** Writes the L1 entry and the type's record to the first of the roots that takes them. */
function storeL1(engine: Engine, observed: Observed, roots: readonly string[]): void {
  const { prepared, l2, entry, check, timeDependent } = observed;
  const plain = engine.scheme === 'plain';
  for (const root of roots)
    try {
      // An entry that holds only until the clock moves on would be honoured by the other implementations.
      if (timeDependent === null)
        writeL1(root, prepared.l1, plain ? l2 : serialiseL1Entry(entry), plain ? null : check);
      writeTypeRecord(root, prepared.output, {
        l1: prepared.l1,
        l2,
        castxml: prepared.castxmlHash,
        compiler: prepared.surroundings.compiler?.digest ?? '',
        responseFile: inputDigest(prepared.responseBytes),
        source: inputDigest(prepared.sourceBytes),
        arguments: argumentsDigest(prepared),
        ...(timeDependent === null ? {} : { timeDependent }),
      });
      return;
    } catch (error) {
      engine.warn(`cannot write to ${root}: ${(error as Error).message}`);
    }
}

function l1File(root: string, key: string): string {
  return path.join(l1Folder(root, key), 'l2_key');
}

/** Puts the XML of an entry in its place, with a fresh mtime, by one rename. False where the entry is damaged. */
async function restore(engine: Engine, prepared: Prepared, entry: StoredL2): Promise<boolean> {
  const xml = await readXml(entry);
  if (!xml) return false;
  const staging = path.join(path.dirname(prepared.output), stagingName(path.basename(prepared.output)));
  try {
    fs.writeFileSync(encodePath(staging), xml, { flag: 'wx' });
    fs.renameSync(encodePath(staging), encodePath(prepared.output));
  } catch (error) {
    removeQuietly(staging);
    engine.warn(`cannot restore ${prepared.output}: ${(error as Error).message}`);
    return false;
  }
  touch([path.join(entry.folder, '_ok')], engine.now());
  return true;
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
    options.signal?.throwIfAborted();
    return result;
  } catch (error) {
    options.signal?.throwIfAborted();
    const message = `itk-castxml-cache: cannot run ${invocation.castxml}: ${(error as Error).message}\n`;
    if (options.output === 'inherit') process.stderr.write(message);
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
  if (options.verbose) process.stderr.write(`itk-castxml-cache: ${line}\n`);
}
