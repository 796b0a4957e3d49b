import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { builtins } from '../../../../server/src/cmake/commands';
import { Disk } from '../../../../server/src/host/disk';
import { DEFAULT_LIMITS, LimitError } from '../../../../server/src/cmake/values/evaluation-limits';
import type { Message } from '../../../../server/src/cmake/runtime/message';
import { Interpreter } from '../../../../server/src/cmake/runtime/interpreter';
import { type CMakeParser, loadParser } from '../../../../server/src/cmake/syntax/parse';
import { ScriptCache } from '../../../../server/src/cmake/runtime/script-cache';
import { createState } from '../../../../server/src/cmake/runtime/scopes/state';
import { processorMs } from '../../../support/processor-time';

describe('the budget of an evaluation', () => {
  let parser: CMakeParser;
  before(async () => {
    parser = await loadParser();
  });

  /** Each query of this clock takes a minute, so that time runs out after the same work on any machine. */
  const clock = (): (() => number) => {
    let now = 0;
    return () => (now += 60_000);
  };

  /** The messages of the script, and the limit that ended it. Time is unlimited unless `more` sets a limit. */
  const run = (
    code: string,
    more: { steps?: number; milliseconds?: number; now?: () => number } = {},
  ): { messages: Message[]; limit: string | null } => {
    const { steps = DEFAULT_LIMITS.steps, milliseconds = Infinity, ...options } = more;
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
        limits: { ...DEFAULT_LIMITS, steps, milliseconds },
        ...options,
        onMessage: (message) => messages.push(message),
        tolerates: () => true,
      },
      createState({ source: '/w', binary: '/w/build' }),
    );
    try {
      interpreter.runFile('/w/CMakeLists.txt', 'directory', null);
      return { messages, limit: null };
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      return { messages, limit: error.limit };
    }
  };

  for (const [what, code, limit] of [
    ['searches with many ways', 'string(REGEX MATCH "(a|aa)+c" x "' + 'a'.repeat(70) + '")', 'milliseconds'],
    [
      'chains of choices',
      `string(REGEX MATCH "${'(a|aa)'.repeat(30)}c" x "${'a'.repeat(70)}")`,
      'milliseconds',
    ],
    ['repeated texts', 'string(REPEAT "abc" 999999999 x)', 'bytes'],
    ['replacements', 'string(REPEAT a 9999 x)\nstring(REPLACE a "${x}" y "${x}")', 'bytes'],
    ['joined texts', 'string(REPEAT a 999999 x)\nstring(JOIN "${x}" y a a a a a a a a a a)', 'bytes'],
    ['lists that double', 'set(x a;b)\nforeach(i RANGE 99)\nlist(APPEND x ${x})\nendforeach()', 'bytes'],
    ['references', 'string(REPEAT a 999999 x)\nset(y "${x}${x}${x}${x}${x}${x}${x}${x}${x}")', 'bytes'],
  ] as const)
    it(`stops ${what}`, () => {
      assert.equal(run(code).limit, limit);
    });

  for (const [what, code] of [
    ['endless loops', 'while(1)\nendwhile()'],
    [
      'many slow searches',
      'foreach(i RANGE 99999)\nstring(REGEX MATCH "(a|aa)+c" x "' + 'a'.repeat(16) + '${i}")\nendforeach()',
    ],
  ] as const)
    it(`stops ${what} when their time is up`, () => {
      assert.equal(run(code, { milliseconds: 600_000, now: clock() }).limit, 'milliseconds');
    });

  it('counts the commands of an endless loop even if its time is never up', () => {
    assert.equal(run('while(1)\nendwhile()', { steps: 100_000 }).limit, 'steps');
  });

  it('stops values that use all memory together', function () {
    this.timeout(120_000);
    const { limit } = run(
      'string(REPEAT a 4000000 x)\nforeach(i RANGE 9999)\nstring(TOUPPER "${x}${i}" v${i})\nendforeach()',
    );
    assert.equal(limit, 'memory');
    assert.ok(process.memoryUsage().rss < 2.5 * 1024 ** 3);
  });

  it('reads only regular files', function () {
    if (process.platform === 'win32') this.skip(); // Windows has no such files.
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

  it('searches any folder without an exception', function () {
    if (process.platform === 'win32') this.skip(); // Windows has no such files.
    const { limit } = run('file(GLOB_RECURSE x /proc/self/*)\nfile(GLOB x /proc/*/fd/*)', {
      milliseconds: 1500,
    });
    assert.ok(limit === null || limit === 'milliseconds');
  });

  it('matches names with stars in linear time', () => {
    assert.ok(processorMs(() => run(`file(GLOB x /usr/bin/${'*a'.repeat(60)}b)`)) < 1500);
  });
});
