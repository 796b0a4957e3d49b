import * as l10n from '@vscode/l10n';
import type { ModuleStatus, TypeState } from '../shared/type-state';
import { stateWords } from '../shared/state-words';
import { instantiationsOf } from '../shared/states/counts';
import { configureLabel, moduleCachedText, otherCommandText, predictedLabel } from '../shared/vocabulary';
import type { FileFact, TypeFiles } from './pipeline-facts';
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
import type { GraphEdge, GraphFile, GraphHeading, GraphModel, GraphNode } from './graph-view';
import {
  cacheText,
  duration,
  missingText,
  runText,
  sentence,
  shares,
  shareText,
  typesText,
  xmlText,
} from './graph-words';
import { baseName } from '../shared/path-parts';
import { sentences } from '../shared/l10n/sentences';
import { shownState } from '../shared/states/shown-state';
import { plural } from '../shared/l10n/localized-plural';

/** The columns of a module's table, from left to right. Nodes that all types share span all rows. */
const columnIds = [
  'wrap',
  'inputs',
  'xml',
  'igenerator',
  'interfaces',
  'pkl',
  'cpp',
  'library',
  'stubs',
] as const;
type ColumnId = (typeof columnIds)[number];
const column = Object.fromEntries(columnIds.map((id, index) => [id, index])) as Record<ColumnId, number>;

function columnHeadings(): GraphHeading[] {
  const labels: Record<ColumnId, string> = {
    wrap: '.wrap',
    inputs: l10n.t('Inputs'),
    xml: 'CastXML → XML',
    igenerator: 'igenerator',
    interfaces: '.i  .idx',
    pkl: 'pkl',
    cpp: 'SWIG → cpp',
    library: l10n.t('Library'),
    stubs: l10n.t('Stubs'),
  };
  return columnIds.map((id) => ({ id, label: labels[id] }));
}

/** A module's types through the stages from `.wrap` to stubs, one row each. Null if there is no such module. */
export function moduleGraph(name: string, facts: IndexedFacts): GraphModel | null {
  const module = facts.moduleByName.get(name);
  if (!module) return null;
  const types = typesOf(module, facts);
  const rows = types.map((type, row) => typeRow(type, row, facts));
  const shared = types.length > 0 ? sharedNodes(module, types.length, facts) : [];
  const table: GraphModel = {
    view: { kind: 'module', module: name },
    title: name,
    summary: summaryOf(types, stateWords[igeneratorState(module, facts)].label),
    arrangement: 'table',
    headings: columnHeadings(),
    nodes: [...rows.flatMap((row) => row.nodes), ...shared],
    edges: [
      ...rows.flatMap((row) => row.edges),
      ...(types.length > 0 ? [{ from: 'library', to: 'stubs' }] : []),
    ],
    empty:
      types.length > 0
        ? null
        : sentences(
            l10n.t('{0} wraps no type with the options of this build.', name),
            l10n.t('Look at ITK_WRAP_… in CMakeCache.txt.'),
          ),
  };
  return hasPkl(types, facts) ? table : withoutPkl(table);
}

/** Whether the build has pkl files. ITK has them since version 5.3. */
function hasPkl(types: readonly TypeState[], facts: IndexedFacts): boolean {
  return types.length === 0 || types.some(({ name }) => facts.typeFiles?.get(name)?.pkl !== null);
}

/** The table without the column of pkl files. */
function withoutPkl(table: GraphModel): GraphModel {
  const isPkl = (id: string): boolean => id.startsWith('pkl:');
  return {
    ...table,
    headings: table.headings.filter(({ id }) => id !== 'pkl'),
    nodes: table.nodes
      .filter(({ id }) => !isPkl(id))
      .map((node) =>
        node.cell && node.cell.column > column.pkl
          ? { ...node, cell: { ...node.cell, column: node.cell.column - 1 } }
          : node,
      ),
    edges: table.edges.flatMap(({ from, to }) => {
      if (isPkl(from)) return [];
      return [{ from, to: isPkl(to) ? to.replace(/^pkl:/, 'cpp:') : to }];
    }),
  };
}

/** `3 types: 2 HIT, 1 MISS · igenerator complete`. */
function summaryOf(types: readonly TypeState[], igenerator: string): string {
  const states = shareText(shares(types.map(shownState)));
  return [l10n.t('{0}: {1}', typesText(types.length), states), l10n.t('igenerator {0}', igenerator)].join(
    ' · ',
  );
}

