import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { whyOffered } from '../../build/find/find-builds';
import { cacheStats } from '../../cache/storage/store-summary';
import { cacheOptionsFromEnvironment } from '../../cache/environment-options';
import { LiveRoots, probeByThread } from '../../cache/storage/live-roots';
import type { StoreRoot } from '../../cache/storage/store-root';
import { isRemoteDown, remoteFromEnvironment } from '../../cache/storage/remote/remote';
import type { MissReason, RunOutcome } from '../../shared/reasons';
import { invocationOf } from '../../pipeline/pipeline';
import { stateLabel } from '../../shared/vocabulary';
import { missKindText, missReasonText, outcomeText } from '../../shared/reasons';
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
} from '../../shared/protocol';
import { MAX_SOURCE_BYTES, readRegularFile } from '../../host/read-regular-file';
import { classesInHeader } from '../../wrapping/index/header-classes';
import { newWrapText, placeOfNewWrap } from '../../wrapping/index/new-wrap';
import type { BuildSession } from '../session/build-session';
import { toPath, toUri } from '../translate/to-protocol';
import { generatedFiles } from '../session/generated-files';
import { checked, isHeaderRequest, isNewWrapRequest, isTypeRequest, type Shape } from './request-parameters';

/** Answers what the sidebar and the commands of an editor ask beyond LSP. */
export function registerEditorRequests(connection: Connection, session: BuildSession): void {
  connection.onRequest(methods.builds, () => foundBuilds(session));
  connection.onRequest(methods.cache, () => cacheView(session));
  /** A request with parameters of a shape. */
  const answer = <T>(
    method: string,
    shape: Shape<T>,
    handler: (params: T, token: CancellationToken) => unknown,
  ): void => void connection.onRequest(method, checked(method, shape, handler));
  answer(methods.typeDetails, isTypeRequest, (request) => typeDetails(session, request));
  answer(methods.explain, isTypeRequest, (request, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return explanation(session, request, abort.signal);
  });
  answer(methods.headerClasses, isHeaderRequest, headerClasses);
  answer(methods.newWrap, isNewWrapRequest, newWrap);
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
  const { roots, maxBytes } = await storeOf(session);
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
    reasons: counted(reasons, (kind) => missKindText(kind as MissReason['kind'])),
    remote: remoteView(roots, remote),
  };
}

/** The store of the build that is shown, else of the environment. */
async function storeOf({
  services,
}: BuildSession): Promise<{ roots: readonly StoreRoot[]; maxBytes: number }> {
  if (services) return { roots: await services.liveRoots(), maxBytes: services.maxBytes };
  const { roots, maxBytes } = cacheOptionsFromEnvironment(process.env);
  const liveness = { probe: probeByThread, warn: () => undefined };
  return { roots: await new LiveRoots(roots, liveness).current(), maxBytes };
}

function remoteView(
  roots: readonly StoreRoot[],
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
  const { services, pipeline } = session;
  const command = pipeline?.build.types.find((type) => type.name === name)?.castxml;
  if (!services || !pipeline || !command) return null;
  const { verdict, inputs } = await services.explain(invocationOf(pipeline.build, command), signal);
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
  return classesInHeader(await headerText(toPath(uri))).map(({ name, template, superclass, brief }) => ({
    name,
    template,
    superclass,
    brief,
  }));
}

async function headerText(file: string): Promise<string> {
  return (await readRegularFile(file, MAX_SOURCE_BYTES)).toString('utf8');
}

async function newWrap({ header, className, types }: NewWrapRequest): Promise<NewWrapView> {
  const headerFile = toPath(header);
  const found = classesInHeader(await headerText(headerFile)).find(({ name }) => name === className);
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
