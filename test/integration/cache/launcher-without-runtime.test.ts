import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';
import { tempDir } from '../../support/temp-dir';

/** The launchers out of dist/ on a machine, or with a PATH, that has neither Bun nor Node. */
describe('a launcher without a runtime', () => {
  const dir = tempDir();
  const cases = [
    { name: 'itk-castxml-cache', option: ['a.d', 'T x.xml'], adds: ['-MD', '-MF', 'a.d', '-MQ', 'T x.xml'] },
    { name: 'itk-igenerator-cache', option: ['a.d', 'a.i'], adds: [] },
    { name: 'itk-swig-cache', option: ['a.d'], adds: ['-MMD', '-MF', 'a.d'] },
  ];

  beforeEach(() => {
    fs.writeFileSync(path.join(dir(), 'tool'), `#!/bin/sh\nprintf '%s\\n' ran "$@"\n`, { mode: 0o755 });
  });
  function run(name: string, args: readonly string[]): string[] {
    const { stdout, stderr, status } = spawnSync(path.join(root, 'dist', name), args, {
      ...{ cwd: dir(), encoding: 'utf8', env: { PATH: '/nonexistent' } },
    });
    assert.equal(status, 0, stderr);
    assert.match(stderr, new RegExp(`^${name}: neither bun nor node is on PATH; running \\w+ itself\n$`));
    return stdout.trim().split('\n');
  }

  for (const { name, option, adds } of cases) {
    const tool = (): string[] => [path.join(dir(), 'tool'), '-o', 'this one'];
    it(`${name} says so, and runs the tool itself`, () => {
      for (const before of [[], ['--no-cache']])
        assert.deepEqual(run(name, [...before, ...tool()]), ['ran', '-o', 'this one']);
    });
    it(`${name} lets the tool write the depfile, if that is possible`, () => {
      const depfile = ['--depfile', ...option];
      for (const before of [depfile, [...depfile, '--no-cache'], ['--no-cache', ...depfile]])
        assert.deepEqual(run(name, [...before, ...tool()]), ['ran', ...adds, '-o', 'this one']);
      const nowhere = ['--depfile', 'no/such/folder/a.d', ...option.slice(1)];
      assert.deepEqual(run(name, [...nowhere, ...tool()]), ['ran', '-o', 'this one']);
    });
  }

  it('itk-igenerator-cache passes the arguments in a file', () => {
    fs.writeFileSync(path.join(dir(), 'more'), 'a b\n\n$HOME\\\n');
    const before = ['--arguments', 'more', '0123456789abcdef', '--depfile', 'a.d', 'a.i'];
    assert.deepEqual(run('itk-igenerator-cache', [...before, path.join(dir(), 'tool'), 'first']), [
      ...['ran', 'first', 'a b', '', '$HOME\\'],
    ]);
  });
});
