import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stagesReached } from '../../../../server/src/pipeline/build/stages-reached';
import { buildOf } from '../../../support/build';

describe('the stages that types have reached', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(path.join(os.tmpdir(), 'itk-wrapping-stages-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  function reached(...files: string[]): Record<string, string> {
    const raw = buildOf(dir, { M: ['itkA', 'itkB', 'itkC'], N: ['itkD'] });
    const types = raw.types.map((type) => ({
      ...type,
      swig: {
        name: type.name,
        source: '',
        cpp: path.join(dir, `${type.name}Python.cpp`),
        outputs: [],
        inputs: [],
        command: { cwd: dir, env: {}, launcher: [], argv: [] },
      },
    }));
    for (const file of files) {
      const { inputs, typedefs } = raw.layout;
      const folder = file.endsWith('.xml') ? inputs : file.endsWith('.idx') ? typedefs : dir;
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, file), '');
    }
    return Object.fromEntries(
      [...stagesReached({ ...raw, types })].map(([{ name }, stage]) => [name, stage]),
    );
  }

  it('are told by the files of each type', () => {
    assert.deepEqual(reached('itkA.xml', 'itkA.idx', 'itkAPython.cpp', 'itkB.xml', 'itkB.idx', 'itkC.xml'), {
      itkA: 'library',
      itkB: 'interface',
      itkC: 'xml',
    });
  });

  it('are those of the others in its module for a new type', () => {
    assert.deepEqual(reached('itkA.xml', 'itkB.xml', 'itkB.idx', 'itkD.xml'), {
      itkA: 'xml',
      itkB: 'interface',
      itkC: 'interface',
      itkD: 'xml',
    });
  });

  it('are none in a build in which nothing was made', () => assert.deepEqual(reached(), {}));
});
