import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode-languageserver';
import type {
  InstantiationHit,
  InstantiationHits,
  InstantiationRequest,
  WhyRequest,
  WhyView,
} from '../../../shared/protocol';
import { costsOf } from '../../../pipeline/costs/build-costs';
import type { CostEstimator } from '../../../pipeline/costs/cost-estimate';
import { costText } from '../../../shared/l10n/cost-text';
import { findScripts } from '../../../wrapping/index/find-scripts';
import { InstantiationSearch } from '../../../wrapping/why/find-instantiations';
import { missingPartText } from '../../../wrapping/why/missing-parts';
import { pythonSpelling } from '../../../wrapping/why/python-types';
import type { WhyAnswer } from '../../../wrapping/why/why';
import type { WrappedInstantiation } from '../../../wrapping/why/wrapped-instantiations';
import { askInThread } from '../../evaluation/ask-in-thread';
import type { EvaluationService } from '../../evaluation/evaluation-service';
import { toUri } from '../../translate/to-protocol';
import type { ServerState } from '../server-state';

/** As many as somebody reads in a list. */
const SHOWN = 200;

/** The instantiations that a text means or whose names have its words. */
export function findInstantiations(
  { evaluation, settings, session }: ServerState,
  { text }: InstantiationRequest,
): InstantiationHits {
  const isOff = !settings.evaluation || session.evaluated === undefined;
  const search = isOff ? null : searchOf(evaluation);
  if (search === null || search.count === 0)
    return { state: isOff ? 'off' : 'evaluating', total: 0, hits: [] };
  return { state: 'ready', total: search.count, hits: search.find(text, SHOWN).map(hitOf) };
}

/** Made once for each state of the evaluation. */
const searches = new WeakMap<EvaluationService, { revision: number; search: InstantiationSearch }>();

function searchOf(evaluation: EvaluationService): InstantiationSearch {
  const { revision } = evaluation;
  const known = searches.get(evaluation);
  if (known?.revision === revision) return known.search;
  const search = new InstantiationSearch(evaluation.types());
  searches.set(evaluation, { revision, search });
  return search;
}

const NO_ANSWER: WhyView = {
  problem: '',
  subject: '',
  wrapped: [],
  changes: [],
  nearest: [],
  similar: [],
  unwrapped: null,
  python: null,
};

/** Whether something is wrapped, and what would wrap it. The files on disk count. */
export async function answerWhy(
  { pipeline, session }: ServerState,
  { text }: WhyRequest,
  token: CancellationToken,
): Promise<WhyView> {
  const build = session.evaluated;
  if (build === undefined)
    return { ...NO_ANSWER, problem: l10n.t('There is nothing to evaluate: no build and no ITK is open.') };
  const { wraps, headers } = await findScripts(build.source);
  const input = { source: build.source, build: build.dir, cache: build.options };
  const told = await askInThread({ kind: 'why', text, input, files: { wraps, headers } }, token);
  if (told !== null && 'answer' in told)
    return told.answer
      ? viewOf(told.answer, pipeline ? costsOf(pipeline).estimator() : null)
      : {
          ...NO_ANSWER,
          problem: l10n.t(
            'The text names no type. Write an expression such as itk.Image[itk.F,2], or paste the whole message.',
          ),
        };
  const why = told?.failed ?? l10n.t('the evaluation thread ended');
  return { ...NO_ANSWER, problem: l10n.t('The question could not be answered: {0}.', why) };
}

function viewOf(
  { subject, wrapped, changes, nearest, similar, unwrapped, python }: WhyAnswer,
  estimator: CostEstimator | null,
): WhyView {
  const costOf = (instantiations: number): string => {
    const cost = instantiations > 0 ? estimator?.({ types: 0, instantiations }) : null;
    return cost ? costText({ ...cost, isAbout: true }) : '';
  };
  return {
    problem: '',
    subject,
    wrapped: wrapped.slice(0, SHOWN).map(hitOf),
    changes: changes.map(({ options, lines, added, needs, missing, wraps }) => ({
      options: [...options],
      lines: lines.map(({ file, line, text }) => ({ uri: toUri(file), line, text })),
      added,
      cost: costOf(added),
      needs: [...needs.map(({ message }) => message), ...missing.map(missingPartText)],
      wraps: wraps.slice(0, SHOWN).map(hitOf),
    })),
    nearest: nearest.map(hitOf),
    similar: [...similar],
    unwrapped: unwrapped && { header: toUri(unwrapped.header), className: unwrapped.className },
    python: python && { uri: toUri(python.file), line: python.line },
  };
}

function hitOf({ name, cppType, module, origin }: WrappedInstantiation): InstantiationHit {
  const location = origin?.location;
  return {
    name,
    cppType,
    python: pythonSpelling(cppType),
    module,
    place: location ? { uri: toUri(location.file), line: location.range.start.line } : null,
  };
}
