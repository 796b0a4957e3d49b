import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pipeline } from '../../../../server/src/pipeline/pipeline';
import { StageFiles } from '../../../../server/src/pipeline/state/stage-files';
import { buildOf } from '../../../support/build';

describe('StageFiles', () => {
  let dir: string;
  let pipeline: Pipeline;
  const header = '/src/itkObject.h';

  const put = (file: string, text = '', seconds = 1000): string => {
    const full = path.join(dir, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
    utimesSync(full, seconds, seconds);
    return full;
  };

  beforeEach(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'stage-files-'));
    const build = buildOf(dir, { ITKCommon: ['itkFoo', 'itkBar'] });
    pipeline = new Pipeline(
      build,
      {
        inspect: () =>
          Promise.resolve({
            state: 'miss',
            reason: { kind: 'header-changed', subject: header },
            l1: 'a',
            deps: ['/src/itkOther.h', header],
          }),
        renew: () => undefined,
        readFile: () => Promise.resolve(Buffer.from('')),
        readPklState: () =>
          Promise.resolve({
            listed: 2,
            present: 1,
            missing: [path.join(dir, 'itk::Foo.itkFoo.pkl')],
            missingIndex: [],
            stampPresent: true,
          }),
        leftovers: () => Promise.resolve([]),
      },
      () => undefined,
    );
    pipeline.start();
    await pipeline.whenIdle();
  });
  afterEach(() => {
    pipeline.dispose();
    rmSync(dir, { recursive: true });
  });

  it('finds the files of each stage, their times, and the durations of the runs', async () => {
    put('Wrapping/castxml_inputs/itkFoo.cxx');
    put('Wrapping/castxml_inputs/itkFoo.xml', '', 2000);
    put('Wrapping/Generators/Python/itk/_ITKCommonPython.abi3.so', '', 4000);
    put(
      '.ninja_log',
      [
        '# ninja log v5',
        '0\t2300\t1756562700000000000\tWrapping/castxml_inputs/itkFoo.xml\ta',
        '0\t80\t1756562700000000000\tWrapping/castxml_inputs/itkFoo.xml\ta',
        '0\t9000\t1756562700000000000\tWrapping/Modules/ITKCommon/itkFooPython.cpp\ta',
        '0\t40000\t0\tWrapping/Generators/Python/itk-pkl/ITKCommon.pkl.stamp\ta',
        '',
      ].join('\n'),
    );
    const facts = await new StageFiles(pipeline).facts();
    const foo = facts.typeFiles?.get('itkFoo');
    assert.deepEqual(
      foo?.inputs.map((file) => file.mtimeMs),
      [1_000_000, null],
    );
    assert.equal(foo?.xml?.mtimeMs, 2_000_000);
    assert.deepEqual([foo?.castxml?.seconds, foo?.cached?.seconds, foo?.swig?.seconds], [2.3, 0.08, 9]);
    assert.deepEqual(
      foo?.pkl?.missing.map((file) => path.basename(file)),
      ['itk::Foo.itkFoo.pkl'],
    );
    assert.deepEqual(facts.typeFiles?.get('itkBar')?.pkl?.missing, []);
    const module = facts.moduleFiles?.get('ITKCommon');
    assert.match(module?.library?.path ?? '', /_ITKCommonPython\.abi3\.so$/);
    assert.equal(module?.library?.mtimeMs, 4_000_000);
    assert.equal(module?.igenerator?.seconds, 40);
  });

  it('checks only what changed again', async () => {
    const files = new StageFiles(pipeline);
    await files.facts();
    put('Wrapping/castxml_inputs/itkFoo.xml');
    put('Wrapping/castxml_inputs/itkBar.xml');
    files.forget({ types: [pipeline.type('itkFoo')!], modules: [], newTypes: null, leftovers: null });
    const facts = await files.facts();
    assert.equal(facts.typeFiles?.get('itkFoo')?.xml?.mtimeMs, 1_000_000);
    assert.equal(facts.typeFiles?.get('itkBar')?.xml?.mtimeMs, null);
    files.forgetAll();
    assert.equal((await files.facts()).typeFiles?.get('itkBar')?.xml?.mtimeMs, 1_000_000);
  });

  it('knows the type or module of a file of a later stage', async () => {
    const files = new StageFiles(pipeline);
    await files.facts();
    const cpp = put('Wrapping/Modules/ITKCommon/itkFooPython.cpp');
    assert.ok(files.directories().includes(path.dirname(cpp)));
    assert.equal(files.filesChanged([cpp]), true);
    assert.equal((await files.facts()).typeFiles?.get('itkFoo')?.cpp?.mtimeMs, 1_000_000);
    const library = put('Wrapping/Generators/Python/itk/_ITKCommonPython.so');
    assert.ok(files.directories().includes(path.dirname(library)));
    assert.equal(files.filesChanged([library]), true);
    assert.equal((await files.facts()).moduleFiles?.get('ITKCommon')?.library?.mtimeMs, 1_000_000);
    assert.equal(files.filesChanged([path.join(path.dirname(cpp), 'CTestTestfile.cmake')]), false);
  });

  it('knows which headers a type read, which of them changed, and which types read a header', async () => {
    const { headers } = await new StageFiles(pipeline).facts();
    assert.deepEqual(headers?.headersOf('itkFoo'), [
      { path: '/src/itkOther.h', state: 'present' },
      { path: header, state: 'changed' },
    ]);
    assert.deepEqual(headers?.usersOf(header), ['itkBar', 'itkFoo']);
    assert.equal(headers?.headersOf('itkGone'), null);
  });
});
