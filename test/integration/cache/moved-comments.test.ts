import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { moveComments } from '../../../server/src/cache/comments/move-comments';
import { randomNumbers, type RandomNumbers } from '../../support/random';

/*
 * Random edits of comments against the real castxml. Whenever the preprocessed text with its line markers stays the same, the
 * XML of before with its comments moved must be castxml's new one, or be refused.
 *
 * By hand: ITK_WRAPPING_COMMENT_EDITS=2000 ITK_WRAPPING_COMMENT_SEED=7 npx mocha test/integration/cache/moved-comments.test.ts
 */
const EDITS = Number(process.env.ITK_WRAPPING_COMMENT_EDITS ?? 60);
const SEED = Number(process.env.ITK_WRAPPING_COMMENT_SEED ?? 20261130);

describe(`the comments of an XML after an edit (${EDITS} edits, seed ${SEED})`, function () {
  this.timeout(60_000 + EDITS * 1000);
  let folder: string;
  before(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-comments-test-'))));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** The XML of a header, and what the preprocessor makes of it. Null if it is not C++. */
  function castxml(header: string): { xml: Buffer; text: string } | null {
    fs.writeFileSync(path.join(folder, 'h.h'), header, 'latin1');
    fs.writeFileSync(path.join(folder, 't.cxx'), '#include "h.h"\nnamespace w { typedef n::A A; }\n');
    const how = ['--castxml-cc-gnu', 'c++', '-w'];
    const runs = [
      [...how, '--castxml-output=1', '--castxml-start', 'n', '-o', 'x.xml', '-c', 't.cxx'],
      [...how, '-E', '-o', 'x.i', 't.cxx'],
    ];
    if (runs.some((args) => spawnSync('castxml', args, { cwd: folder }).status !== 0)) return null;
    const read = (name: string): Buffer => fs.readFileSync(path.join(folder, name));
    return { xml: read('x.xml'), text: read('x.i').toString('latin1') };
  }

  it('are those that castxml writes', () => {
    const random = randomNumbers(SEED);
    const counts = { moved: 0, same: 0, refused: 0, other: 0 };
    for (let edit = 0; edit < EDITS; edit++) {
      const lines = randomHeader(random);
      const before = lines.map(spell).join('');
      const was = castxml(before);
      editComment(lines, random);
      const after = lines.map(spell).join('');
      const is = castxml(after);
      if (!was || !is || was.text !== is.text) {
        counts.other++;
        continue;
      }
      const file = path.join(folder, 'h.h');
      const edits = [{ file, before: Buffer.from(before, 'latin1'), after: Buffer.from(after, 'latin1') }];
      const moved = moveComments(was.xml, edits, (name) => path.resolve(folder, name));
      if (moved === null) counts.refused++;
      else {
        const say = `edit ${edit} of seed ${SEED}\n${before}\n---\n${after}`;
        assert.equal(moved.toString('latin1'), is.xml.toString('latin1'), say);
        counts[was.xml.equals(is.xml) ? 'same' : 'moved']++;
      }
    }
    console.log(`      ${JSON.stringify(counts)}`);
    assert.ok(counts.moved >= EDITS / 8, JSON.stringify(counts));
  });
});

/** A line: its indentation, what is in front of the code, the code, and what is behind it. */
interface Line {
  indent: string;
  front: string;
  code: string;
  behind: string;
  end: string;
}

const spell = ({ indent, front, code, behind, end }: Line): string => indent + front + code + behind + end;

const CODE = [
  ...['int a@;', 'void f@(int x);', 'struct S@ { int m; };', 'enum E@ { One@, Two@ };', 'typedef int T@;'],
  ...['', '', 'template <class T> T g@(T);', 'const char * s@();', 'int // why', '#define M@ 1'],
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
    const behind = random(2) === 0 ? ` ${comment(random, [...LINE_KINDS, ...BLOCK_KINDS])}` : '';
    return { indent: ' '.repeat(random(3)), front, code, behind, end };
  };
  const codes = Array.from({ length: 4 + random(10) }, (_, i) =>
    CODE[random(CODE.length)]!.replaceAll('@', String(i)).replace('int // why', `int // why\n  w${i};`),
  );
  return ['namespace n {', ...codes, 'class A { public:', '  void m();', '  int v;', '};', '}'].map(line);
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
      one.behind = random(3) === 0 ? '' : ` ${comment(random, LINE_KINDS)}`;
    else one.front = random(3) === 0 ? '' : comment(random, BLOCK_KINDS);
  } else if (random(5) === 0) one.indent = ' '.repeat(random(5));
  else one[part] = text.replace(begin, `${begin}${WORDS[random(WORDS.length)]!} `);
}