function typeRow(
  type: TypeState,
  row: number,
  facts: IndexedFacts,
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const states = typeStages(type, facts);
  const files = facts.typeFiles?.get(type.name);
  const id = (stage: string): string => `${stage}:${type.name}`;
  const base = (stage: ColumnId): Partial<GraphNode> => ({
    module: type.module,
    type: type.name,
    cell: { row, column: column[stage], rows: 1 },
  });
  const count = instantiationsOf(type).length;
  const instantiations = plural(count, l10n.t('1 instantiation.'), l10n.t('{0} instantiations.', count));
  const swig = files?.swig;
  const nodes = [
    graphNode(id('wrap'), 'type', type.name, states.wrap, {
      ...base('wrap'),
      note: String(count),
      details: [type.wrap === null ? l10n.t('Its .wrap file is not known.') : type.wrap, instantiations],
      files: type.wrap ? [{ label: '.wrap', path: type.wrap }] : [],
      drill: { kind: 'type', type: type.name },
      actions: ['castxml', 'igenerator', 'explain'],
    }),
    graphNode(id('inputs'), 'file', '.cxx .inc', states.inputs, {
      ...base('inputs'),
      details: [...missingText(files?.inputs ?? []), ...configureText(type), instantiations],
      files: [
        { label: '.cxx', path: type.cxx },
        { label: '.castxml.inc', path: type.inc },
      ],
      actions: ['castxml', 'explain'],
    }),
    xmlNode(type, states, base('xml'), facts),
    graphNode(id('interfaces'), 'file', '.i .idx', states.interfaces, {
      ...base('interfaces'),
      details: missingText(files?.interfaces ?? []),
      files: linkFiles(files?.interfaces ?? []),
      actions: ['igenerator'],
    }),
    graphNode(id('pkl'), 'file', pklLabel(files?.pkl ?? null), states.pkl, {
      ...base('pkl'),
      details: (files?.pkl?.missing ?? []).map((path) => l10n.t('{0} is missing.', baseName(path))),
      files: linkFiles((files?.interfaces ?? []).filter((file) => file.path.endsWith('.index.txt'))),
      actions: ['igenerator'],
    }),
    graphNode(id('cpp'), 'file', 'cpp', states.cpp, {
      ...base('cpp'),
      note: swig ? duration(swig.seconds) : '',
      details: [
        ...missingText(files?.cpp ? [files.cpp] : []),
        ...staleText(type.swig),
        ...(swig ? [runText(l10n.t('Last SWIG run'), swig)] : []),
      ],
      files: linkFiles(files?.cpp ? [files.cpp] : []),
    }),
  ];
  return {
    nodes,
    edges: [
      { from: id('wrap'), to: id('inputs') },
      { from: id('inputs'), to: id('xml') },
      { from: id('xml'), to: 'igenerator' },
      { from: 'igenerator', to: id('interfaces') },
      { from: id('interfaces'), to: id('pkl') },
      { from: id('pkl'), to: id('cpp') },
      { from: id('cpp'), to: 'library' },
    ],
  };
}

/** The file that makes SWIG's outputs stale. */
const staleText = ({ state, because, otherCommand }: TypeState['swig']): string[] =>
  state !== 'stale'
    ? []
    : otherCommand
      ? [sentence(otherCommandText())]
      : because
        ? [becauseText(because)]
        : [];

const becauseText = (file: string): string => l10n.t('Because of {0}.', baseName(file));

/** What CMake would change in the inputs, with as many names as there is room for. */
function configureText({ configure }: TypeState): string[] {
  if (!configure) return [];
  const names = (sign: string, list: readonly string[]): string[] =>
    list.slice(0, 3).map((name, index) => `${sign} ${name}${index === 2 && list.length > 3 ? ' …' : ''}`);
  const cached = predictedLabel(configure);
  return [
    sentence(configureLabel(configure)),
    ...(cached ? [sentence(cached)] : []),
    ...names('+', configure.added),
    ...names('−', configure.removed),
    ...names('~', configure.changed),
  ];
}

