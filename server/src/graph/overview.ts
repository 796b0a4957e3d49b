import * as l10n from '@vscode/l10n';
import type { ModuleStatus } from '../shared/type-state';
import { isProblem, stateWords, worstState, type PipelineState } from '../shared/state-words';
import { countHits } from '../shared/states/counts';
import { graphNode } from './node';
import {
  igeneratorState,
  libraryState,
  stubsState,
  typeStages,
  typesOf,
  type IndexedFacts,
  type TypeStages,
} from './stages';
import type { GraphEdge, GraphModel, GraphNode, StageSummary } from './graph-view';
import { shares, shareText, typesText } from './graph-words';
import { baseName } from '../shared/path-parts';
import { sentences } from '../shared/l10n/sentences';
import { shownState } from '../shared/states/shown-state';
import { plural } from '../shared/l10n/localized-plural';

/** All modules of a build in the layers of their dependencies. */
export function overviewGraph(facts: IndexedFacts): GraphModel {
  const nodes = facts.modules.map((module) => moduleNode(module, facts));
  return {
    view: { kind: 'overview' },
    title: baseName(facts.build) || facts.build,
    summary: summaryOf(facts),
    arrangement: 'layers',
    headings: [],
    nodes,
    edges: necessaryEdges(facts.modules),
    empty:
      nodes.length > 0
        ? null
        : sentences(
            l10n.t('{0} has no wrapped modules.', facts.build),
            l10n.t('Configure it with ITK_WRAP_PYTHON=ON, and look again.'),
          ),
  };
}

/** `3 modules, 40 types: 38 HIT, 2 MISS`. */
function summaryOf({ modules, types }: IndexedFacts): string {
  const counts = [
    plural(modules.length, l10n.t('1 module'), l10n.t('{0} modules', modules.length)),
    typesText(types.length),
  ].join(', ');
  const states = shareText(shares(types.map(shownState)));
  return l10n.t('{0}: {1}', counts, states || l10n.t('not known yet'));
}

function moduleNode(module: ModuleStatus, facts: IndexedFacts): GraphNode {
  const types = typesOf(module, facts);
  const states = types.map((type) => typeStages(type, facts));
  const cache = shares(states.map((stage) => stage.cache));
  const hits = countHits(types);
  const state = igeneratorState(module, facts);
  const xmlProblems = states.filter((stage) => isProblem(stage.xml)).length;
  const { listed, missing, missingIndex } = module.pkl;
  const stages = thumbnail(module, states, facts);
  return graphNode(`module:${module.name}`, 'module', module.name, state, {
    note: types.length === 0 ? l10n.t('no types') : `${hits}/${types.length} ${stateWords.hit.label}`,
    details: [
      l10n.t('igenerator: {0}. {1}', stateWords[state].label, stateWords[state].meaning),
      types.length === 0
        ? l10n.t('No type is wrapped.')
        : l10n.t('{0}: {1}.', typesText(types.length), shareText(cache)),
      ...(xmlProblems > 0
        ? [
            plural(
              xmlProblems,
              l10n.t('1 XML file stale or missing.'),
              l10n.t('{0} XML files stale or missing.', xmlProblems),
            ),
          ]
        : []),
      ...(missing.length > 0
        ? [
            plural(
              listed,
              l10n.t('{0} of 1 pkl file missing.', missing.length),
              l10n.t('{0} of {1} pkl files missing.', missing.length, listed),
            ),
          ]
        : []),
      ...(missingIndex.length > 0 && state !== 'never-run'
        ? [
            plural(
              missingIndex.length,
              l10n.t('1 index file missing.'),
              l10n.t('{0} index files missing.', missingIndex.length),
            ),
          ]
        : []),
      ...(module.dependencies.length > 0 ? [l10n.t('Needs {0}.', module.dependencies.join(', '))] : []),
    ],
    files: module.wrappingDir
      ? [{ label: 'CMakeLists.txt', path: `${module.wrappingDir}/CMakeLists.txt` }]
      : [],
    drill: { kind: 'module', module: module.name },
    actions: ['castxml', 'igenerator'],
    module: module.name,
    shares: cache,
    stages,
    attention: state !== 'never-run' && stages.some((stage) => isProblem(stage.state)),
  });
}

/** A module's stages in small: how many of its types have passed each one. */
function thumbnail(module: ModuleStatus, states: readonly TypeStages[], facts: IndexedFacts): StageSummary[] {
  const perType = (label: string, pick: (stages: TypeStages) => PipelineState): StageSummary => {
    const picked = states.map(pick);
    return {
      label,
      done: picked.filter((state) => stateWords[state].tone === 'good').length,
      total: picked.length,
      state: worstState(picked),
    };
  };
  const single = (label: string, state: PipelineState): StageSummary => ({
    label,
    done: stateWords[state].tone === 'good' ? 1 : 0,
    total: 1,
    state,
  });
  return [
    perType(l10n.t('inputs'), (stages) => stages.inputs),
    perType('XML', (stages) => stages.xml),
    single('igenerator', igeneratorState(module, facts)),
    perType('.i', (stages) => stages.interfaces),
    perType('cpp', (stages) => stages.cpp),
    single(l10n.t('library'), libraryState(module, facts)),
    single(l10n.t('stubs'), stubsState(module, facts)),
  ];
}

/**
 * The dependencies without those that follow from others, so that the picture shows each path once. Dependencies on modules
 * outside the build are omitted. Edges of a cycle are kept.
 */
function necessaryEdges(modules: readonly ModuleStatus[]): GraphEdge[] {
  const byName = new Map(modules.map((module) => [module.name, module]));
  const known = (module: ModuleStatus): string[] =>
    [...new Set(module.dependencies)].filter((name) => name !== module.name && byName.has(name));
  const reach = new Map<string, Set<string>>();
  const reachable = (name: string): Set<string> => {
    const done = reach.get(name);
    if (done) return done;
    const found = new Set<string>();
    reach.set(name, found);
    for (const next of known(byName.get(name)!)) {
      found.add(next);
      for (const further of reachable(next)) if (further !== name) found.add(further);
    }
    return found;
  };
  return modules.flatMap((module) => {
    const direct = known(module);
    const implied = (name: string): boolean =>
      direct.some((other) => other !== name && reachable(other).has(name) && !reachable(name).has(other));
    return direct
      .filter((name) => !implied(name))
      .map((name) => ({ from: `module:${name}`, to: `module:${module.name}` }));
  });
}
