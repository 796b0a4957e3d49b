import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { TimingsReport } from '../../../server/src/shared/timings/timings-report';
import { itkWrap, type ItkWrapRun } from '../../support/itk-wrap';
import { sampleCopy, type SampleCopy } from '../../support/sample';

describe('itk-wrap timings', function () {
  this.timeout(240_000);
  let sample: SampleCopy;
  const storeBefore = process.env.ITK_WRAP_CACHE;

  before(async () => {
    sample = await sampleCopy();
    process.env.ITK_WRAP_CACHE = sample.store;
  });
  after(() => {
    if (storeBefore === undefined) delete process.env.ITK_WRAP_CACHE;
    else process.env.ITK_WRAP_CACHE = storeBefore;
    return sample?.remove();
  });

  const timings = (...args: string[]): Promise<ItkWrapRun> =>
    itkWrap(sample.source, 'timings', '--build', sample.build, ...args);
  const report = async (...args: string[]): Promise<TimingsReport> => {
    const { code, stdout, stderr } = await timings('--json', ...args);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as TimingsReport;
  };
  const xmls = (): string[] => {
    const inputs = path.join(sample.build, 'Wrapping', 'castxml_inputs');
    return fs.readdirSync(inputs).filter((name) => name.endsWith('.xml'));
  };

  it('accounts for every statement of a real build', async () => {
    const { stages, log, statements, lanes, wallSeconds, workSeconds, criticalPath, modules, dearest } =
      await report();
    const of = (stage: string): number => stages.find((one) => one.stage === stage)!.statements;
    assert.equal(of('castxml'), xmls().length);
    assert.equal(of('igenerator'), modules.length);
    assert.ok(lanes >= 1 && wallSeconds > 0 && workSeconds >= criticalPath.seconds);
    assert.equal(log.gone, 0);
    assert.ok(criticalPath.steps.some(({ statement }) => statements[statement]!.stage === 'igenerator'));
    assert.ok(criticalPath.seconds <= wallSeconds + 0.01, 'no path takes longer than the build');
    // Nothing begins before what unlocked it has ended.
    for (const { start, unlockedBy } of statements) {
      const unlocker = unlockedBy === null ? null : statements[unlockedBy]!;
      assert.ok(unlocker === null || unlocker.start + unlocker.seconds <= start + 0.006);
    }
    assert.ok(dearest.length > 0 && dearest.length <= 20);
    const [line] = dearest;
    const text = fs.readFileSync(line!.wrap!, 'utf8').split('\n')[line!.line - 1]!;
    assert.ok(line!.text.startsWith(text.trim()), `${line!.text} and ${text}`);
  });

  it('finds the same runs after ninja has rewritten the log in another order', async () => {
    const { log, statements } = await report();
    const file = path.join(sample.build, '.ninja_log');
    const [head, ...lines] = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
    const shuffled = lines.map((line, at) => ({ line, key: (at * 7919) % lines.length }));
    shuffled.sort((a, b) => a.key - b.key);
    fs.writeFileSync(file, `${[head, ...shuffled.map(({ line }) => line)].join('\n')}\n`);
    try {
      const after = await report();
      assert.equal(after.log.orderLost, true);
      assert.equal(after.log.runs.length, log.runs.length);
      const begin = new Map(after.statements.map(({ name, start }) => [name, start]));
      for (const { name, start } of statements) assert.equal(begin.get(name), start, name);
    } finally {
      fs.writeFileSync(file, `${[head, ...lines].join('\n')}\n`);
    }
  });

  it('lays runs out one after another, and each statement counts once', async () => {
    const { log, statements } = await report();
    const one = statements.find(({ stage }) => stage === 'castxml')!.name;
    fs.rmSync(path.join(sample.build, one));
    execFileSync('ninja', ['-C', sample.build, one], { stdio: 'ignore' });
    const later = await report();
    assert.ok(later.log.runs.length > log.runs.length, `${later.log.runs.length} runs`);
    assert.equal(new Set(later.statements.map(({ name }) => name)).size, later.statements.length);
    const last = later.log.runs.at(-1)!;
    assert.ok(later.statements.some(({ name, start }) => name === one && start >= last.start));
    assert.match(later.remarks.join(' '), /runs of ninja, one after another/);
  });

  it('tells hits from misses by the records of the cache', async () => {
    const castxml = (): Promise<ItkWrapRun> =>
      itkWrap(sample.source, 'castxml', '--all', '--build', sample.build);
    assert.equal((await castxml()).code, 0);
    const cold = await report();
    assert.deepEqual([cold.cache.misses, cold.cache.hits], [xmls().length, 0]);
    // As if the entries had been stored by an earlier build.
    for (const file of fs.readdirSync(sample.store, { recursive: true, encoding: 'utf8' }))
      if (path.basename(file) === '_meta.json')
        fs.utimesSync(path.join(sample.store, file), Date.now() / 1000 - 600, Date.now() / 1000 - 600);
    for (const xml of xmls()) fs.rmSync(path.join(sample.build, 'Wrapping', 'castxml_inputs', xml));
    const count = cold.cache.misses;
    assert.equal((await castxml()).code, 0);
    const warm = await report();
    assert.deepEqual([warm.cache.misses, warm.cache.hits], [0, count]);
    assert.deepEqual([warm.cache.store!.misses, warm.cache.store!.hits], [count, count]);
  });

  it('prints a short summary, and writes the page, the data and a trace', async () => {
    const out = (name: string): string => path.join(path.dirname(sample.store), name);
    const { code, stdout } = await timings('--out', out('t.html'));
    assert.equal(code, 0);
    assert.match(stdout, /^STAGE +STATEMENTS/m);
    assert.match(stdout, /The critical path takes/);
    const page = fs.readFileSync(out('t.html'), 'utf8');
    assert.match(page, /^<!doctype html>[^]*Content-Security-Policy[^]*timings-data/);
    assert.equal((await timings('--format', 'trace', '--out', out('t.trace'))).code, 0);
    const { traceEvents } = JSON.parse(fs.readFileSync(out('t.trace'), 'utf8')) as { traceEvents: object[] };
    assert.ok(traceEvents.length > 20);
    assert.equal((await timings('--out', out('t.json'))).code, 0);
    const compared = await report('--compare', out('t.json'));
    assert.equal(compared.comparison!.before, sample.build);
    assert.ok(compared.comparison!.statements.every(({ before, after }) => before === after));
    assert.ok(
      compared.comparison!.stages.every(({ verdict }) => verdict !== 'slower' && verdict !== 'faster'),
    );
  });

  it('reads a build behind a link', async () => {
    const link = path.join(path.dirname(sample.store), 'linked');
    fs.symlinkSync(sample.build, link);
    const { code, stdout } = await itkWrap(sample.source, 'timings', '--json', '--build', link);
    assert.equal(code, 0);
    const { log, statements } = JSON.parse(stdout) as TimingsReport;
    assert.equal(log.gone, 0);
    assert.deepEqual(
      statements.map(({ name }) => name),
      (await report()).statements.map(({ name }) => name),
    );
  });

  it('compares with a build directory', async () => {
    const { comparison } = await report('--compare', sample.build);
    assert.equal(comparison!.onlyAfter, 0);
  });

  it('exits with 1 if a budget is exceeded, and says which and by how much', async () => {
    const { code, stderr } = await timings('--budget', '99999', '--budget', 'igenerator=0.001');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^itk-wrap: The stage igenerator took [\d.]+ s, which is [\d.]+ s more than its budget of 0\.001 s\.\n$/,
    );
    assert.equal((await timings('--budget', '99999')).code, 0);
  });

  it('exits with 2 and says what to do if it cannot run', async () => {
    for (const [args, message] of [
      [['--budget', 'gone=1'], /It must be seconds, or stage=seconds/],
      [['--out', 'x.txt'], /neither in \.html nor in \.json/],
      [['--compare', 'package.json'], /neither a build directory nor a file/],
      [['--memory', 'gone.txt'], /gone\.txt cannot be read/],
    ] as const) {
      const { code, stderr } = await timings(...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    }
    const log = path.join(sample.build, '.ninja_log');
    const text = fs.readFileSync(log, 'utf8');
    try {
      for (const version of [6, 7]) {
        fs.writeFileSync(log, text.replace(/^# ninja log v\d+/, `# ninja log v${version}`));
        assert.equal((await report()).log.version, version);
      }
      fs.writeFileSync(log, text.replace(/^# ninja log v\d+/, '# ninja log v99'));
      const { code, stderr } = await timings();
      assert.equal(code, 2);
      assert.match(stderr, /has version 99, and only the versions 5 to 7 are known/);
      fs.rmSync(log);
      assert.match((await timings()).stderr, /\.ninja_log cannot be read\. Run ninja in/);
    } finally {
      fs.writeFileSync(log, text);
    }
  });
});