function xmlNode(
  type: TypeState,
  states: TypeStages,
  base: Partial<GraphNode>,
  facts: IndexedFacts,
): GraphNode {
  const files = facts.typeFiles?.get(type.name);
  const times = [files?.castxml, files?.cached].flatMap((run) => (run ? [duration(run.seconds)] : []));
  return graphNode(`xml:${type.name}`, 'file', stateWords[states.cache].label, states.cache, {
    ...base,
    second: states.xml,
    note: times.join(' · '),
    details: [
      cacheText(states.cache, type),
      xmlText(states.xml, type),
      ...(files?.castxml ? [runText(l10n.t('Last CastXML run'), files.castxml)] : []),
      ...(files?.cached ? [runText(l10n.t('Last run from the cache'), files.cached)] : []),
      ...(type.root ? [l10n.t('Store: {0}', type.root)] : []),
    ],
    files: [
      { label: 'XML', path: type.xml },
      ...(type.staleBecause
        ? [{ label: l10n.t('the changed file {0}', baseName(type.staleBecause)), path: type.staleBecause }]
        : []),
    ],
    drill: { kind: 'type', type: type.name },
    actions: ['castxml', 'explain'],
  });
}

/** The nodes for igenerator, the library and the stubs, one each and as tall as the table. */
function sharedNodes(module: ModuleStatus, rows: number, facts: IndexedFacts): GraphNode[] {
  const files = facts.moduleFiles?.get(module.name);
  const { pkl } = module;
  const base = (stage: ColumnId): Partial<GraphNode> => ({
    module: module.name,
    cell: { row: 0, column: column[stage], rows },
  });
  const state = igeneratorState(module, facts);
  const library = files?.library;
  const stubs = files?.stubs ?? [];
  return [
    graphNode('igenerator', 'run', stateWords[state].label, state, {
      ...base('igenerator'),
      note: files?.igenerator ? duration(files.igenerator.seconds) : '',
      details: [
        stateWords[state].meaning,
        ...(module.staleBecause ? [becauseText(module.staleBecause)] : []),
        ...(module.otherCommand ? [sentence(otherCommandText())] : []),
        ...[moduleCachedText(module)].filter((text) => text !== null),
        ...(pkl.stampPresent === false && module.stamp && state !== 'never-run'
          ? [l10n.t('{0} is missing.', baseName(module.stamp))]
          : []),
        ...(pkl.stampPresent === null && hasPkl(typesOf(module, facts), facts)
          ? [l10n.t('This build has no stamps, so every pkl file counts.')]
          : []),
        ...(pkl.listed > 0
          ? [
              plural(
                pkl.listed,
                l10n.t('{0} of 1 pkl file present.', pkl.present),
                l10n.t('{0} of {1} pkl files present.', pkl.present, pkl.listed),
              ),
            ]
          : []),
        ...pkl.missing.slice(0, 5).map((path) => l10n.t('{0} is missing.', baseName(path))),
        // Before the first run, every file is missing, and no name helps.
        ...(state === 'never-run' ? [] : pkl.missingIndex.slice(0, 5)).map((path) =>
          l10n.t('{0} is missing.', baseName(path)),
        ),
        ...(files?.igenerator ? [runText(l10n.t('Last run'), files.igenerator)] : []),
      ],
      files: [
        ...(module.stamp && pkl.stampPresent ? [{ label: l10n.t('stamp'), path: module.stamp }] : []),
        ...(module.wrappingDir
          ? [{ label: 'CMakeLists.txt', path: `${module.wrappingDir}/CMakeLists.txt` }]
          : []),
      ],
      actions: ['igenerator'],
    }),
    graphNode('library', 'file', l10n.t('library'), libraryState(module, facts), {
      ...base('library'),
      details: library
        ? [baseName(library.path), ...missingText([library])]
        : [l10n.t('Its path is not known.')],
    }),
    graphNode('stubs', 'file', l10n.t('stubs'), stubsState(module, facts), {
      ...base('stubs'),
      details: stubs.length > 0 ? missingText(stubs) : [l10n.t('Not known yet.')],
      files: linkFiles(stubs),
    }),
  ];
}

function linkFiles(files: readonly FileFact[]): GraphFile[] {
  return files
    .filter((file) => file.mtimeMs !== null)
    .map((file) => ({ label: baseName(file.path), path: file.path }));
}

/** `12/14`, or the number of missing files if only that is known. */
function pklLabel(pkl: TypeFiles['pkl']): string {
  if (pkl === null) return 'pkl';
  const missing = pkl.missing.length;
  if (pkl.listed !== null) return `${pkl.listed - missing}/${pkl.listed}`;
  return missing > 0 ? l10n.t('{0} gone', missing) : 'pkl';
}
