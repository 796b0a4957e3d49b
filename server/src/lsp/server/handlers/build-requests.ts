import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode-languageserver';
import { whyOffered } from '../../../build/find/build-candidate';
import type { InputComparison } from '../../../cache/api';
import type { GraphHits, GraphModel, GraphView } from '../../../graph';
import { invocationOf } from '../../../pipeline/invocations';
import { instantiationsOf } from '../../../shared/states/counts';
import type {
  ExplanationView,
  FoundBuild,
  PipelineView,
  TypeDetails,
  TypeRequest,
} from '../../../shared/protocol';
import { missReasonText } from '../../../shared/reasons';
import { stateLabel } from '../../../shared/vocabulary';
import { generatedFiles } from '../../session/generated-files';
import { toUri } from '../../translate/to-protocol';
import type { ServerState } from '../server-state';

/* Requests about the build, from the sidebar and the commands of an editor. */

/** Answers `pipeline`: everything that the sidebar shows. */
export const pipelineView = ({ session }: ServerState): PipelineView => session.view();

/** Handles `rescan`: searches for builds again. */
export const rescan = ({ session }: ServerState): Promise<void> => session.scan();

/** Answers `graph`. From then on, deltas report the changes of the graph. */
export const openGraph = ({ graphs }: ServerState, view: GraphView): Promise<GraphModel | null> =>
  graphs.open(view);

/** Answers `builds`: every build in and next to the folders, best first. */
export async function foundBuilds({ session }: ServerState): Promise<FoundBuild[]> {
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

/** Answers `graphFind`. Null if there is no active build. */
export const findInGraph = ({ graphs }: ServerState, text: string): Promise<GraphHits | null> =>
  Promise.resolve(graphs.find(text));

/** Answers `typeDetails`. Null if the active build does not have the type. */
export async function typeDetails(
  { pipeline }: ServerState,
  { type: name }: TypeRequest,
): Promise<TypeDetails | null> {
  const type = pipeline?.type(name);
  const build = pipeline?.build;
  if (!type || !build) return null;
  const { generated, headers } = await generatedFiles(build, type);
  const view = (file: string): { label: string; uri: string } => ({
    label: path.basename(file),
    uri: toUri(file),
  });
  return {
    instantiations: instantiationsOf(type).map(({ name: alias, cppType, line }) => ({
      name: alias,
      cppType,
      line,
    })),
    generated: generated.map(view),
    headers: headers.map(view),
  };
}

/** Answers `explain`. Null if the build does not say how castxml runs for the type. */
export async function explanation(
  { session: { services, pipeline } }: ServerState,
  { type: name }: TypeRequest,
  token: CancellationToken,
): Promise<ExplanationView | null> {
  const command = pipeline?.build.types.find((type) => type.name === name)?.castxml;
  if (!services || !pipeline || !command) return null;
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  const { verdict, inputs } = await services.explain(invocationOf(pipeline.build, command), abort.signal);
  // castxml also reads its source, so the record lists it among the headers.
  const sources = new Set(inputs.flatMap(({ kind, subject }) => (kind === 'source' ? [subject] : [])));
  const shown = inputs.filter(({ kind, subject }) => kind !== 'header' || !sources.has(subject));
  return {
    type: name,
    stateLabel: stateLabel(verdict.state),
    reason: verdict.reason ? missReasonText(verdict.reason) : null,
    l1: verdict.l1,
    l2: verdict.l2 ?? null,
    root: verdict.root ?? null,
    inputs: shown.map(({ kind, subject, state }) => ({
      kind: inputKindText(kind),
      subject,
      state,
      stateLabel: inputStateText(state),
    })),
  };
}

function inputKindText(kind: InputComparison['kind']): string {
  switch (kind) {
    case 'castxml':
      return 'castxml';
    case 'compiler':
      return l10n.t('compiler');
    case 'response-file':
      return l10n.t('response file');
    case 'source':
      return l10n.t('source');
    case 'arguments':
      return l10n.t('arguments');
    case 'header':
      return l10n.t('header');
    case 'include-directories':
      return l10n.t('include directories');
    case 'environment':
      return l10n.t('environment');
  }
}

function inputStateText(state: InputComparison['state']): string {
  switch (state) {
    case 'same':
      return l10n.t('same');
    case 'changed':
      return l10n.t('changed');
    case 'removed':
      return l10n.t('removed');
    case 'added':
      return l10n.t('added');
    case 'unknown':
      return l10n.t('unknown');
  }
}
