import assert from 'node:assert/strict';
import path from 'node:path';
import { rmSync } from 'node:fs';
import { readPklState } from '../../../../server/src/build/pkl/pkl';
import { readBuild } from '../../../../server/src/build/read-build';
import type { PklState } from '../../../../server/src/shared/type-state';
import { buildFixture } from '../../../support/build-fixture';
import { tempDir, writeFiles } from '../../../support/temp-dir';

const PKL = 'Wrapping/Generators/Python/itk-pkl';

describe('readPklState', () => {
  const temp = tempDir();

  async function state(
    change: () => void,
    options: Parameters<typeof buildFixture>[3] = {},
  ): Promise<PklState> {
    const dir = temp();
    writeFiles(dir, buildFixture(dir, '/src', { M: { types: ['itkA', 'itkB'] } }, options));
    writeFiles(dir, {
      [`${PKL}/itkA.index.txt`]: `${dir}/${PKL}/itkA1.itkA.pkl\n${dir}/${PKL}/itkA2.itkA.pkl\n`,
      [`${PKL}/itkB.index.txt`]: `${dir}/${PKL}/itkB.itkB.pkl\r\n`,
      [`${PKL}/itkA1.itkA.pkl`]: '',
      [`${PKL}/itkA2.itkA.pkl`]: '',
      [`${PKL}/itkB.itkB.pkl`]: '',
    });
    change();
    const build = await readBuild(dir);
    const [module] = build.modules;
    assert.ok(module);
    return readPklState(build, module);
  }

  const remove = (name: string): void => rmSync(path.join(temp(), PKL, name));

  it('is complete when every listed file exists', async () => {
    assert.deepEqual(await state(() => undefined), {
      listed: 3,
      present: 3,
      missing: [],
      missingIndex: [],
      stampPresent: null,
    });
  });

  it('lists the missing pkl file', async () => {
    const found = await state(() => remove('itkA2.itkA.pkl'));
    assert.deepEqual(found.missing, [path.join(temp(), PKL, 'itkA2.itkA.pkl')]);
    assert.equal(found.present, 2);
  });

  it('lists the missing index file, and counts no pkl files for it', async () => {
    const found = await state(() => remove('itkB.index.txt'));
    assert.deepEqual(found.missingIndex, [path.join(temp(), PKL, 'itkB.index.txt')]);
    assert.equal(found.listed, 2);
  });

  it('sees the stamp', async () => {
    const options = {
      igeneratorExtra: ` --pkl_stamp ${PKL}/%M.pkl.stamp`,
      extraOutput: `${PKL}/%M.pkl.stamp`,
    };
    assert.equal((await state(() => undefined, options)).stampPresent, false);
    const written = (): void => writeFiles(temp(), { [`Wrapping/${PKL}/M.pkl.stamp`]: '' });
    assert.equal((await state(written, options)).stampPresent, true);
  });

  it('counts everything as missing if the folder does not exist', async () => {
    const found = await state(() => rmSync(path.join(temp(), PKL), { recursive: true }));
    assert.equal(found.missingIndex.length, 2);
  });

  it('is empty for 5.2, which makes no pkl files', async () => {
    const found = await state(() => undefined, { generation: '5.2' });
    assert.deepEqual(found, { listed: 0, present: 0, missing: [], missingIndex: [], stampPresent: null });
  });
});
