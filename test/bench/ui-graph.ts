/**
 * Measures the graph page in a real Chromium with software rendering:
 *   npx tsx test/bench/ui-graph.ts [--build DIR] [--json]
 * With a build, the pictures show that build. Without one, they show a made-up build of ITK's size. Exits with 1 if a goal
 * is missed.
 */
import { parseArgs } from 'node:util';
import type { GraphView } from '../../media/graph/messages';
import { readBuild } from '../../server/src/build/read-build';
import { openBuildServices } from '../../server/src/pipeline/build-services';
import { buildGraph, diffGraph, type PipelineFacts } from '../../server/src/graph';
import { Pipeline } from '../../server/src/pipeline/pipeline';
import { StageFiles } from '../../server/src/pipeline/state/stage-files';
import { makeFacts } from '../support/graph-facts';
import { closeBrowser, GraphPageHarness } from '../support/graph-page';

interface Figure {
  what: string;
  value: number;
  unit: 'ms' | 'frames/s';
  bound: number;
}

const figures: Figure[] = [];
const note = (what: string, value: number, unit: Figure['unit'], bound: number): void => {
  figures.push({ what, value: Math.round(value), unit, bound });
};
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** The milliseconds from requesting a picture to its first frame: facts, model, message, layout, drawing. */
async function timeToPicture(
  graph: GraphPageHarness,
  view: GraphView,
  facts: (view: GraphView) => Promise<PipelineFacts>,
): Promise<number> {
  const begin = performance.now();
  const model = buildGraph(view, await facts(view));
  await graph.page.evaluate(() => {
    document.querySelector('.crumbs h1')?.remove();
  });
  await graph.post({ kind: 'show', model });
  await graph.titled(view.kind === 'overview' ? 'All modules' : model.title);
  return performance.now() - begin;
}

