import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type OutputProblem,
  type ProblemMatcher,
  ProblemReader,
} from '../../../client/src/tasks/problem-lines';
import { root } from '../../support/repository';

const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  contributes: { problemMatchers: ProblemMatcher[] };
};

function problemsOf(names: string[], output: string): OutputProblem[] {
  const matchers = names.map((name) => contributes.problemMatchers.find((each) => each.name === name));
  const reader = new ProblemReader(matchers.map((matcher) => matcher ?? assert.fail(names.join())));
  return output.split('\n').flatMap((line) => reader.read(line) ?? []);
}

describe('the problem matchers', () => {
  it('read the line of the .wrap that itk-wrap prints, and castxml’s own', () => {
    const found = problemsOf(
      ['itk-wrap', 'itk-castxml'],
      [
        '/build/itkFoo.cxx:7:22: \x1b[31merror: \x1b[0mno template named',
        '/build/itkFoo.cxx:7:22: fatal error: no template named ’Fo’',
        '/src/itkFoo.wrap:1:1: error: no template named ’Fo’ (itkFoo.cxx:7)',
      ].join('\n'),
    );
    assert.deepEqual(
      found.map(({ file, line, column, severity, source }) => [file, line, column, severity, source]),
      [
        ['/build/itkFoo.cxx', 7, 22, 'error', 'castxml'],
        ['/build/itkFoo.cxx', 7, 22, 'error', 'castxml'],
        ['/src/itkFoo.wrap', 1, 1, 'error', 'itk-wrap'],
      ],
    );
  });

  it('read the last frame of a traceback from igenerator', () => {
    const [problem, ...more] = problemsOf(
      ['itk-wrap', 'itk-igenerator'],
      [
        'Traceback (most recent call last):',
        '  File "/itk/igenerator.py", line 1900, in <module>',
        '    main()',
        '  File "/itk/igenerator.py", line 1812, in main',
        '    generate_wrapping_namespace(modules)',
        'KeyError: ’itkFoo’',
      ].join('\n'),
    );
    assert.equal(more.length, 0);
    assert.deepEqual(
      [problem?.file, problem?.line, problem?.message],
      ['/itk/igenerator.py', 1812, 'KeyError: ’itkFoo’'],
    );
  });

  it('read SWIG’s errors and warnings, with the number of the warning', () => {
    const found = problemsOf(
      ['itk-wrap', 'itk-swig'],
      [
        '/b/itkFoo.i:12: Warning 302: Redefinition of x',
        '/b/itkFoo.i:3: Error: Syntax error in input(1).',
      ].join('\n'),
    );
    assert.deepEqual(
      found.map(({ line, severity, code }) => [line, severity, code]),
      [
        [12, 'warning', '302'],
        [3, 'error', undefined],
      ],
    );
  });

  it('read what pyi_generator misses, a file without a line', () => {
    const [problem] = problemsOf(
      ['itk-wrap', 'itk-pyi'],
      'WARNING: pickle file /b/itk-pkl/Foo.itkFoo.pkl is missing from the list',
    );
    assert.deepEqual(
      [problem?.file, problem?.line, problem?.severity],
      ['/b/itk-pkl/Foo.itkFoo.pkl', 1, 'warning'],
    );
  });

  it('read CMake’s messages of two lines', () => {
    const found = problemsOf(
      ['itk-wrap', 'itk-cmake'],
      ['CMake Error at Wrapping/CMakeLists.txt:9 (message):', '  The type is wrong', '', 'Call Stack'].join(
        '\n',
      ),
    );
    assert.deepEqual(
      found.map(({ file, line, message }) => [file, line, message]),
      [['Wrapping/CMakeLists.txt', 9, 'The type is wrong']],
    );
  });
});
