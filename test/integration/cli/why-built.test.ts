import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLines } from '../../../server/src/wrapping/why/add-instantiation';
import type { WhyAnswer } from '../../../server/src/wrapping/why/why';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/** The lines that `itk-wrap why` proposes, built with real CMake, castxml, SWIG and compiler, and used in Python. Needs dist/. */
describe('the lines of itk-wrap why', function () {
  this.timeout(300_000);
  let copy: SampleCopy;
  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
  });
  after(() => copy?.remove());

  const run = (program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): string => {
    const env = { ...process.env, ITK_WRAP_CACHE: copy.store, ...environment };
    const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
    assert.ok(status === 0 || (args[1] === 'why' && status === 1), stdout + stderr);
    return stdout;
  };
  const itkWrap = (...args: string[]): string =>
    run(process.execPath, [path.join(root, 'dist/itk-wrap.js'), ...args, '--build', copy.build]);

  it('make a filter of images that nothing wrapped, which runs in Python', () => {
    const image = 'itk.Image[itk.D,4]';
    const query = `itk.AbsImageFilter[${image},${image}]`;
    const { changes } = JSON.parse(itkWrap('why', '--json', query)) as WhyAnswer;
    const { lines, missing, needs } = changes.find((change) => change.lines.length > 0)!;
    assert.deepEqual([missing, needs], [[], []]);
    for (const file of new Set(lines.map((line) => line.file))) {
      const added = lines.filter((line) => line.file === file);
      writeFileSync(file, withLines(readFileSync(file, 'utf8'), added));
    }
    itkWrap('build', '--all', '--to', 'library');
    const cache = readFileSync(path.join(copy.build, 'CMakeCache.txt'), 'utf8');
    const [, python = ''] = /^_?Python3_EXECUTABLE:\w+=(.*)$/m.exec(cache) ?? [];
    const code = [
      'import itk',
      `image = ${image}.New()`,
      `filter = ${query}.New()`,
      'filter.SetInput(image)',
      'print(filter.GetInput().GetImageDimension(), type(filter).__mro__[-1].__name__)',
    ];
    const printed = run(python, ['-c', code.join('\n')], {
      PYTHONPATH: path.join(copy.build, 'Wrapping/Generators/Python'),
    });
    assert.equal(printed, '4 object\n');
    assert.deepEqual(JSON.parse(itkWrap('why', '--json', query)).changes, []);
  });
});