/** The frame rate and the longest frame while the picture moves for two seconds. */
async function motion(
  graph: GraphPageHarness,
  kind: 'pan' | 'zoom',
): Promise<{ rate: number; longest: number }> {
  return graph.page.evaluate(async (how) => {
    const svg = document.querySelector('.stage > svg')!;
    const { width, height } = svg.getBoundingClientRect();
    const times: number[] = [];
    const begin = performance.now();
    let step = 0;
    await new Promise<void>((done) => {
      const frame = (now: number): void => {
        times.push(now);
        if (now - begin > 2000) return done();
        step += 1;
        const there = Math.floor(step / 30) % 2 === 0 ? 1 : -1;
        svg.dispatchEvent(
          new WheelEvent('wheel', {
            bubbles: true,
            cancelable: true,
            clientX: width / 2,
            clientY: height / 2,
            deltaY: 25 * there,
            ctrlKey: how === 'zoom',
          }),
        );
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    const gaps = times.slice(1).map((time, index) => time - times[index]!);
    return { rate: (1000 * gaps.length) / (times.at(-1)! - times[0]!), longest: Math.max(...gaps) };
  }, kind);
}

/** The longest time that the page's main thread was blocked during `work`. 0 if it was never blocked for more than 50 ms. */
async function longestStall(graph: GraphPageHarness, work: () => Promise<unknown>): Promise<number> {
  await graph.page.evaluate(() => {
    const stalls: number[] = [];
    Object.assign(window, { stalls });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) stalls.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  await work();
  await graph.page.waitForTimeout(300);
  return graph.page.evaluate(() => Math.max(0, ...(window as unknown as { stalls: number[] }).stalls));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { build: { type: 'string' }, json: { type: 'boolean' } } });
  const made = makeFacts({ modules: 96, typesOf: (m) => (m === 1 ? 83 : 8), headersPerType: 600 });
  const real = values.build ? await realFacts(values.build) : null;
  const facts = real?.facts ?? (() => Promise.resolve(made));
  const all = await facts({ kind: 'overview' });
  const largest = all.modules.reduce((a, b) => (b.types.length > a.types.length ? b : a));
  const moduleView: GraphView = { kind: 'module', module: largest.name };

  const graph = await GraphPageHarness.open(makeFacts({ modules: 2 }));
  note(
    'overview drawn',
    median(await repeat(5, () => timeToPicture(graph, { kind: 'overview' }, facts))),
    'ms',
    1000,
  );
  for (const kind of ['pan', 'zoom'] as const)
    note(`overview, ${kind}`, (await motion(graph, kind)).rate, 'frames/s', 30);
  note(
    `module of ${largest.types.length} types drawn`,
    median(await repeat(5, () => timeToPicture(graph, moduleView, facts))),
    'ms',
    500,
  );
  for (const kind of ['pan', 'zoom'] as const)
    note(`module, ${kind}`, (await motion(graph, kind)).rate, 'frames/s', 30);
  note('delta of 100 states', await deltaTime(graph, all, moduleView), 'ms', 50);

  const many = makeFacts({ modules: 2, typesOf: (m) => (m === 1 ? 833 : 1) });
  const manyView: GraphView = { kind: 'module', module: 'ITKModule01' };
  note(
    '5,000 nodes: longest stall while shown',
    await longestStall(graph, () => timeToPicture(graph, manyView, () => Promise.resolve(many))),
    'ms',
    200,
  );
  await graph.page.locator('.stage').focus();
  await graph.page.keyboard.press('0');
  for (const kind of ['pan', 'zoom'] as const) {
    const { rate, longest } = await motion(graph, kind);
    note(`5,000 nodes, all in sight, ${kind}`, rate, 'frames/s', 30);
    note(`5,000 nodes, ${kind}: longest frame`, longest, 'ms', 200);
  }
  note(
    '5,000 nodes: longest stall while searched',
    await longestStall(graph, () => graph.page.locator('.find input').pressSequentially('type7')),
    'ms',
    200,
  );
  await graph.close();
  await closeBrowser();
  real?.dispose();
  report(values.json ?? false);
}

/** The time from the arrival of a delta to the frame that shows it. */
async function deltaTime(graph: GraphPageHarness, facts: PipelineFacts, view: GraphView): Promise<number> {
  const before = buildGraph(view, facts);
  const changed = new Set(before.nodes.slice(0, 100).map((node) => node.id));
  const turn = (state: 'miss' | 'hit'): typeof before => ({
    ...before,
    nodes: before.nodes.map((node) => (changed.has(node.id) ? { ...node, state, second: null } : node)),
  });
  await graph.post({ kind: 'show', model: turn('hit') });
  await graph.frame();
  const times: number[] = [];
  for (let round = 0; round < 7; round++) {
    const [from, to] = round % 2 === 0 ? (['hit', 'miss'] as const) : (['miss', 'hit'] as const);
    const delta = diffGraph(turn(from), turn(to));
    times.push(
      await graph.page.evaluate(async (data) => {
        await new Promise(requestAnimationFrame);
        const begin = performance.now();
        // The same event as for a message, but dispatched synchronously.
        window.dispatchEvent(new MessageEvent('message', { data: { kind: 'delta', delta: data } }));
        // The page's own frame comes first.
        await new Promise(requestAnimationFrame);
        document.body.getBoundingClientRect();
        return performance.now() - begin;
      }, delta),
    );
  }
  return median(times);
}

async function realFacts(
  dir: string,
): Promise<{ facts: (view: GraphView) => Promise<PipelineFacts>; dispose: () => void }> {
  const build = await readBuild(dir);
  const pipeline = new Pipeline(build, openBuildServices({ scheme: build.scheme }), () => undefined);
  pipeline.start();
  await pipeline.whenIdle();
  // As in the server, all files are read again for every picture.
  const files = new StageFiles(pipeline);
  return {
    facts: (view) => {
      files.forgetAll();
      return files.facts([], view);
    },
    dispose: () => pipeline.dispose(),
  };
}

async function repeat(times: number, work: () => Promise<number>): Promise<number[]> {
  const results: number[] = [];
  for (let round = 0; round < times; round++) results.push(await work());
  return results;
}

function report(json: boolean): void {
  const rows = figures.map((figure) => ({
    ...figure,
    met: figure.unit === 'ms' ? figure.value <= figure.bound : figure.value >= figure.bound,
  }));
  if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else
    for (const { what, value, unit, bound, met } of rows)
      process.stdout.write(
        `${met ? 'met   ' : 'MISSED'} ${what.padEnd(44)} ${String(value).padStart(6)} ${unit} (${unit === 'ms' ? '≤' : '≥'} ${bound})\n`,
      );
  process.exitCode = rows.every(({ met }) => met) ? 0 : 1;
}

void main();
