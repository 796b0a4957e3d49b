import assert from 'node:assert/strict';
import { buildGraph } from '../../../server/src/graph';
import type { PipelineFacts } from '../../../server/src/graph/pipeline-facts';
import type { GraphModel, GraphNode } from '../../../server/src/graph/graph-view';
import { isProblem, stateWords, worstState } from '../../../server/src/shared/state-words';
import { makeFacts } from '../../support/graph-facts';

const nodeOf = (model: GraphModel, id: string): GraphNode => {
  const node = model.nodes.find((candidate) => candidate.id === id);
  assert.ok(node, `no node ${id}`);
  return node;
};

/** Modules without types, from lines such as `a needs b c`. */
function modules(text: string): PipelineFacts {
  const facts = makeFacts({ modules: 1, typesOf: () => 0 });
  const [sample] = facts.modules;
  return {
    ...facts,
    modules: text.split('\n').map((line) => {
      const [name, dependencies] = line.trim().split(' needs ');
      return { ...sample!, name: name!, types: [], dependencies: dependencies?.split(' ') ?? [] };
    }),
  };
}

const edgesOf = (text: string): string[] =>
  buildGraph({ kind: 'overview' }, modules(text)).edges.map(
    ({ from, to }) => `${from.replace('module:', '')}→${to.replace('module:', '')}`,
  );

describe('the states of types in a graph', () => {
  const facts = makeFacts({ modules: 2, typesOf: () => 2 });
  const [module] = facts.modules;
  const calm = (given: object): PipelineFacts => ({
    ...facts,
    modules: facts.modules.map((one) => ({ ...one, state: 'never-run' as const })),
    types: facts.types.map((type) => ({
      ...type,
      state: 'miss' as const,
      reason: { kind: 'never-cached' as const },
      xmlState: 'missing' as const,
      ...given,
    })),
  });

  it('are calm in a build that never ran, with nothing that needs attention', () => {
    const overview = buildGraph({ kind: 'overview' }, calm({}));
    assert.match(overview.summary, /: 4 not cached yet$/);
    for (const { shares, stages } of overview.nodes) {
      assert.deepEqual(
        shares.map(({ state }) => state),
        ['not-cached'],
      );
      assert.ok(!stages.some(({ state }) => isProblem(state)));
    }
    const details = nodeOf(
      buildGraph({ kind: 'module', module: module!.name }, calm({})),
      'igenerator',
    ).details;
    assert.ok(!details.some((text) => /is missing|of 0/.test(text)), details.join());
  });

  it('are running only if their own run is, and queued until then', () => {
    const given = calm({});
    const [first, second] = given.types.map(({ name }) => ({ stage: 'castxml' as const, target: name }));
    const shown = (running: PipelineFacts['running']): string[] =>
      buildGraph({ kind: 'module', module: module!.name }, { ...given, running })
        .nodes.filter(({ id }) => id.startsWith('xml:'))
        .map(({ label, second: xml }) => `${label} ${stateWords[xml!].label}`);
    assert.deepEqual(
      shown([
        { ...first!, queued: false },
        { ...second!, queued: true },
      ]),
      ['running running', 'queued queued'],
    );
    // A run that waits for another one has not begun, even for what runs already.
    assert.deepEqual(
      shown([
        { ...first!, queued: false },
        { ...first!, queued: true },
      ]),
      ['running running', 'not cached yet never run'],
    );
  });

  it('end with the headers of the system', () => {
    const [type] = facts.types;
    const headers = [...Array(9).keys()].map((n) => `/usr/include/c++/12/bits/${n}.h`);
    const graph = buildGraph(
      { kind: 'type', type: type!.name },
      {
        ...facts,
        headers: {
          headersOf: () => [...headers, '/src/itkFoo.h'].map((path) => ({ path, state: 'present' })),
          usersOf: () => null,
        },
      },
    );
    assert.deepEqual(
      graph.headings.map(({ label }) => label),
      ['Type', '/src (1)', '/usr/include/c++/12/bits (9)'],
    );
  });
});

