import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { whyOffered } from '../build/find';
import { cacheStats } from '../cache/admin';
import { cacheOptionsFromEnvironment } from '../cache/environment';
import { isRemoteDown, remoteFromEnvironment } from '../cache/remote';
import type { MissReason, RunOutcome } from '../cache/types';
import { invocationOf } from '../pipeline/pipeline';
import { missReasonText, stateLabel } from '../pipeline/vocabulary';
import {
  type CacheRemoteView,
  type CacheView,
  type ExplanationView,
  type FoundBuild,
  type HeaderClassView,
  type HeaderRequest,
  methods,
  type NewWrapRequest,
  type NewWrapView,
  type TypeDetails,
  type TypeRequest,
} from '../protocol';
import { classesInHeader } from '../wrapping/headerClasses';
import { newWrapText, placeOfNewWrap } from '../wrapping/newWrap';
import type { BuildSession } from './buildSession';
import { toPath, toUri } from './convert';
import { generatedFiles } from './generatedFiles';

/** Answers what the sidebar and the commands of an editor ask beyond LSP. */
export function registerEditorRequests(connection: Connection, session: BuildSession): void {
  connection.onRequest(methods.builds, () => foundBuilds(session));
  connection.onRequest(methods.cache, () => cacheView(session));
  connection.onRequest(methods.typeDetails, (request: TypeRequest) => typeDetails(session, request));
  connection.onRequest(methods.explain, (request: TypeRequest, token: CancellationToken) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return explanation(session, request, abort.signal);
  });
  connection.onRequest(methods.headerClasses, (request: HeaderRequest) => headerClasses(request));
  connection.onRequest(methods.newWrap, (request: NewWrapRequest) => newWrap(request));
}

async function foundBuilds(session: BuildSession): Promise<FoundBuild[]> {
  return (await session.findAll()).map((build) => ({
    dir: build.dir,
    project: build.project,
    itkVersion: build.itkVersion,
    generator: build.generator,
    source: build.source,
    offered: whyOffered(build),
    usable: build.usable,
    problem: build.problems[0]?.message ?? '',
    configuredMs: build.configuredMs,
    activeIn: session.activeIn(build.dir).map(toUri),
  }));
}

async function cacheView(session: BuildSession): Promise<CacheView> {
  // Its files are read at one go: whoever waits for an answer already gets it first.
  await new Promise(setImmediate);
  const { roots, maxBytes } = session.engine ?? cacheOptionsFromEnvironment(process.env);
  const stats = cacheStats(roots, maxBytes);
  const { outcomes, reasons, remote, secondsSaved, castxmlSeconds } = stats.counters;
  return {
    roots: stats.roots.map(({ root, exists, writable, l2Entries, bytes, lastEvictionMs }) => ({
      root,
      exists,
      writable,
      entries: l2Entries,
      bytes,
      lastEvictionMs,
    })),
    hitRate: stats.hitRate,
    maxBytes,
    secondsSaved,
    castxmlSeconds,
    outcomes: counted(outcomes, (kind) => outcomeText(kind as RunOutcome)),
    reasons: counted(reasons, (kind) => reasonKindText(kind as MissReason['kind'])),
    remote: remoteView(roots, remote),
  };
}

function remoteView(
  roots: readonly string[],
  counts: { hit?: number; failed?: number },
): CacheRemoteView | null {
  const remote = remoteFromEnvironment(process.env);
  if (!remote) return null;
  const [root] = roots;
  const known = { hits: counts.hit ?? 0, failures: counts.failed ?? 0 };
  if ('problem' in remote)
    return { url: '', readOnly: false, failing: false, ...known, problem: `${remote.problem}.` };
  const failing = root !== undefined && isRemoteDown(remote.url, root, Date.now());
  return { url: remote.url, readOnly: remote.readOnly, failing, ...known, problem: '' };
}

function counted(
  counts: Readonly<Record<string, number>>,
  label: (kind: string) => string,
): CacheView['outcomes'] {
  return Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([kind, count]) => ({ label: label(kind), count }));
}

function outcomeText(outcome: RunOutcome): string {
  const labels: Record<RunOutcome, string> = {
    'hit-l1': 'HIT',
    'hit-portable': 'HIT from another directory',
    'hit-l2': 'HIT after castxml -E',
    miss: 'MISS',
    bypass: 'not cached',
    failed: 'failed',
  };
  return labels[outcome] ?? outcome;
}

/** A kind of reason, of no file in particular. */
function reasonKindText(kind: MissReason['kind']): string {
  const labels: Record<MissReason['kind'], string> = {
    'never-cached': 'never cached',
    'source-changed': '.cxx changed',
    'flags-changed': 'flags changed',
    'castxml-changed': 'castxml changed',
    'compiler-changed': 'compiler changed',
    'header-changed': 'a header changed',
    'header-removed': 'a header is gone',
    'include-directory-changed': 'a file came or went in an include directory',
    'time-dependent': '__DATE__, __TIME__ or __TIMESTAMP__ is used',
    evicted: 'evicted',
    corrupt: 'entry corrupt',
    'input-missing': 'an input is missing',
  };
  return labels[kind] ?? kind;
}

async function typeDetails(session: BuildSession, { type: name }: TypeRequest): Promise<TypeDetails | null> {
  const type = session.pipeline?.type(name);
  const build = session.pipeline?.build;
  if (!type || !build) return null;
  const { generated, headers } = await generatedFiles(build, type);
  const view = (file: string): { label: string; uri: string } => ({
    label: path.basename(file),
    uri: toUri(file),
  });
  return {
    instantiations: type.instantiations
      .filter(({ companionOf }) => companionOf === undefined)
      .map(({ name: alias, cppType, line }) => ({ name: alias, cppType, line })),
    generated: generated.map(view),
    headers: headers.map(view),
  };
}

async function explanation(
  session: BuildSession,
  { type: name }: TypeRequest,
  signal: AbortSignal,
): Promise<ExplanationView | null> {
  const { engine, pipeline } = session;
  const command = pipeline?.build.types.find((type) => type.name === name)?.castxml;
  if (!engine || !pipeline || !command) return null;
  const { verdict, inputs } = await engine.explain(invocationOf(pipeline.build, command), signal);
  return {
    type: name,
    stateLabel: stateLabel(verdict.state),
    reason: verdict.reason ? missReasonText(verdict.reason) : null,
    l1: verdict.l1,
    l2: verdict.l2 ?? null,
    root: verdict.root ?? null,
    inputs: inputs.map(({ kind, subject, state }) => ({ kind, subject, state })),
  };
}

async function headerClasses({ uri }: HeaderRequest): Promise<HeaderClassView[]> {
  const text = await readFile(toPath(uri), 'utf8');
  return classesInHeader(text).map(({ name, template, superclass, brief }) => ({
    name,
    template,
    superclass,
    brief,
  }));
}

async function newWrap({ header, className, types }: NewWrapRequest): Promise<NewWrapView> {
  const headerFile = toPath(header);
  const found = classesInHeader(await readFile(headerFile, 'utf8')).find(({ name }) => name === className);
  const place = placeOfNewWrap(headerFile, className);
  return {
    uri: toUri(place.file),
    exists: existsSync(place.file),
    text: newWrapText({
      className,
      template: found?.template ?? null,
      superclass: found?.superclass ?? null,
      types,
    }),
    module: place.module,
  };
}
