import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { ProcessStarter } from '../../../server/src/host/interactive-process';
import { startProcess } from '../../../server/src/host/interactive-process';
import { eventually } from '../../support/eventually';
import { IgeneratorFixture, MODULES, SCRIPT } from './igenerator-fixture';

describe('igenerator through the cache', function () {
  this.timeout(120_000);
  let fixture: IgeneratorFixture;
  before(async () => (fixture = await IgeneratorFixture.create()));
  after(() => fixture.dispose());
  beforeEach(() => {
    fs.rmSync(fixture.store, { recursive: true, force: true });
    for (const tree of ['one', 'two/below'])
      for (const types of fixture.types.values())
        for (const type of types) fixture.choose(tree, type, 'plain');
  });
  afterEach(() => assert.deepEqual(fixture.warnings.splice(0), []));

  const missed = (parts: readonly { outcome: string }[]): number =>
    parts.filter(({ outcome }) => outcome !== 'hit').length;
  /** Runs all modules. Returns how many types had to run. */
  const runs = async (tree: string): Promise<number> => {
    let count = 0;
    for (const module of MODULES) count += missed((await fixture.check(tree, module)).parts);
    return count;
  };

  it('writes what igenerator itself writes, then starts no Python, and leaves equal files as they are', async () => {
    assert.equal(await runs('one'), 19);
    const idx = fixture.path('one/build/Wrapping/Typedefs/itkImage.idx');
    const stamp = fixture.path('one/build/Wrapping/Generators/Python/itk-pkl/ITKCommon.pkl.stamp');
    const timeOf = (file: string): number => fs.statSync(file).mtimeMs;
    const before = [timeOf(idx), timeOf(stamp)];
    const began = Date.now();
    let started = 0;
    const counting: ProcessStarter = (...request) => {
      started++;
      return startProcess(...request);
    };
    for (const module of MODULES) {
      const result = await fixture.run(fixture.invocation('one', module), { startProcess: counting });
      assert.deepEqual([result.outcome, result.written], ['hit', []]);
    }
    assert.equal(started, 0);
    assert.deepEqual([timeOf(idx), timeOf(stamp)], before);
    // Whoever compares times sees that igenerator has run.
    const functions = 'one/build/Wrapping/Generators/Python/itk/Configuration/ITKCommon_snake_case.py';
    assert.ok(timeOf(fixture.path(functions)) >= began - 20);
  });

  it('restores everything in another worktree', async () => {
    await runs('one');
    assert.equal(await runs('two/below'), 0);
  });

  it('runs only for a type whose XML changed, and for those that its new names can affect', async () => {
    await runs('one');
    fixture.choose('one', 'itkSize', 'more');
    const { parts } = await fixture.check('one', 'ITKCommon');
    assert.ok(missed(parts) >= 1 && missed(parts) < 12, `${missed(parts)} types ran`);
    assert.equal(parts.length, 12);
    assert.equal(missed((await fixture.check('one', 'ITKThresholding')).parts), 0);
  });

  it('repairs outputs that were removed or damaged', async () => {
    await runs('one');
    const wrapping = fixture.path('one/build/Wrapping');
    const pkl = path.join(wrapping, 'Generators/Python/itk-pkl');
    const [some = ''] = fs.readdirSync(pkl).filter((name) => name.endsWith('.itkImage.pkl'));
    fs.rmSync(path.join(pkl, some));
    fs.rmSync(path.join(pkl, 'itkSize.index.txt'));
    fs.writeFileSync(path.join(wrapping, 'Typedefs/itkIndex.i'), 'damaged');
    assert.equal(await runs('one'), 0);
  });

  it('restores into a folder that was removed', async () => {
    await runs('one');
    const pkl = fixture.path('one/build/Wrapping/Generators/Python/itk-pkl');
    const before = fs.readdirSync(pkl);
    fs.rmSync(pkl, { recursive: true });
    assert.equal(await runs('one'), 0);
    assert.deepEqual(fs.readdirSync(pkl), before);
  });

  it('runs again after an edit of igenerator.py, and then hits for both versions', async () => {
    await runs('one');
    const script = fixture.path(`one/${SCRIPT}`);
    const text = fs.readFileSync(script, 'utf8');
    fs.writeFileSync(script, text.replace('not wrapped, or not in a dependency', 'unknown'));
    assert.equal(await runs('one'), 19);
    assert.equal(await runs('one'), 0);
    fs.writeFileSync(script, text);
    assert.equal(await runs('one'), 0);
  });

  it('runs a module whole if its igenerator needs all types at once', async () => {
    const script = fixture.path(`one/${SCRIPT}`);
    const text = fs.readFileSync(script, 'utf8');
    // The number of types of the module in each interface.
    fs.writeFileSync(
      script,
      text.replace(`header = f'%module`, `header = f'// {len(options.submodule_order.split(";"))}\\n%module`),
    );
    const first = await fixture.check('one', 'ITKCommon');
    assert.deepEqual([first.parts.length, first.outcome], [1, 'miss']);
    assert.equal((await fixture.check('one', 'ITKCommon')).outcome, 'hit');
    fixture.choose('one', 'itkSize', 'more');
    assert.equal((await fixture.check('one', 'ITKCommon')).outcome, 'miss');
    fs.writeFileSync(script, text);
  });

  it('runs a module whole if its igenerator writes the lines of declarations', async () => {
    const script = fixture.path(`one/${SCRIPT}`);
    const text = fs.readFileSync(script, 'utf8');
    fs.writeFileSync(
      script,
      text.replace(`header = f'%module`, `header = f'// {[a.location.line for a in aliases]}\\n%module`),
    );
    assert.equal((await fixture.check('one', 'ITKCommon')).parts.length, 1);
    const xml = 'itkSize.xml';
    const moved = fixture.variants
      .plain![xml]!.toString('latin1')
      .replace(
        / location="(f\d+):(\d+)" file="f\d+" line="\d+"/g,
        (_, file: string, line: string) =>
          ` location="${file}:${Number(line) + 3}" file="${file}" line="${Number(line) + 3}"`,
      );
    fixture.write('one', xml, Buffer.from(moved, 'latin1'));
    assert.equal((await fixture.check('one', 'ITKCommon')).outcome, 'miss');
    fs.writeFileSync(script, text);
    // The sample's igenerator does not need them.
    assert.equal((await fixture.check('one', 'ITKCommon')).parts.length > 1, true);
    fixture.choose('one', 'itkSize', 'plain');
    assert.equal((await fixture.check('one', 'ITKCommon')).outcome, 'hit');
  });

  it('leaves igenerator’s own message and exit code if a type cannot be read', async () => {
    fs.writeFileSync(fixture.path('one/build/Wrapping/castxml_inputs/itkSize.xml'), '<CastXML');
    const chunks: Buffer[] = [];
    const result = await fixture.run(fixture.invocation('one', 'ITKCommon'), {
      onOutput: (_, chunk) => chunks.push(chunk),
    });
    assert.notEqual(result.exitCode, 0);
    assert.match(Buffer.concat(chunks).toString(), /Traceback|Error/);
  });

  it('removes what runs left that were killed long ago, and nothing else', async () => {
    const at = (name: string): string => fixture.path(`one/build/Wrapping/${name}`);
    const pkl = 'Generators/Python/itk-pkl';
    const old = [at('Typedefs/.itkSize.old.tmp'), at(`${pkl}/.ITKCommon.pkl.stamp.old.tmp`)];
    const others = [
      at('Typedefs/.itkSize.recent.tmp'),
      at('Typedefs/.other.old.tmp'),
      at(`${pkl}/.M.old.tmp`),
    ];
    for (const name of [...old, ...others]) fs.mkdirSync(name);
    for (const name of [...old, ...others.slice(1)]) fs.utimesSync(name, 1e9, 1e9);
    await fixture.run(fixture.invocation('one', 'ITKCommon'));
    assert.deepEqual(
      [...old, ...others].map((name) => fs.existsSync(name)),
      [false, false, true, true, true],
    );
    for (const name of others) fs.rmdirSync(name);
  });

  it('ends all of its processes and removes its folders, whenever it is cancelled', async () => {
    const wrapping = fixture.path('one/build/Wrapping');
    const processes = (): string[] =>
      execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => line.includes('igenerator') && line.includes(fixture.path('one')));
    const folders = (): string[] =>
      fs.readdirSync(path.join(wrapping, 'Typedefs')).filter((name) => name.endsWith('.tmp'));
    const moments = [() => folders().length > 0, () => processes().length > 0, () => processes().length > 1];
    for (const isMoment of moments) {
      const abort = new AbortController();
      const running = fixture.run(fixture.invocation('one', 'ITKCommon'), { signal: abort.signal });
      await eventually(isMoment, { everyMs: 5 });
      abort.abort();
      await assert.rejects(running, { name: 'AbortError' });
      await eventually(() => processes().length === 0);
      assert.deepEqual(folders(), []);
    }
  });

  it('has no stamp while the files of a module change', async () => {
    await runs('one');
    const stamp = fixture.path('one/build/Wrapping/Generators/Python/itk-pkl/ITKCommon.pkl.stamp');
    fixture.choose('one', 'itkSize', 'more');
    const seen: boolean[] = [];
    const looking: ProcessStarter = (...request) => {
      seen.push(fs.existsSync(stamp));
      return startProcess(...request);
    };
    await fixture.run(fixture.invocation('one', 'ITKCommon'), { startProcess: looking });
    assert.deepEqual([seen, fs.existsSync(stamp)], [[false], true]);
  });

  it('writes a depfile with the .idx files of other modules', async () => {
    await runs('one');
    const file = fixture.path('one/depfile');
    for (const bypass of [false, true]) {
      const depfile = { file, target: 'first.i' };
      await fixture.run(fixture.invocation('one', 'ITKThresholding'), { depfile, bypass });
      const text = fs.readFileSync(file, 'utf8');
      assert.match(text, /^first\.i:/);
      assert.match(text, /Typedefs\/itkImage\.idx/);
      assert.doesNotMatch(text, /itkThresholdImageFilter\.idx/);
      fs.rmSync(file);
    }
  });
});
