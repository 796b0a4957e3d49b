import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { runDouble } from './double';
import { encodePath } from '../../../server/src/cache/inputs/path-bytes';
import { nextFileTick } from '../../support/file-clock';
import { randomNumbers, seedOf } from '../../support/random';
import { Fixture, quotedFlag } from './fixture';

/*
 * A randomized oracle: edits, additions, deletions, renames, touches and reverts of headers, in two checkouts and three
 * build directories with one store. Each is followed by a cached run, whose XML must equal that of a fresh run. Half of the runs ask a cache that stays open,
 * as the resident server does. Failures are
 * not shrunk, because they need a long history, which would have to be repeated hundreds of times.
 *   ITK_WRAPPING_ORACLE_EDITS  the number of edits (default 2000)
 *   ITK_WRAPPING_ORACLE_SEED   the seed to repeat
 */
const EDITS = Number(process.env.ITK_WRAPPING_ORACLE_EDITS ?? 2000);
const SEED = seedOf('ITK_WRAPPING_ORACLE_SEED');

const BUILDS = ['one/build', 'one-other-build', 'two/build'];

/** The names that occur in a history. */
interface Names {
  /** A folder above everything. */
  above: string;
  folders: readonly string[];
  headers: readonly string[];
  includes: readonly string[];
}

const PLAIN: Names = {
  above: '',
  folders: ['src/first', 'src/second', 'src/third', 'src/first/sub', 'src/second/sub', 'src/third/sub/sub'],
  headers: ['a.h', 'b.h', 'c.h', 'version.h'],
  includes: ['"a.h"', '<b.h>', '"sub/a.h"', '<sub/b.h>', '"sub/sub/c.h"', '<version.h>', '"../first/a.h"'],
};

/** U+DC00 + byte stands for a byte that is not UTF-8. */
const HOSTILE: Names = {
  above: 'über "q\\b\udcff\u202e',
  folders: ['src/first', 'src/second', 'src/third', 'src/first/süb', 'src/second/süb', 'src/third/süb/süb'],
  headers: ['a.h', 'é\udce9.h', 'sp ace\t"q\\303.h', 'version.h'],
  includes: [
    '"a.h"',
    '<é\udce9.h>',
    '"süb/a.h"',
    '<süb/é\udce9.h>',
    '<süb/süb/sp ace\t"q\\303.h>',
    '<version.h>',
    '"../first/a.h"',
    '<sp ace\t"q\\303.h>',
  ],
};

describe(`a random history of edits (seed ${SEED})`, function () {
  this.timeout(0);

  for (const [mode, names] of [
    ['timestamps are fresh', PLAIN],
    ['timestamps have settled', PLAIN],
    ['names are hostile', HOSTILE],
    ['names are hostile and timestamps have settled', HOSTILE],
  ] as const)
    it(`never restores a stale XML if ${mode}`, async () => {
      const settled = mode.endsWith('settled');
      const random = fractions(SEED);
      // `settled`: no file is racy, so that every check depends on signatures. The clock of files must advance between
      // edits.
      const fixture = new Fixture(
        {
          ...(settled ? { now: () => Date.now() + 3_600_000 } : {}),
        },
        names.above,
      );
      const outcomes: Record<string, number> = {};
      try {
        setUp(fixture, random, names);
        const edits = settled ? Math.ceil(EDITS / 4) : EDITS;
        for (let edit = 0; edit < edits; edit++) {
          if (settled) await nextFileTick();
          const did = randomEdit(fixture, random, names);
          if (settled) await nextFileTick();
          const invocation = fixture.invocation(pick(random, BUILDS));
          const output = invocation.args[1] ?? '';
          const expected = fresh(fixture, invocation.args, output);
          fixture.resident = random() < 0.5;
          const result = await fixture.hitOrRun(invocation);
          outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
          const say = `edit ${edit} (${did}), ${result.outcome}, seed ${SEED}`;
          assert.equal(result.outcome === 'failed', expected === null, say);
          if (expected !== null)
            assert.equal(fs.readFileSync(encodePath(output), 'latin1'), expected, `stale after ${say}`);
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

function setUp(fixture: Fixture, random: () => number, names: Names): void {
  history.clear();
  fixture.tree('two');
  fixture.buildTree('one', 'one-other-build');
  for (const build of BUILDS) {
    const source = build.startsWith('two') ? 'two' : 'one';
    const includes = ['first', 'second', 'third'].map((name) =>
      quotedFlag(`-I${fixture.path(source)}/src/${name}`),
    );
    fixture.write(`${build}/in/T.castxml.inc`, includes.join(''));
    fixture.write(`${build}/in/T.cxx`, '#include "a.h"\n#include <version.h>\nint t;\n');
  }
  for (const source of ['one', 'two'])
    for (const folder of names.folders)
      for (const name of names.headers) fixture.write(`${source}/${folder}/${name}`, content(random, names));
}

/** The text of a header. There are only a few different texts, so that contents occur again. */
function content(random: () => number, names: Names): string {
  const includes = random() < 0.4 ? `#include ${pick(random, names.includes)}\n` : '';
  const probe =
    random() < 0.1 ? '#if __has_include(<sub/c.h>)\nint probed;\n#else\nint absent;\n#endif\n' : '';
  const comment = '// a comment\n'.repeat(Math.floor(random() * 3));
  const where = random() < 0.2 ? 'const char * where = __FILE__;\n' : '';
  const named = random() < 0.05 ? '#line 7 "gone.y"\n' : '';
  return `${comment}${includes}${probe}${named}${where}int x${Math.floor(random() * 3)};\n`;
}

const history = new Map<string, Buffer>();

function randomEdit(fixture: Fixture, random: () => number, names: Names): string {
  const source = pick(random, ['one', 'one', 'two']);
  const name = `${source}/${pick(random, names.folders)}/${pick(random, names.headers)}`;
  const file = fixture.path(name);
  const exists = fs.existsSync(encodePath(file));
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
  if (exists) history.set(file, history.get(file) ?? fs.readFileSync(encodePath(file)));
  if (kind === 'write') fixture.write(name, content(random, names));
  else if (kind === 'remove') fs.rmSync(encodePath(file), { force: true });
  else if (kind === 'rename' && exists) {
    const target = fixture.path(`${source}/${pick(random, names.folders)}/${pick(random, names.headers)}`);
    fs.mkdirSync(encodePath(path.dirname(target)), { recursive: true });
    fs.renameSync(encodePath(file), encodePath(target));
  } else if (kind === 'touch' && exists) fs.utimesSync(encodePath(file), new Date(), new Date());
  else if (kind === 'revert') fixture.write(name, history.get(file) ?? content(random, names));
  else if (kind === 'backdate') {
    fixture.write(name, content(random, names));
    fs.utimesSync(encodePath(file), 1e9, 1e9);
  } else if (kind === 'copy') {
    const from = fixture.path(name.replace(/^\w+/, source === 'one' ? 'two' : 'one'));
    if (fs.existsSync(encodePath(from))) fixture.write(name, fs.readFileSync(encodePath(from)));
  } else if (kind === 'beside') {
    const beside = `${pick(random, BUILDS)}/in/a.h`;
    if (fs.existsSync(encodePath(fixture.path(beside)))) fixture.remove(beside);
    else fixture.write(beside, content(random, names));
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
  return code === 0 ? fs.readFileSync(encodePath(other), 'latin1') : null;
}

function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** Numbers from 0 to below 1 that a seed determines. */
function fractions(seed: number): () => number {
  const numbers = randomNumbers(seed);
  return () => numbers(2 ** 31) / 2 ** 31;
}
