import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { diskFs, textOrNull } from '../../../server/src/host/build-files';
import { inspectBuild } from '../../../server/src/build/find/inspect-build';
import { parseMakefile } from '../../../server/src/build/generators/makefile-rules';
import { type NinjaEdge, scanNinja } from '../../../server/src/build/generators/ninja';
import { readBuild } from '../../../server/src/build/read-build';

describe('the limits of reading a build', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'limits-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const scan = async (text: string): Promise<{ edges: NinjaEdge[]; messages: string[] }> => {
    const file = path.join(dir, 'build.ninja');
    writeFileSync(file, text);
    const edges: NinjaEdge[] = [];
    const problems = await scanNinja({
      file,
      dir,
      fs: diskFs,
      wanted: ['--castxml-start'],
      onEdge: (edge) => edges.push(edge),
    });
    return { edges, messages: problems.map(({ message }) => message) };
  };
  const doubling = (count: number): string =>
    Array.from({ length: count }, (_, n) => `a${n + 1} = $a${n}$a${n}`).join('\n');
  const edge = (n: number, command: string): string =>
    `build x${n}.xml: CUSTOM_COMMAND\n  COMMAND = castxml --castxml-start ${command}`;

  it('report variables that double themselves, and read the rest', async () => {
    const edges = Array.from({ length: 40 }, (_, n) => edge(n, '$a26')).join('\n');
    const text = `a0 = x\n${doubling(26)}\n${edges}\n${edge(99, 'last')}\n`;
    const found = await scan(text);
    assert.ok(found.messages.some((message) => message.includes('expands to more than 4194304 characters')));
    assert.ok(found.messages.length <= 50);
    assert.equal(found.edges.at(-1)?.command, 'castxml --castxml-start last');
  });

  it('apply one budget to values that are long and many', async () => {
    // Each value has 2 MB, which is within its limit, but 100 of them exceed the total.
    const edges = Array.from({ length: 100 }, (_, n) => edge(n, '$a21')).join('\n');
    const { edges: read, messages } = await scan(`a0 = x\n${doubling(21)}\n${edges}\n`);
    assert.ok(read.length < 20, `${read.length} edges`);
    assert.equal(messages.filter((message) => message.includes('too much text')).length, 1);
  });

  it('bound the list of problems of a file that is wrong everywhere', async () => {
    const { messages } = await scan('build --castxml-start\n'.repeat(10_000));
    assert.equal(messages.length, 50);
  });

  it('keep variables of a Makefile from multiplying', () => {
    const text = `V = ${'x'.repeat(1_000_000)}\na: b\n\tcastxml --castxml-start ${'$(V)'.repeat(100_000)}\n`;
    const [rule] = parseMakefile(text);
    assert.ok((rule?.command.length ?? 0) < 1_000_000);
  });

  describe('for files that are not regular', function () {
    before(function () {
      if (process.platform === 'win32') this.skip(); // Windows has no such files.
    });
    const pipe = (name: string): string => {
      const file = path.join(dir, name);
      execFileSync('mkfifo', [file]);
      return file;
    };

    it('do not wait for a pipe', async () => {
      for (const name of ['CMakeCache.txt', 'build.ninja', '.ninja_log']) pipe(name);
      assert.equal(await textOrNull(path.join(dir, 'CMakeCache.txt'), diskFs), null);
      assert.notEqual((await inspectBuild(dir, 'inside'))?.usable, true);
      const { problems } = await readBuild(dir);
      assert.ok(problems.some(({ message }) => message.includes('is not a regular file')));
    });

    it('report a pipe for build.ninja as a problem', async () => {
      writeFileSync(
        path.join(dir, 'CMakeCache.txt'),
        `CMAKE_GENERATOR:INTERNAL=Ninja\nITK_WRAP_PYTHON:BOOL=ON\nCMAKE_HOME_DIRECTORY:INTERNAL=${dir}\nCMAKE_CACHEFILE_DIR:INTERNAL=${dir}\n`,
      );
      pipe('build.ninja');
      const { problems } = await readBuild(dir);
      assert.ok(
        problems.some(({ message }) =>
          message.includes('build.ninja: it cannot be read: it is not a regular file'),
        ),
      );
    });

    it('read neither a device nor a folder', async () => {
      assert.equal(await textOrNull('/dev/zero', diskFs), null);
      mkdirSync(path.join(dir, 'folder'));
      assert.equal(await textOrNull(path.join(dir, 'folder'), diskFs), null);
    });
  });
});
