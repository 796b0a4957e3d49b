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

  it('writes the places of comments as castxml does, and runs it only if a comment comes or goes', async () => {
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

  it('moves the comments of a file with two names, and leaves those of a file with a lambda to castxml', async () => {
    write('build/CMakeCache.txt', `CMAKE_HOME_DIRECTORY:INTERNAL=${folder}/src\n`);
    write('src/in/twice.h', 'namespace n {\n/** One. */\nint f(int a);\n/** Two. */\nint g();\n}\n');
    write('src/in/lambda.h', 'namespace n { /** Three. */ inline auto l = [](int x) { return x; }; }\n');
    write(
      'build/in/T.cxx',
      '#include "twice.h"\n#include "../in/twice.h"\n#include "lambda.h"\nnamespace n { template <class T> struct H {}; H<decltype(l)> h(); }\n',
    );
    write('build/in/T.castxml.inc', `-I${folder}/src/in\n`);
    const [inc, cxx, xml] = ['T.castxml.inc', 'T.cxx', 'T.xml'].map((name) =>
      path.join(folder, 'build/in', name),
    );
    const args = ['-o', xml!, '--castxml-output=1', '--castxml-start', 'n', '--castxml-cc-gnu', 'c++'];
    const invocation = { castxml: 'castxml', args: [...args, '-w', '-c', `@${inc}`, cxx!], cwd: folder };
    const run = async (): Promise<string> => {
      const store = path.join(folder, 'store');
      const { outcome } = await openCache({ roots: [store], format: 'gzip', maxBytes: 2 ** 36 }).run(
        invocation,
      );
      const restored = fs.readFileSync(xml!, 'utf8');
      assert.equal(restored, bare(invocation).toString('utf8'), outcome);
      assert.match(restored, /<Comment .*lambda at|lambda at[^]*<Comment /);
      return outcome;
    };
    assert.equal(await run(), 'miss');
    write('src/in/twice.h', 'namespace n {\n/** Once more. */\nint f(int a);\n/** Two. */\nint g();\n}\n');
    assert.equal(await run(), 'hit-l2');
    write(
      'src/in/lambda.h',
      'namespace n { /** Longer than three. */ inline auto l = [](int x) { return x; }; }\n',
    );
    assert.equal(await run(), 'miss');
    assert.equal(await run(), 'hit-l1');
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