describe('the overview', () => {
  it('omits a dependency that follows from others', () => {
    assert.deepEqual(edgesOf('Common\nFilter needs Common\nLabel needs Common Filter'), [
      'Common→Filter',
      'Filter→Label',
    ]);
  });

  it('omits modules that do not exist, and a module that needs itself', () => {
    assert.deepEqual(edgesOf('Common needs Common Gone'), []);
  });

  it('keeps the edges of a cycle', () => {
    assert.deepEqual(edgesOf('A needs B\nB needs A\nC needs A').sort(), ['A→B', 'A→C', 'B→A']);
  });

  it('shows each module’s hits, shares and stages', () => {
    const facts = makeFacts({ modules: 4, typesOf: () => 10 });
    const [module] = facts.modules;
    const node = nodeOf(buildGraph({ kind: 'overview' }, facts), `module:${module!.name}`);
    const own = facts.types.filter((type) => type.module === module!.name);
    const hits = own.filter((type) => type.state.startsWith('hit')).length;
    assert.equal(node.note, `${hits}/10 HIT`);
    assert.equal(
      node.shares.reduce((sum, share) => sum + share.count, 0),
      10,
    );
    assert.deepEqual(
      node.stages.map((stage) => stage.label),
      ['inputs', 'XML', 'igenerator', '.i', 'cpp', 'library', 'stubs'],
    );
    const xml = node.stages[1]!;
    assert.equal(xml.total, 10);
    assert.equal(xml.done, own.filter((type) => type.xmlState === 'fresh').length);
  });

  it('says what to do if nothing is wrapped', () => {
    const model = buildGraph({ kind: 'overview' }, { build: '/b', modules: [], types: [] });
    assert.match(model.empty ?? '', /ITK_WRAP_PYTHON=ON/);
  });
});

describe('a module', () => {
  const facts = makeFacts({ modules: 3, typesOf: () => 5 });
  const module = facts.modules[1]!;
  const model = buildGraph({ kind: 'module', module: module.name }, facts);

  it('has a row for each type, in the build’s order, with a node for each stage', () => {
    module.types.forEach((type, row) => {
      const nodes = model.nodes.filter((node) => node.type === type);
      assert.deepEqual(
        nodes.map((node) => node.id.split(':')[0]),
        ['wrap', 'inputs', 'xml', 'interfaces', 'pkl', 'cpp'],
      );
      assert.ok(nodes.every((node) => node.cell?.row === row));
    });
    for (const id of ['igenerator', 'library', 'stubs']) assert.equal(nodeOf(model, id).cell?.rows, 5);
  });

  it('has no column of pkl files for an ITK that has none', () => {
    const typeFiles = new Map([...facts.typeFiles!].map(([name, files]) => [name, { ...files, pkl: null }]));
    const pkl = { ...module.pkl, stampPresent: null, listed: 0, present: 0, missing: [], missingIndex: [] };
    const modules = facts.modules.map((one) => ({ ...one, pkl }));
    const without = buildGraph({ kind: 'module', module: module.name }, { ...facts, modules, typeFiles });
    assert.deepEqual(
      without.headings.map(({ id }) => id),
      model.headings.map(({ id }) => id).filter((id) => id !== 'pkl'),
    );
    for (const { id, cell } of without.nodes)
      assert.equal(without.headings[cell!.column]!.id, id.split(':')[0], id);
    const [type] = module.types;
    assert.ok(without.edges.some(({ from, to }) => from === `interfaces:${type}` && to === `cpp:${type}`));
    assert.deepEqual(
      without.edges.filter(({ from, to }) => from.startsWith('pkl') || to.startsWith('pkl')),
      [],
    );
    assert.ok(nodeOf(without, 'igenerator').details.every((text) => !text.includes('pkl file')));
  });

  it('opens the files of each stage, the .wrap first', () => {
    const type = facts.types.find((candidate) => candidate.module === module.name)!;
    assert.equal(nodeOf(model, `wrap:${type.name}`).files[0]?.path, type.wrap);
    assert.equal(nodeOf(model, `inputs:${type.name}`).files[0]?.path, type.cxx);
    assert.equal(nodeOf(model, `xml:${type.name}`).files[0]?.path, type.xml);
  });

  it('shows the cache’s and the XML’s state side by side, with the reason and both times', () => {
    const type = { ...facts.types[0]!, state: 'miss' as const, xmlState: 'stale' as const };
    type.reason = { kind: 'header-changed', subject: '/src/itkObject.h' };
    type.staleBecause = '/src/itkObject.h';
    const files = new Map(facts.typeFiles);
    files.set(type.name, {
      ...files.get(type.name)!,
      castxml: { seconds: 2.31, endedMs: new Date(2026, 7, 30, 14, 5).getTime() },
      cached: { seconds: 0.08, endedMs: null },
    });
    const changed = { ...facts, typeFiles: files, types: [type, ...facts.types.slice(1)] };
    const node = nodeOf(buildGraph({ kind: 'module', module: type.module }, changed), `xml:${type.name}`);
    assert.equal(node.state, 'miss');
    assert.equal(node.second, 'stale');
    assert.equal(node.note, '2.3 s · 80 ms');
    assert.ok(node.details.includes('Cache: MISS. Header itkObject.h changed.'), node.details.join('\n'));
    assert.ok(node.details.includes('Last CastXML run: 2.3 s, 2026-08-30 14:05.'));
    assert.ok(node.details.includes('Last run from the cache: 80 ms.'));
  });

  it('shows only the running stage as running', () => {
    const type = module.types[2]!;
    const running = buildGraph(
      { kind: 'module', module: module.name },
      { ...facts, running: [{ stage: 'castxml', target: type, queued: false }] },
    );
    assert.deepEqual(
      running.nodes.filter((node) => node.state === 'running').map((node) => node.id),
      [`xml:${type}`],
    );
  });

  it('calls the states of files that nobody has checked unknown, not missing', () => {
    const bare = buildGraph(
      { kind: 'module', module: module.name },
      { build: facts.build, modules: facts.modules, types: facts.types },
    );
    for (const stage of ['inputs', 'interfaces', 'pkl', 'cpp'])
      assert.equal(nodeOf(bare, `${stage}:${module.types[0]!}`).state, 'unknown');
    assert.equal(nodeOf(bare, 'library').state, 'unknown');
  });

  it('calls an output that is older than its input stale', () => {
    const type = module.types[0]!;
    const files = new Map(facts.typeFiles);
    const old = files.get(type)!;
    files.set(type, {
      ...old,
      xml: { path: '/x.xml', mtimeMs: 5001 },
      interfaces: [{ path: '/x.i', mtimeMs: 5000 }],
    });
    const stateIn = (state: 'complete' | 'out-of-date'): string => {
      const modules = facts.modules.map((each) => (each.name === module.name ? { ...each, state } : each));
      const model = buildGraph(
        { kind: 'module', module: module.name },
        { ...facts, modules, typeFiles: files },
      );
      return nodeOf(model, `interfaces:${type}`).state;
    };
    assert.equal(stateIn('out-of-date'), 'stale');
    assert.equal(stateIn('complete'), 'fresh', 'igenerator left a file alone that would be the same');
  });

  it('says so if it no longer exists', () => {
    const model = buildGraph({ kind: 'module', module: 'ITKGone' }, facts);
    assert.deepEqual(model.nodes, []);
    assert.match(model.empty ?? '', /no module named ITKGone/);
  });
});

