import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

describe('the choice of a build by itk-wrap', function () {
  this.timeout(300_000);
  let a: SampleCopy;
  let b: SampleCopy;
  before(async () => {
    a = await sampleCopy({ configureOnly: true });
    b = await sampleCopy({ configureOnly: true });
  });
  after(async () => {
    await a?.remove();
    await b?.remove();
  });

  const itkWrap = (cwd: string, ...args: string[]): SpawnSyncReturns<string> =>
    spawnSync(
      process.execPath,
      [
        '--import',
        path.join(root, 'node_modules/tsx/dist/loader.mjs'),
        path.join(root, 'server/src/cli/itk-wrap.ts'),
        ...args,
      ],
      {
        cwd,
        encoding: 'utf8',
        env: { ...process.env, ITK_WRAP_CACHE: a.store },
      },
    );
  /** Every file of a build, with its size and time. */
  const contents = (dir: string): string[] =>
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => {
        const { size, mtimeMs } = statSync(path.join(dir, name));
        return `${name} ${size} ${mtimeMs}`;
      });

  describe('for a build that was copied', () => {
    let copied: string;
    before(() => {
      copied = path.join(a.source, 'copied');
      cpSync(a.build, copied, { recursive: true, preserveTimestamps: true });
    });
    after(() => rmSync(copied, { recursive: true, force: true }));

    for (const args of [
      ['status', '--json'],
      ['castxml', '--all'],
      ['igenerator', '--all'],
      ['repair', '--all'],
      ['setup'],
      ['setup', '--undo'],
      ['bench', '--types', '1'],
      ['swig', '--all'],
      ['pyi'],
      ['configure'],
      ['graph'],
      ['explain', 'itkImage'],
      ['predict'],
    ])
      it(`is refused by ${args.join(' ')}, which changes nothing`, () => {
        const before = [contents(a.build), contents(copied)];
        const { status, stdout, stderr } = itkWrap(root, ...args, '--build', copied);
        assert.equal(status, 2, stdout + stderr);
        assert.ok(
          stderr.includes(
            `This build was made in ${a.build} and has been moved or copied to ${copied}. ` +
              `Configure it again here with cmake --fresh, or open ${a.build}.`,
          ),
          stderr,
        );
        assert.deepEqual([contents(a.build), contents(copied)], before);
        assert.ok(!existsSync(a.store), 'no store is made');
      });
  });

  it('accepts a build by another name of its folder', () => {
    const link = path.join(a.source, 'link');
    symlinkSync(a.build, link);
    const { status, stdout, stderr } = itkWrap(root, 'status', '--json', '--build', link);
    assert.equal(status, 0, stderr);
    assert.ok((JSON.parse(stdout) as { types: unknown[] }).types.length > 0);
    rmSync(link);
  });

  it('finds the build of the sources in the current folder, and no other', () => {
    const found = itkWrap(a.source, 'status', '--json');
    assert.equal((JSON.parse(found.stdout) as { build: string }).build, a.build, found.stderr);
    const away = path.join(a.source, '..', 'deeper', 'than', 'is', 'searched');
    cpSync(path.join(a.source, 'CMakeLists.txt'), path.join(away, 'CMakeLists.txt'));
    // A build of other sources in the folder.
    symlinkSync(b.source, path.join(away, 'linked'));
    const none = itkWrap(away, 'repair', '--all');
    assert.equal(none.status, 2, none.stdout);
    assert.match(none.stderr, /No build of .*searched with ITK_WRAP_PYTHON on was found/);
  });

  it('does not predict a source tree with the build of another', () => {
    const { status, stdout, stderr } = itkWrap(root, 'predict', '--source', b.source, '--build', a.build);
    assert.equal(status, 2, stdout);
    assert.ok(stderr.includes(`${a.build} is a build of ${a.source}, not of ${b.source}.`), stderr);
    const alone = itkWrap(root, 'predict', '--source', a.source, '--build', a.build, '--json');
    assert.equal(alone.status, 0, alone.stderr);
  });
});
