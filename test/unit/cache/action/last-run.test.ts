import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { forgetRun, isRecorded, recordRun, sinceRun } from '../../../../server/src/cache/action/last-run';
import { StoreRoot } from '../../../../server/src/cache/storage/store-root';
import { tempDir } from '../../../support/temp-dir';

describe('the record of the last run for an output', () => {
  const dir = tempDir();
  const TOOL = { digest: 't', files: ['/bin/swig'] };
  const setUp = (): { roots: StoreRoot[]; output: string; digests: Map<string, string> } => {
    const roots = [new StoreRoot(path.join(dir(), 'store'))];
    const output = path.join(dir(), 'itkFooPython.cpp');
    fs.writeFileSync(output, 'text');
    const digests = new Map([
      ['/t/itkFoo.i', 'a'],
      ['/t/itkBar.i', 'b'],
    ]);
    recordRun(roots, output, { tool: TOOL.digest, inputs: [...digests], outputs: [output] });
    return { roots, output, digests };
  };

  it('tells which input has changed, or that none has', () => {
    const { roots, output, digests } = setUp();
    const since = (): unknown => sinceRun(roots, output, TOOL, (file) => digests.get(file) ?? '');
    assert.deepEqual(since(), { state: 'same' });
    digests.set('/t/itkBar.i', 'c');
    assert.deepEqual(since(), { state: 'changed', because: '/t/itkBar.i' });
    digests.delete('/t/itkFoo.i');
    assert.deepEqual(since(), { state: 'changed', because: '/t/itkFoo.i' });
  });

  it('tells that the tool is another one, unless that is not known', () => {
    const { roots, output, digests } = setUp();
    const digestOf = (file: string): string => digests.get(file) ?? '';
    const other = { ...TOOL, digest: 'u' };
    assert.deepEqual(sinceRun(roots, output, other, digestOf), { state: 'changed', because: '/bin/swig' });
    assert.deepEqual(sinceRun(roots, output, null, digestOf), { state: 'unknown' });
    digests.set('/t/itkFoo.i', 'c');
    assert.deepEqual(sinceRun(roots, output, null, digestOf), { state: 'changed', because: '/t/itkFoo.i' });
  });

  it('tells nothing of outputs that something else has written since', () => {
    const { roots, output, digests } = setUp();
    fs.writeFileSync(output, 'another text');
    assert.deepEqual(
      sinceRun(roots, output, TOOL, (file) => digests.get(file) ?? ''),
      { state: 'unknown' },
    );
  });

  it('is forgotten, and is not trusted if it is damaged', () => {
    const { roots, output } = setUp();
    assert.ok(isRecorded(roots, output));
    const [folder = ''] = fs.readdirSync(path.join(dir(), 'store/_types'));
    const [name = ''] = fs.readdirSync(path.join(dir(), 'store/_types', folder));
    const record = path.join(dir(), 'store/_types', folder, name);
    for (const text of ['', '{}', '[]', 'null', '{"tool":"t","inputs":[["a"]],"outputs":[]}', '{"tool":1}']) {
      fs.writeFileSync(record, text);
      assert.deepEqual(
        sinceRun(roots, output, TOOL, () => ''),
        { state: 'unknown' },
        text,
      );
    }
    forgetRun(roots, output);
    assert.ok(!isRecorded(roots, output));
    recordRun(roots, path.join(dir(), 'missing.cpp'), { tool: 't', inputs: [], outputs: ['/missing'] });
    assert.ok(!isRecorded(roots, path.join(dir(), 'missing.cpp')));
  });

  it('is in the first root that can be written, and left out if there is none', () => {
    const file = path.join(dir(), 'file');
    fs.writeFileSync(file, '');
    const output = path.join(dir(), 'itkFooPython.cpp');
    fs.writeFileSync(output, '');
    const roots = [new StoreRoot(path.join(file, 'store')), new StoreRoot(path.join(dir(), 'second'))];
    recordRun(roots, output, { tool: 't', inputs: [], outputs: [output] });
    assert.deepEqual(
      roots.map((root) => isRecorded([root], output)),
      [false, true],
    );
    recordRun(roots.slice(0, 1), output, { tool: 't', inputs: [], outputs: [output] });
  });
});
