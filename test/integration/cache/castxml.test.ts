import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readBuild } from '../../../server/src/build/read-build';
import type { Cache, Invocation } from '../../../server/src/cache/api';
import { openCache } from '../../../server/src/cache/cache';
import { bare, checkRealRun, outputOf } from '../../support/real-castxml';
import { sampleCopy, type SampleCopy } from '../../support/sample';

/** Runs the real castxml on the sample, in two checkouts. */
describe('the cache on the sample’s types', function () {
  this.timeout(180_000);
  let copies: SampleCopy[] = [];
  before(async () => {
    copies = [await sampleCopy({ configureOnly: true }), await sampleCopy({ configureOnly: true })];
  });
  after(() => Promise.all(copies.map((copy) => copy.remove())));

  it('restores the same XML as castxml writes, byte for byte, also in another checkout', async () => {
    const [here, elsewhere] = await Promise.all(copies.map(invocations));
    assert.ok(here && elsewhere && here.size > 0);
    // Only every third type, because each takes four runs of castxml.
    const names = [...here.keys()].filter((_, i) => i % 3 === 0);
    for (const [i, name] of names.entries()) {
      const run = { here: here.get(name), elsewhere: elsewhere.get(name) };
      assert.ok(run.here && run.elsewhere);
      const store = path.join(copies[0]?.store ?? '', String(i));
      await checkRealRun({ here: run.here, elsewhere: run.elsewhere }, store);
    }
  });

  it('writes places as castxml does, and runs it only if a comment that documents something comes or goes', async () => {
    const { source, store } = copies[0]!;
    const filter = (await invocations(copies[0]!)).get('itkAbsImageFilter');
    assert.ok(filter);
    const header = path.join(source, 'Modules/Core/Common/include/itkProcessObject.h');
    const original = fs.readFileSync(header, 'utf8');
    const cache = (): Cache =>
      openCache({ roots: [path.join(store, 'comments')], format: 'gzip', maxBytes: 2 ** 36 });
    const edit = async (from: string, to: string): Promise<string> => {
      assert.ok(original.includes(from));
      fs.writeFileSync(header, original.replace(from, to));
      const { outcome } = await cache().run(filter);
      const restored = fs.readFileSync(outputOf(filter), 'utf8');
      assert.equal(restored, bare(filter).toString('utf8'), outcome);
      return outcome;
    };
    try {
      assert.equal(await edit('', ''), 'miss');
      assert.match(bare(filter).toString(), /<Comment id=/);
      const before = bare(filter);
      assert.equal(await edit('the root of all filters', 'the root of all the filters'), 'hit-l2');
      assert.equal(bare(filter).equals(before), false);
      assert.equal(await edit('', ''), 'hit-portable');
      assert.equal(await edit('namespace itk', 'namespace itk // a comment'), 'hit-l2');
      assert.equal(await edit('namespace itk', '// two more\n\nnamespace itk'), 'hit-l2');
      assert.equal(await edit('the root of all filters', 'the root of all\n * filters'), 'hit-l2');
      assert.equal(await edit('virtual void GenerateData', '/** New. */ virtual void GenerateData'), 'miss');
      assert.equal(await edit('/** Throws', '/* Throws'), 'miss');
      assert.equal(await edit('the root of all filters', 'the root of all the filters'), 'hit-portable');
    } finally {
      fs.writeFileSync(header, original);
    }
  });
});

/** Runs the real castxml on a few files. */
describe('the cache on files that castxml names in unusual ways', () => {
  let folder: string;
  beforeEach(() => (folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'itk-castxml-test-')))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };

  /** A run for a source that includes these headers of `src/in`. */
  function writeRun(source: string): Invocation {
    write('build/CMakeCache.txt', `CMAKE_HOME_DIRECTORY:INTERNAL=${folder}/src\n`);
    write('build/in/T.cxx', source);
    write('build/in/T.castxml.inc', `-I${folder}/src/in\n`);
    const at = (end: string): string => path.join(folder, `build/in/T.${end}`);
    const how = ['--castxml-output=1', '--castxml-start', 'n', '--castxml-cc-gnu', 'c++', '-w'];
    return {
      castxml: 'castxml',
      args: ['-o', at('xml'), ...how, '-c', `@${at('castxml.inc')}`, at('cxx')],
      cwd: folder,
    };
  }

  /** The outcome of a run through the cache, of which the XML must be castxml's. */
  async function runAndCompare(invocation: Invocation): Promise<string> {
    const store = path.join(folder, 'store');
    const cache = openCache({ roots: [store], format: 'gzip', maxBytes: 2 ** 36 });
    const { outcome, exitCode, stderr } = await cache.run(invocation);
    assert.equal(exitCode, 0, stderr.toString());
    const restored = fs.readFileSync(outputOf(invocation), 'utf8');
    assert.equal(restored, bare(invocation).toString('utf8'), outcome);
    return outcome;
  }

  it('moves the places in a file with two names, and leaves those in a file with a lambda to castxml', async () => {
    const twice = (comment: string): void =>
      write('src/in/twice.h', `namespace n {\n${comment}\nint f(int a);\n/** Two. */\nint g();\n}\n`);
    const lambda = (comment: string): void =>
      write('src/in/lambda.h', `namespace n { ${comment} inline auto l = [](int x) { return x; }; }\n`);
    const invocation = writeRun(
      '#include "twice.h"\n#include "../in/twice.h"\n#include "lambda.h"\nnamespace n { template <class T> struct H {}; H<decltype(l)> h(); }\n',
    );
    twice('/** One. */');
    lambda('/** Three. */');
    assert.equal(await runAndCompare(invocation), 'miss');
    assert.match(bare(invocation).toString(), /<Comment .*lambda at|lambda at[^]*<Comment /);
    twice('/** Once more. */');
    assert.equal(await runAndCompare(invocation), 'hit-l2');
    twice('/** Once\n and again. */');
    assert.equal(await runAndCompare(invocation), 'hit-l2');
    lambda('/** Longer than three. */');
    assert.equal(await runAndCompare(invocation), 'miss');
    assert.equal(await runAndCompare(invocation), 'hit-l1');
  });

  it('moves lines of which only a message knows the number, and no others', async () => {
    const messages =
      '#include <cassert>\n#define fail say(__FILE__, __LINE__)\nvoid say(const char *, int);\n';
    const inMessages = 'struct A { void f(int x) { assert(x > 0); fail; } };\n';
    const inDeclaration = 'struct B { int x[__LINE__]; };\n';
    const invocation = writeRun('#include "messages.h"\n#include "a.h"\n');
    const put = (...lines: string[]): void => write('src/in/a.h', `namespace n {\n${lines.join('')}}\n`);
    write('src/in/messages.h', messages);
    put(inMessages);
    assert.equal(await runAndCompare(invocation), 'miss');
    put('// A line.\n', inMessages, '\n');
    assert.equal(await runAndCompare(invocation), 'hit-l2');
    put(inMessages, inDeclaration);
    assert.equal(await runAndCompare(invocation), 'miss');
    put('// A line.\n', inMessages, inDeclaration);
    assert.equal(await runAndCompare(invocation), 'miss');
  });
});

async function invocations(copy: SampleCopy): Promise<Map<string, Invocation>> {
  const found = new Map<string, Invocation>();
  for (const { name, castxml } of (await readBuild(copy.build)).types) {
    const [file = '', ...args] = castxml?.argv ?? [];
    const invocation = { castxml: file, args, cwd: castxml?.cwd ?? copy.build };
    fs.mkdirSync(path.dirname(outputOf(invocation)), { recursive: true });
    found.set(name, invocation);
  }
  return found;
}