describe('the view of a type or a header', () => {
  const facts = makeFacts({ modules: 3, typesOf: () => 4, headersPerType: 12 });
  const type = facts.types[5]!;

  it('shows the headers in boxes by folder, changed ones first', () => {
    const headers = [
      { path: '/a/x.h', state: 'present' as const },
      { path: '/b/z.h', state: 'present' as const },
      { path: '/b/y.h', state: 'changed' as const },
    ];
    const model = buildGraph(
      { kind: 'type', type: type.name },
      { ...facts, headers: { headersOf: () => headers, usersOf: () => ['a', 'b'] } },
    );
    assert.deepEqual(
      model.headings.map((heading) => heading.label),
      ['Type', '/b (2)', '/a (1)'],
    );
    assert.deepEqual(
      model.nodes.map((node) => node.label),
      [type.name, 'y.h', 'z.h', 'x.h'],
    );
    assert.equal(nodeOf(model, 'header:/b/y.h').state, 'changed');
    assert.equal(nodeOf(model, 'header:/b/y.h').note, '2');
    assert.match(model.summary, /3 headers in 2 folders · 1 changed/);
  });

  it('leads from a header to every type that reads it', () => {
    const header = facts.headers!.headersOf(type.name)![1]!.path;
    const model = buildGraph({ kind: 'header', file: header }, facts);
    assert.deepEqual(
      model.nodes.slice(1).map((node) => node.type),
      facts.headers!.usersOf(header),
    );
  });

  it('says how to record the headers if none are known', () => {
    const model = buildGraph({ kind: 'type', type: type.name }, { ...facts, headers: undefined });
    assert.match(model.empty ?? '', /Run CastXML for it once/);
  });
});

describe('the states', () => {
  it('have different icons if they have the same color', () => {
    const shown = Object.values(stateWords).map(({ tone, icon }) => `${tone} ${icon}`);
    // HIT and complete have the same good icon, and stale and changed the same warning icon.
    assert.equal(new Set(shown).size, shown.length - 2);
  });

  it('are ranked worst first', () => {
    assert.equal(worstState(['hit', 'stale', 'miss', 'missing']), 'missing');
    assert.equal(worstState([]), 'unknown');
    assert.equal(isProblem('miss'), false);
    assert.equal(isProblem('pkl-missing'), true);
  });
});
