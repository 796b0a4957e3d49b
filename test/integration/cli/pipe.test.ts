import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { root } from '../../support/repository';

describe('itk-wrap in a pipe whose reader stops', () => {
  it('ends as if everything had been read', async () => {
    const child = spawn(process.execPath, [path.join(root, 'dist/itk-wrap.js'), 'cache', '--help']);
    child.stdout.destroy();
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    assert.deepEqual([code, said], [0, '']);
  });
});
