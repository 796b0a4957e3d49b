import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { runDouble } from './double';
import { Fixture } from './fixture';

/*
 * A randomised oracle: edits, additions, deletions, renames, touches and reverts of headers, in two checkouts and three
 * build directories over one store, each followed by a cached run, whose XML must equal a fresh run's.
 *   ITK_WRAPPING_ORACLE_EDITS  how many edits (default 2000)
 *   ITK_WRAPPING_ORACLE_SEED   the seed to repeat
 */
const EDITS = Number(process.env.ITK_WRAPPING_ORACLE_EDITS ?? 2000);
const SEED = Number(process.env.ITK_WRAPPING_ORACLE_SEED ?? Math.floor(Math.random() * 2 ** 31));

const BUILDS = ['one/build', 'one-other-build', 'two/build'];
const FOLDERS = [
  'src/first',
  'src/second',
  'src/third',
  'src/first/sub',
  'src/second/sub',
  'src/third/sub/sub',
];
const NAMES = ['a.h', 'b.h', 'c.h', 'version.h'];
const INCLUDES = [
  '"a.h"',
  '<b.h>',
  '"sub/a.h"',
  '<sub/b.h>',
  '"sub/sub/c.h"',
  '<version.h>',
  '"../first/a.h"',
];

describe(`a random history of edits (seed ${SEED})`, function () {
  this.timeout(0);

  for (const mode of ['timestamps are fresh', 'timestamps have settled'] as const)
    it(`never restores a stale XML, where ${mode}`, async () => {
      const settled = mode === 'timestamps have settled';
      const random = mulberry32(SEED);
      // Settled: the racy rule is out of play, and every check rests on signatures; the clock of files must move on.
      const fixture = new Fixture({
        ...(settled ? { now: () => Date.now() + 3_600_000 } : {}),
      });
      const outcomes: Record<string, number> = {};
      try {
        setUp(fixture, random);
        const edits = settled ? Math.ceil(EDITS / 4) : EDITS;
        for (let edit = 0; edit < edits; edit++) {
          if (settled) await new Promise((resolve) => setTimeout(resolve, 9));
          const did = randomEdit(fixture, random);
          if (settled) await new Promise((resolve) => setTimeout(resolve, 9));
          const invocation = fixture.invocation(pick(random, BUILDS));
          const output = invocation.args[1] ?? '';
          const expected = fresh(fixture, invocation.args, output);
          const result = await fixture.open().run(invocation);
          outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
          const say = `edit ${edit} (${did}), ${result.outcome}, seed ${SEED}`;
          assert.equal(result.outcome === 'failed', expected === null, say);
          if (expected !== null)
            assert.equal(fs.readFileSync(output, 'utf8'), expected, `stale after ${say}`);
        }
        for (const outcome of ['hit-l1', 'hit-portable', 'hit-l2', 'miss'])
          assert.ok(
            outcomes[outcome],
            `no ${outcome} in ${JSON.stringify(outcomes)}: the history tests nothing`,
          );
      } finally {
        fixture.dispose();
      }
    });
});

function setUp(fixture: Fixture, random: () => number): void {
  history.clear();
  fixture.tree('two');
  fixture.buildTree('one', 'one-other-build');
  for (const build of BUILDS) {
    const source = build.startsWith('two') ? 'two' : 'one';
    const includes = ['first', 'second', 'third'].map((name) => `"-I${fixture.path(source)}/src/${name}"\n`);
    fixture.write(`${build}/in/T.castxml.inc`, includes.join(''));
    fixture.write(`${build}/in/T.cxx`, '#include "a.h"\n#include <version.h>\nint t;\n');
  }
  for (const source of ['one', 'two'])
    for (const folder of FOLDERS)
      for (const name of NAMES) fixture.write(`${source}/${folder}/${name}`, content(random));
}

/** A header's text, of few different ones, so that contents come back. */
function content(random: () => number): string {
  const includes = random() < 0.4 ? `#include ${pick(random, INCLUDES)}\n` : '';
  const probe =
    random() < 0.1 ? '#if __has_include(<sub/c.h>)\nint probed;\n#else\nint absent;\n#endif\n' : '';
  const comment = '// a comment\n'.repeat(Math.floor(random() * 3));
  const where = random() < 0.2 ? 'const char * where = __FILE__;\n' : '';
  return `${comment}${includes}${probe}${where}int x${Math.floor(random() * 3)};\n`;
}

const history = new Map<string, Buffer>();

function randomEdit(fixture: Fixture, random: () => number): string {
  const source = pick(random, ['one', 'one', 'two']);
  const name = `${source}/${pick(random, FOLDERS)}/${pick(random, NAMES)}`;
  const file = fixture.path(name);
  const exists = fs.existsSync(file);
  const kind = pick(random, [
    'write',
    'write',
    'remove',
    'rename',
    'touch',
    'revert',
    'backdate',
    'copy',
    'beside',
    'none',
  ]);
  if (exists) history.set(file, history.get(file) ?? fs.readFileSync(file));
  if (kind === 'write') fixture.write(name, content(random));
  else if (kind === 'remove') fs.rmSync(file, { force: true });
  else if (kind === 'rename' && exists) {
    const target = fixture.path(`${source}/${pick(random, FOLDERS)}/${pick(random, NAMES)}`);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.renameSync(file, target);
  } else if (kind === 'touch' && exists) fs.utimesSync(file, new Date(), new Date());
  else if (kind === 'revert') fixture.write(name, history.get(file) ?? content(random));
  else if (kind === 'backdate') {
    fixture.write(name, content(random));
    fs.utimesSync(file, 1e9, 1e9);
  } else if (kind === 'copy') {
    const from = fixture.path(name.replace(/^\w+/, source === 'one' ? 'two' : 'one'));
    if (fs.existsSync(from)) fixture.write(name, fs.readFileSync(from));
  } else if (kind === 'beside') {
    const beside = `${pick(random, BUILDS)}/in/a.h`;
    if (fs.existsSync(fixture.path(beside))) fixture.remove(beside);
    else fixture.write(beside, content(random));
  }
  return `${kind} ${name}`;
}

function fresh(fixture: Fixture, args: readonly string[], output: string): string | null {
  const other = fixture.path('fresh.xml');
  const { code } = runDouble(
    args.map((argument) => (argument === output ? other : argument)),
    fixture.dir,
    fixture.environment,
  );
  return code === 0 ? fs.readFileSync(other, 'utf8') : null;
}

function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** A small generator of random numbers with a seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
