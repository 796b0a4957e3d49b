import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeDigest } from '../../../server/src/cache/places/code-digest';
import { movePlaces } from '../../../server/src/cache/places/move-places';
import { randomNumbers, type RandomNumbers } from '../../support/random';

/*
 * Random edits of comments and blank lines against the real castxml. Whenever the preprocessed text has the same code, the XML of before
 * with its places moved must be castxml's new one, or be refused.
 *
 * By hand: ITK_WRAPPING_COMMENT_EDITS=2000 ITK_WRAPPING_COMMENT_SEED=7 npx mocha test/integration/cache/moved-places.test.ts
 */
const EDITS = Number(process.env.ITK_WRAPPING_COMMENT_EDITS ?? 60);
const SEED = Number(process.env.ITK_WRAPPING_COMMENT_SEED ?? 20261130);

describe(`the places in an XML after an edit (${EDITS} edits, seed ${SEED})`, function () {
  this.timeout(60_000 + EDITS * 1000);
  let folder: string;
  before(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-comments-test-'))));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** The XML of a header, and what the preprocessor makes of it. Null if it is not C++. */
  function castxml(header: string): { xml: Buffer; code: string | undefined } | null {
    fs.writeFileSync(path.join(folder, 'h.h'), header, 'latin1');
    fs.writeFileSync(path.join(folder, 't.cxx'), '#include "h.h"\nnamespace w { typedef n::A A; }\n');
    const how = ['--castxml-cc-gnu', 'c++', '-w'];
    const runs = [
      [...how, '--castxml-output=1', '--castxml-start', 'n', '-o', 'x.xml', '-c', 't.cxx'],
      [...how, '-E', '-o', 'x.i', 't.cxx'],
    ];
    if (runs.some((args) => spawnSync('castxml', args, { cwd: folder }).status !== 0)) return null;
    const read = (name: string): Buffer => fs.readFileSync(path.join(folder, name));
    return { xml: read('x.xml'), code: codeDigest(read('x.i'), { source: folder, build: folder }) };
  }

  it('are those that castxml writes', () => {
    const random = randomNumbers(SEED);
    const counts = { moved: 0, lines: 0, same: 0, refused: 0, other: 0 };
    for (let edit = 0; edit < EDITS; edit++) {
      const lines = randomHeader(random);
      const before = lines.map(spell).join('');
      const was = castxml(before);
      editComments(lines, random);
      const after = lines.map(spell).join('');
      const is = castxml(after);
      if (!was || !is || was.code === undefined || was.code !== is.code) {
        counts.other++;
        continue;
      }
      const file = path.join(folder, 'h.h');
      const edits = [{ file, before: Buffer.from(before, 'latin1'), after: Buffer.from(after, 'latin1') }];
      const moved = movePlaces(was.xml, edits, (name) => path.resolve(folder, name));
      if (moved === null) counts.refused++;
      else {
        const say = `edit ${edit} of seed ${SEED}\n${before}\n---\n${after}`;
        assert.equal(moved.toString('latin1'), is.xml.toString('latin1'), say);
        const isSame = was.xml.equals(is.xml);
        const movesLines = before.split('\n').length !== after.split('\n').length;
        counts[isSame ? 'same' : movesLines ? 'lines' : 'moved']++;
      }
    }
    console.log(`      ${JSON.stringify(counts)}`);
    assert.ok(counts.moved >= EDITS / 12 && counts.lines >= EDITS / 12, JSON.stringify(counts));
  });
});

/** A line: its indentation, what is in front of the code, the code, and what is behind it. */
interface Line {
  indent: string;
  front: string;
  code: string;
  gap: string;
  behind: string;
  end: string;
}

const spell = ({ indent, front, code, gap, behind, end }: Line): string =>
  indent + front + code + (behind && gap) + behind + end;

const CODE = [
  ...['int a@;', 'void f@(int x);', 'struct S@ { int m; };', 'enum E@ { One@, Two@ };', 'typedef int T@;'],
  ...[
    'inline void l@() { say(__FILE__, __LINE__); }',
    'inline void e@() { throw __LINE__; }',
    '#define N@ \\\n  x',
  ],
  ...['', '', 'template <class T> T g@(T);', 'const char * s@();', 'int // why', '#define M@ 1'],
];
/** Code whose XML depends on its place. */
const PLACED = [
  ...[
    'int k@[__LINE__];',
    'enum { L@ = __LINE__ };',
    'int d@(int x = __LINE__);',
    'extern int id_(__LINE__);',
  ],
  ...['inline auto f@ = [] { return 1; };', 'struct { int x; } u@;', 'const char * const n@ = __FILE__;'],
  ...['constexpr int c@ = number(__FILE__, __LINE__);', 'int q@(int x = number(__FILE__, __LINE__));'],
  ...['int b@(int x = __builtin_LINE());', '#line 7'],
];
const WORDS = [
  'a',
  'word',
  '',
  ' \\class A',
  ' @param x',
  ' {x}',
  ' a; b',
  ' \xe9t\xe9',
  " don't",
  ' "',
  ' *',
  ' <',
];
const LINE_KINDS = ['//', '//', '///', '///', '///<', '//!', '////', '//!<'];
const BLOCK_KINDS = ['/*', '/**', '/**', '/*!', '/**<', '/***'];

function comment(random: RandomNumbers, kinds: readonly string[]): string {
  const kind = kinds[random(kinds.length)]!;
  const words = Array.from({ length: random(4) }, () => WORDS[random(WORDS.length)]!).join(' ');
  if (kind.startsWith('//')) return `${kind}${words}`;
  return `${kind}${words}${random(5) === 0 ? '\n * more' : ''}*/`;
}

function randomHeader(random: RandomNumbers): Line[] {
  const end = random(8) === 0 ? '\r\n' : '\n';
  const line = (code: string): Line => {
    const front = random(5) === 0 ? comment(random, BLOCK_KINDS) : '';
    const behind = random(2) === 0 ? comment(random, [...LINE_KINDS, ...BLOCK_KINDS]) : '';
    return { indent: ' '.repeat(random(3)), front, code, gap: ' ', behind, end };
  };
  const codes = Array.from({ length: 4 + random(10) }, (_, i) =>
    oneOf(random(60) === 0 ? PLACED : CODE, random)
      .replaceAll('@', String(i))
      .replace('int // why', `int // why\n  w${i};`),
  );
  const helpers = ['constexpr int number(const char *, int x) { return x; }', 'void say(const char *, int);'];
  return [
    'namespace n {',
    ...helpers,
    '#define id_(x) id2_(x)',
    '#define id2_(x) i##x',
    ...codes,
    'class A { public:',
    '  void m();',
    '  int v;',
    '};',
    '}',
  ].map(line);
}

const oneOf = <T>(all: readonly T[], random: RandomNumbers): T => all[random(all.length)]!;

/** Changes, adds or removes comments and lines without code. */
function editComments(lines: Line[], random: RandomNumbers): void {
  const isLines = random(2) === 0;
  if (isLines) editLines(lines, random);
  if (!isLines || random(4) === 0) editComment(lines, random);
}

/** Adds or removes a line without code, or gives a comment another line. */
function editLines(lines: Line[], random: RandomNumbers): void {
  const { end } = lines[0]!;
  const at = random(lines.length);
  const behind = random(3) === 0 ? '' : comment(random, [...LINE_KINDS, ...BLOCK_KINDS]);
  const empty = lines.flatMap(({ code }, i) => (code === '' ? [i] : []));
  const blocks = lines.filter((line) => line.behind.startsWith('/*'));
  const kind = random(4);
  if (kind === 0 && empty.length > 0) lines.splice(oneOf(empty, random), 1);
  else if (kind === 1 && blocks.length > 0) {
    const one = oneOf(blocks, random);
    one.behind = one.behind.replace(/\*\/$/, `${end} * more */`);
  } else lines.splice(at, 0, { indent: ' '.repeat(random(3)), front: '', code: '', gap: '', behind, end });
}

/** Changes, adds or removes one comment. */
function editComment(lines: Line[], random: RandomNumbers): void {
  const commented = lines.filter(({ front, behind }) => front !== '' || behind !== '');
  const one =
    commented.length > 0 && random(4) > 0
      ? commented[random(commented.length)]!
      : lines[random(lines.length)]!;
  const kind = /^\s*(\/\/[/!]?<?|\/\*[*!]?<?)/;
  const part = one.behind !== '' && (one.front === '' || random(2) === 0) ? 'behind' : 'front';
  const text = one[part];
  const [begin = ''] = kind.exec(text) ?? [];
  if (random(4) === 0 || begin === '') {
    // Another kind, or none.
    if (part === 'behind' || one.front === '')
      one.behind = random(3) === 0 ? '' : comment(random, LINE_KINDS);
    else one.front = random(3) === 0 ? '' : comment(random, BLOCK_KINDS);
  } else if (random(3) === 0) {
    if (random(2) === 0) one.indent = ' '.repeat(random(5));
    else one.gap = ' '.repeat(random(4));
  } else one[part] = text.replace(begin, `${begin}${WORDS[random(WORDS.length)]!} `);
}
