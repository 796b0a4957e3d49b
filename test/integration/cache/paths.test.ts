import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openCache } from '../../../server/src/cache/cache';
import type { Invocation } from '../../../server/src/cache/api';
import type { RunOutcome } from '../../../server/src/shared/reasons';

/**
 * The effect of a path through `__FILE__` and asserts, with the real castxml, in two checkouts whose paths have different
 * lengths.
 */
describe('a path in the preprocessed text', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-paths-test-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  function checkout(name: string, header: string): Invocation {
    const [source, build] = [path.join(folder, name, 'src'), path.join(folder, name, 'build')];
    fs.mkdirSync(source, { recursive: true });
    fs.mkdirSync(build, { recursive: true });
    fs.writeFileSync(path.join(build, 'CMakeCache.txt'), `CMAKE_HOME_DIRECTORY:INTERNAL=${source}\n`);
    fs.writeFileSync(path.join(source, 'h.h'), header);
    fs.writeFileSync(path.join(build, 'T.cxx'), '#include "h.h"\n');
    fs.writeFileSync(path.join(build, 'T.inc'), `"-I${source}"\n`);
    const compiler = ['--castxml-cc-gnu', '(', 'c++', '-std=c++17', ')'];
    const args = ['-o', path.join(build, 'T.xml'), '--castxml-output=1', ...compiler, '-w', '-c'];
    const files = [`@${path.join(build, 'T.inc')}`, path.join(build, 'T.cxx')];
    return { castxml: 'castxml', args: [...args, ...files], cwd: build };
  }

  function bare({ castxml, args, cwd }: Invocation): string {
    const { status, stderr, error } = spawnSync(castxml, args, { cwd, encoding: 'utf8' });
    assert.equal(status, 0, `castxml: ${stderr ?? error?.message}; apt-get install castxml`);
    return fs.readFileSync(path.join(cwd, 'T.xml'), 'utf8');
  }

  const HEADERS: Record<string, { text: string; elsewhere: RunOutcome }> = {
    'in the body of a function': {
      text: 'struct A { void f() const { throw __FILE__; } };\n',
      elsewhere: 'hit-portable',
    },
    'as a default argument': {
      text: 'inline const char * f(const char * where = __FILE__) { return where; }\n',
      elsewhere: 'hit-portable',
    },
    'as a pointer': { text: 'static const char * const where = __FILE__;\n', elsewhere: 'hit-portable' },
    'in the name of a lambda': {
      text: 'template <class T> struct W { T t; };\ntemplate <class T> W<T> w(T t) { return {t}; }\nauto x = w([] { return 1; });\n',
      elsewhere: 'hit-portable',
    },
    'as an array': { text: 'static const char where[] = __FILE__;\n', elsewhere: 'miss' },
    'as a constant': { text: 'enum E { n = sizeof(__FILE__) };\n', elsewhere: 'miss' },
    'as the bound of an array': { text: 'struct A { char b[sizeof(__FILE__)]; };\n', elsewhere: 'miss' },
    'as the width of a field': {
      text: 'struct A { unsigned long long b : sizeof(__FILE__) / 2; };\n',
      elsewhere: 'miss',
    },
    'as the result of a function': {
      text: `constexpr unsigned sum(const char * p) { return *p ? unsigned(*p) + sum(p + 1) : 0; }
struct A { char b[sum(__FILE__)]; };
enum E { n = sum(__FILE__) };
static constexpr unsigned c = sum(__FILE__);\n`,
      elsewhere: 'miss',
    },
    'as an argument of a template': {
      text: 'template <unsigned long N> struct W { W(const char (&)[N]) {} };\nW w(__FILE__);\n',
      elsewhere: 'miss',
    },
  };
  for (const [where, { text, elsewhere }] of Object.entries(HEADERS))
    it(`is never restored incorrectly: ${where}`, async () => {
      const run = async (invocation: Invocation, outcome: RunOutcome): Promise<void> => {
        const expected = bare(invocation);
        fs.rmSync(path.join(invocation.cwd, 'T.xml'));
        const store = path.join(folder, 'store');
        const result = await openCache({ roots: [store], format: 'gzip', maxBytes: 2 ** 30 }).run(invocation);
        assert.equal(fs.readFileSync(path.join(invocation.cwd, 'T.xml'), 'utf8'), expected);
        assert.equal(result.outcome, outcome, result.stderr.toString());
      };
      await run(checkout('one', text), 'miss');
      await run(checkout('one', text), 'hit-l1');
      await run(checkout('a-longer-name', text), elsewhere);
      await run(checkout('two', text), elsewhere);
    });
});
