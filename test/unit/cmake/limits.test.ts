import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { builtins } from '../../../server/src/cmake/commands';
import { Disk } from '../../../server/src/host/disk';
import { DEFAULT_LIMITS, LimitError } from '../../../server/src/cmake/values/limits';
import type { Message } from '../../../server/src/cmake/runtime/message';
import { Interpreter } from '../../../server/src/cmake/runtime/interpreter';
import { type CMakeParser, loadParser } from '../../../server/src/cmake/syntax/parse';
import { ScriptCache } from '../../../server/src/cmake/runtime/script-cache';
import { compileRegex, RegexBudgetError } from '../../../server/src/cmake/values/regex';
import { createState } from '../../../server/src/cmake/runtime/state';
import { classesInHeader } from '../../../server/src/wrapping/index/header-classes';

describe('limits of CMake code', () => {
  let parser: CMakeParser;
  before(async () => {
    parser = await loadParser();
  });

  /** What the script says, and the limit that ended it. */
  const run = (code: string): { messages: Message[]; limit: string | null; ms: number } => {
    const disk = new Disk();
    disk.overlay('/w/CMakeLists.txt', code);
    const programs = new ScriptCache(disk, (text) => parser.parseScript(text));
    const messages: Message[] = [];
    const interpreter = new Interpreter(
      {
        files: disk,
        load: (file) => programs.load(file, true),
        compile: (file, text) => programs.compile(file, text),
        builtins,
        version: [4, 1, 0],
        mode: 'project',
        limits: { ...DEFAULT_LIMITS, milliseconds: 1500 },
        onMessage: (message) => messages.push(message),
        tolerates: () => true,
      },
      createState({ source: '/w', binary: '/w/build' }),
    );
    const begun = performance.now();
    try {
      interpreter.runFile('/w/CMakeLists.txt', 'directory', null);
      return { messages, limit: null, ms: performance.now() - begun };
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      return { messages, limit: error.limit, ms: performance.now() - begun };
    }
  };

  for (const [what, code, limit] of [
    ['searches with many ways', 'string(REGEX MATCH "(a|aa)+c" x "' + 'a'.repeat(70) + '")', 'milliseconds'],
    [
      'chains of choices',
      `string(REGEX MATCH "${'(a|aa)'.repeat(30)}c" x "${'a'.repeat(70)}")`,
      'milliseconds',
    ],
    [
      'many slow searches',
      'foreach(i RANGE 999)\nstring(REGEX MATCH "(a|aa)+c" x "' + 'a'.repeat(24) + '${i}")\nendforeach()',
      'milliseconds',
    ],
    ['repeated texts', 'string(REPEAT "abc" 999999999 x)', 'bytes'],
    ['replacements', 'string(REPEAT a 9999 x)\nstring(REPLACE a "${x}" y "${x}")', 'bytes'],
    ['joined texts', 'string(REPEAT a 999999 x)\nstring(JOIN "${x}" y a a a a a a a a a a)', 'bytes'],
    ['lists that double', 'set(x a;b)\nforeach(i RANGE 99)\nlist(APPEND x ${x})\nendforeach()', 'bytes'],
    ['references', 'string(REPEAT a 999999 x)\nset(y "${x}${x}${x}${x}${x}${x}${x}${x}${x}")', 'bytes'],
    ['endless loops', 'while(1)\nendwhile()', 'milliseconds'],
  ] as const)
    it(`ends ${what}`, () => {
      const found = run(code);
      assert.equal(found.limit, limit);
      assert.ok(found.ms < 4000, `${found.ms} ms`);
    });

  it('ends values that take all memory together', function () {
    this.timeout(30_000);
    const found = run(
      'string(REPEAT a 4000000 x)\nforeach(i RANGE 9999)\nstring(TOUPPER "${x}${i}" v${i})\nendforeach()',
    );
    assert.ok(found.limit === 'memory' || found.limit === 'milliseconds');
    assert.ok(process.memoryUsage().rss < 2.5 * 1024 ** 3);
  });

  it('reads regular files alone', function () {
    if (process.platform === 'win32') this.skip();
    const dir = mkdtempSync(path.join(os.tmpdir(), 'limits-'));
    try {
      execFileSync('mkfifo', [path.join(dir, 'pipe')]);
      for (const file of ['/dev/zero', path.join(dir, 'pipe')]) {
        const { messages, limit } = run(`file(READ ${file} x)\nfile(STRINGS ${file} x)\ninclude(${file})`);
        assert.equal(limit, null);
        assert.equal(messages.filter(({ mode }) => mode === 'FATAL_ERROR').length, 3, file);
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('looks into any folder without an exception', function () {
    if (process.platform === 'win32') this.skip();
    const { limit } = run('file(GLOB_RECURSE x /proc/self/*)\nfile(GLOB x /proc/*/fd/*)');
    assert.ok(limit === null || limit === 'milliseconds');
  });

  it('finds names by stars in linear time', () => {
    const { ms } = run(`file(GLOB x /usr/bin/${'*a'.repeat(60)}b)`);
    assert.ok(ms < 1500, `${ms} ms`);
  });

  it('gives up searches, and not those that are merely long', () => {
    assert.throws(() => compileRegex('(a|aa)+c').exec('a'.repeat(70)), RegexBudgetError);
    assert.equal(compileRegex('(ab|c)+d').exec(`${'ab'.repeat(300)}d`)?.end, 601);
  });

  it('refuses scripts that nest too deeply or are too long, and says so', () => {
    for (const [text, message] of [
      ['if(a)\n'.repeat(60_000), /nest more than 500 deep/],
      ['# x\n'.repeat(600_000), /more than 2 MB/],
    ] as const) {
      const begun = performance.now();
      assert.match(parser.parseScript(text).errors[0]?.message ?? '', message);
      const document = parser.open(text);
      assert.match(document.script.errors[0]?.message ?? '', message);
      assert.equal(document.update('set(x 1)\n').statements.length, 1, 'what is mended is read');
      document.close();
      assert.ok(performance.now() - begun < 1000);
    }
  });

  it('reads headers of any kind in linear time', () => {
    const begun = performance.now();
    for (const text of [
      `/** \\brief x${'\n'.repeat(6000)}*/ class A {};`,
      '/*'.repeat(500_000),
      '"\\'.repeat(500_000),
      'class A '.repeat(20_000),
      'template<'.repeat(20_000),
      `class ${'A_EXPORT'.repeat(50_000)}`,
      'namespace a{ class B {};'.repeat(50_000),
    ])
      classesInHeader(text);
    assert.ok(performance.now() - begun < 6000, `${performance.now() - begun} ms`);
  });
});
