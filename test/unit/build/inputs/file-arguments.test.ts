import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { BuildCommand } from '../../../../server/src/build/build-tree';
import { withFileArguments, wordsInCommand } from '../../../../server/src/build/inputs/file-arguments';
import { stepsOf } from '../../../../server/src/build/steps';
import { diskFs } from '../../../../server/src/host/build-files';

describe('a command with arguments in a file', () => {
  const text = '--mdx\nA.mdx\n';
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const fs = {
    ...diskFs,
    readFile: (file: string) =>
      file === '/b/A.arguments' ? Promise.resolve(Buffer.from(text)) : Promise.reject(new Error('none')),
  };
  const command = (...launcher: string[]): BuildCommand => {
    return { cwd: '/b', env: {}, launcher, argv: ['python3', 'igenerator.py'] };
  };
  const whole = ['python3', 'igenerator.py', '--mdx', 'A.mdx'];

  it('has them all, but runs as it is written', async () => {
    const launcher = ['itk-igenerator-cache', '--arguments', 'A.arguments', digest, '--depfile', 'd', 't'];
    const read = await withFileArguments(command(...launcher), fs);
    assert.ok('argv' in read);
    assert.deepEqual(read.argv, whole);
    assert.deepEqual(wordsInCommand(read), whole.slice(0, 2));
    const [step] = stepsOf(read, {});
    assert.deepEqual([step?.file, ...(step?.args ?? [])], [...launcher, ...whole.slice(0, 2)]);
  });

  it('cannot be read without the file, or if that has changed', async () => {
    for (const [file, name] of [
      ['/b/B.arguments', digest],
      ['/b/A.arguments', '0123456789abcdef'],
    ] as const)
      assert.deepEqual(await withFileArguments(command('x', '--arguments', file, name), fs), {
        unread: file,
      });
  });

  it('stays as it is without such a file', async () => {
    for (const launcher of [[], ['x', '--depfile', 'd', 't'], ['x', '--arguments']]) {
      const plain = command(...launcher);
      assert.equal(await withFileArguments(plain, fs), plain);
      assert.deepEqual(wordsInCommand(plain), plain.argv);
    }
  });
});
