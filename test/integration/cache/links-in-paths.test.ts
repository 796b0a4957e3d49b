import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openCache } from '../../../server/src/cache/cache';
import type { RunResult } from '../../../server/src/cache/api';

/**
 * `link/../inc` is next to the target of the link, not next to the link. A file of the same name next to the link detects
 * code that resolves the `..` by its text.
 */
describe('a `..` after a symbolic link', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'itk-links-test-')));
    for (const name of ['here/inc', 'there/inc', 'there/inner', 'build'])
      fs.mkdirSync(path.join(folder, name), { recursive: true });
    fs.symlinkSync(path.join(folder, 'there/inner'), path.join(folder, 'here/link'));
    fs.writeFileSync(path.join(folder, 'build/CMakeCache.txt'), `CMAKE_HOME_DIRECTORY:INTERNAL=${folder}\n`);
    fs.writeFileSync(path.join(folder, 'build/T.cxx'), '#include "h.h"\n');
    fs.writeFileSync(path.join(folder, 'here/inc/h.h'), 'struct Decoy {};\n');
    fs.writeFileSync(path.join(folder, 'there/inc/h.h'), 'struct First {};\n');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  async function run(include: string, output = 'T.xml'): Promise<RunResult> {
    const cwd = path.join(folder, 'build');
    fs.writeFileSync(path.join(cwd, 'T.inc'), `"-I${include}"\n`);
    const compiler = ['--castxml-cc-gnu', '(', 'c++', '-std=c++17', ')'];
    const args = ['-o', output, '--castxml-output=1', ...compiler, '-w', '-c', '@T.inc', 'T.cxx'];
    const cache = openCache({ roots: [path.join(folder, 'store')], format: 'gzip', maxBytes: 2 ** 30 });
    return cache.run({ castxml: 'castxml', args, cwd });
  }
  const xml = (): string => fs.readFileSync(path.join(folder, 'build/T.xml'), 'utf8');

  const spellings: Record<string, (folder: string) => string> = {
    absolute: (at) => `${at}/here/link/../inc`,
    relative: () => '../here/link/../inc',
  };
  for (const [spelling, include] of Object.entries(spellings)) {
    it(`is resolved as the system resolves it, in a path that is ${spelling}`, async () => {
      assert.equal((await run(include(folder))).outcome, 'miss');
      assert.equal((await run(include(folder))).outcome, 'hit-l1');
      fs.appendFileSync(path.join(folder, 'here/inc/h.h'), '// read by nobody\n');
      assert.notEqual((await run(include(folder))).outcome, 'miss');
      fs.writeFileSync(path.join(folder, 'there/inc/h.h'), 'struct Second {};\n');
      assert.equal((await run(include(folder))).outcome, 'miss');
      assert.match(xml(), /name="Second"/);
    });
  }

  it('is resolved in the path of the output', async () => {
    fs.mkdirSync(path.join(folder, 'there/out'));
    fs.mkdirSync(path.join(folder, 'here/out'));
    const output = `${folder}/here/link/../out/T.xml`;
    assert.equal((await run(path.join(folder, 'there/inc'), output)).outcome, 'miss');
    fs.rmSync(path.join(folder, 'there/out/T.xml'));
    assert.equal((await run(path.join(folder, 'there/inc'), output)).outcome, 'hit-l1');
    assert.ok(fs.existsSync(path.join(folder, 'there/out/T.xml')));
    assert.deepEqual(fs.readdirSync(path.join(folder, 'here/out')), []);
  });

  it('is resolved in the headers of a compiler', async () => {
    fs.writeFileSync(path.join(folder, 'build/T.cxx'), '#include <vector>\n');
    const args = ['-o', 'T.xml', '--castxml-output=1', 'T.cxx'];
    const cache = openCache({ roots: [path.join(folder, 'store')], format: 'gzip', maxBytes: 2 ** 30 });
    const invocation = { castxml: 'castxml', args, cwd: path.join(folder, 'build') };
    const first = await cache.run(invocation);
    assert.deepEqual([first.outcome, first.notStored], ['miss', undefined]);
    assert.equal((await cache.run(invocation)).outcome, 'hit-l1');
  });
});
