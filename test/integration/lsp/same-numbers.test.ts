import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  type CodeLens,
  CodeLensRequest,
  type Hover,
  HoverRequest,
  type MarkupContent,
} from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import { parseCxx } from '../../../server/src/build/inputs/castxml-cxx';
import type { GraphModel, GraphView } from '../../../server/src/graph/graph-view';
import type { Status } from '../../../server/src/pipeline/state/status-report';
import { countHits, instantiationsOf } from '../../../server/src/shared/states/counts';
import {
  type CacheView,
  type ExplanationView,
  methods,
  type PipelineView,
  type TypeDetails,
} from '../../../server/src/shared/protocol';
import { LspClient } from '../../support/lsp-client';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const numbersIn = (text: string, pattern: RegExp): number[] =>
  [...text.matchAll(pattern)].map(([, number]) => Number(number));
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Opens the sample, one of whose types was run once, and compares what each part of the editor counts. */
describe('the numbers for one thing', function () {
  this.timeout(300_000);
  let sample: SampleCopy;
  let client: LspClient;
  let view: PipelineView;
  const ran = 'itkAbsImageFilter';

  const itkWrap = async (...args: string[]): Promise<string> => {
    const env = { ...process.env, ITK_WRAP_CACHE: sample.store };
    const program = path.join(root, 'dist/itk-wrap.js');
    const run = promisify(execFile);
    return (await run(process.execPath, [program, ...args, '--build', sample.build], { env })).stdout;
  };
  const graph = (shown: GraphView): Promise<GraphModel> =>
    client.connection.sendRequest<GraphModel>(methods.graph, shown);

  before(async () => {
    sample = await sampleCopy({ configureOnly: true });
    await itkWrap('castxml', '--type', ran);
    client = await LspClient.start(sample.source, { ITK_WRAP_CACHE: sample.store });
    await client.connection.sendRequest(methods.whenIdle);
    view = await client.connection.sendRequest<PipelineView>(methods.pipeline);
  });
  after(async () => {
    await client?.stop();
    await sample?.remove();
  });

  it('of instantiations agree in lens, hover, sidebar, details and graph', async () => {
    assert.ok(view.types.length >= 10);
    let companions = 0;
    const ofGraph = new Map<string, string>();
    for (const { name } of view.modules)
      for (const { id, note } of (await graph({ kind: 'module', module: name })).nodes)
        if (id.startsWith('wrap:')) ofGraph.set(id.slice('wrap:'.length), note);
    for (const { name, wrap, cxx, instantiations } of view.types) {
      const generated = parseCxx(await readFile(URI.parse(cxx).fsPath, 'utf8'));
      const expected = instantiationsOf({ instantiations: generated }).length;
      assert.ok(expected > 0, `${name} has no instantiations`);
      companions += generated.length - expected;
      assert.equal(instantiations, expected, `the sidebar's ${name}`);
      assert.equal(ofGraph.get(name), String(expected), `the graph's ${name}`);
      const details = await client.connection.sendRequest<TypeDetails>(methods.typeDetails, { type: name });
      assert.equal(details.instantiations.length, expected, `the rows of ${name}`);
      const text = await readFile(URI.parse(wrap!).fsPath, 'utf8');
      const uri = await client.open(URI.parse(wrap!).fsPath, 'itk-wrap', text);
      const lenses = await client.connection.sendRequest<CodeLens[]>(CodeLensRequest.method, {
        textDocument: { uri },
      });
      const ofLenses = lenses.flatMap(({ command }) =>
        numbersIn(command!.title, /^(\d+) instantiations?(?:, .*)?$/g),
      );
      assert.equal(sum(ofLenses), expected, `the lenses of ${name}`);
      const ofHovers: number[] = [];
      for (const { range, command } of lenses) {
        if (!/^\d+ instantiation/.test(command!.title)) continue;
        const character = text.split('\n')[range.start.line]!.indexOf('itk::') + 1;
        const position = { line: range.start.line, character };
        const hover = await client.connection.sendRequest<Hover>(HoverRequest.method, {
          textDocument: { uri },
          position,
        });
        ofHovers.push(...numbersIn((hover.contents as MarkupContent).value, /· (\d+) instantiations?/g));
      }
      assert.deepEqual(ofHovers, ofLenses, `the hovers of ${name}`);
    }
    assert.ok(companions > 0, 'the sample has companion aliases, which do not count');
  });

  it('of inputs count the source of a type once', async () => {
    const found = await client.connection.sendRequest<ExplanationView>(methods.explain, { type: ran });
    const sources = found.inputs.filter(({ subject }) => subject.endsWith(`/${ran}.cxx`));
    assert.deepEqual(
      sources.map(({ kind }) => kind),
      ['source'],
    );
  });

  it('of hits agree in sidebar, graph, Cache view and command line', async () => {
    const hits = countHits(view.types);
    assert.equal(hits, 1);
    const { summary } = JSON.parse(await itkWrap('status', '--json')) as Status;
    assert.deepEqual([summary.hit, summary.types], [hits, view.types.length]);
    const overview = await graph({ kind: 'overview' });
    assert.deepEqual(numbersIn(overview.summary, /(\d+) HIT/g), [hits]);
    assert.deepEqual(numbersIn(overview.summary, /(\d+) types/g), [view.types.length]);
    assert.equal(sum(overview.nodes.flatMap(({ note }) => numbersIn(note, /^(\d+)\/\d+ HIT$/g))), hits);
    assert.equal(
      sum(overview.nodes.flatMap(({ note }) => numbersIn(note, /^\d+\/(\d+) HIT$/g))),
      view.types.length,
    );
    const cache = await client.connection.sendRequest<CacheView>(methods.cache);
    assert.equal(sum(cache.roots.map(({ entries }) => entries)), hits);
    assert.equal(sum(cache.outcomes.map(({ count }) => count)), 1);
    assert.equal(cache.hitRate, 0);
    assert.equal(cache.secondsSaved, 0);
  });
});
