import assert from 'node:assert/strict';
import path from 'node:path';
import {
  castxmlProblems,
  cmakeProblems,
  igeneratorProblems,
  problemLine,
  pyiProblems,
  swigProblems,
} from '../../../../server/src/pipeline/runs/wrap-line';

const wrap = '/src/M/wrapping/itkFoo.wrap';
const text = [
  '# two classes',
  'itk_wrap_class("itk::Foo" POINTER)',
  'itk_end_wrap_class()',
  'itk_wrap_simple_class("itk::Bar")',
  '',
].join('\n');
const wrapOf = (name: string) => (name === 'itkFoo' ? { file: wrap, text } : null);
const instantiation = (name: string, className: string, line: number) => ({
  name,
  className,
  line,
  cppType: className,
});
const type = {
  cxx: '/b/itkFoo.cxx',
  wrap,
  instantiations: [instantiation('itkFooF2', 'itk::Foo', 9), instantiation('itkBar', 'itk::Bar', 11)],
};

describe('problems at the line of the .wrap', () => {
  it('are at the class of the alias for castxml, and exclude the header', () => {
    const output = [
      '/b/itkFoo.cxx:12:3: error: no member named X',
      '/src/itkBar.h:3:4: note: declared here',
      '1 error generated.',
    ].join('\n');
    assert.deepEqual(castxmlProblems(output, type, text).map(problemLine), [
      `${wrap}:4:1: error: no member named X (itkFoo.cxx:12)`,
    ]);
  });

  it('are found by the alias for castxml if the class does not exist', () => {
    const broken = { ...type, instantiations: [instantiation('itkBar', 'itk::Baz', 9)] };
    const [problem] = castxmlProblems('/b/itkFoo.cxx:10:3: error: no template', broken, text);
    assert.equal(problem?.line, 4);
  });

  it('include an error elsewhere or of castxml itself', () => {
    const header = castxmlProblems('/src/itkBar.h:3:4: fatal error: gone.h not found', type, text);
    assert.deepEqual(header.map(problemLine), [`${wrap}:2:1: error: gone.h not found (itkBar.h:3)`]);
    const own = castxmlProblems("error: '--castxml-cc-gnu' compiler command failed:", type, text);
    assert.equal(own[0]?.line, 2);
    assert.deepEqual(castxmlProblems('all is well', type, text), []);
  });

  it('are at the class that igenerator’s message names', () => {
    const output = 'itkFoo: warning(4): ITK type not wrapped: itk::Bar\nitkOther: warning(2): nothing\n';
    assert.deepEqual(igeneratorProblems(output, wrapOf).map(problemLine), [
      `${wrap}:4:1: warning: warning(4): ITK type not wrapped: itk::Bar`,
    ]);
  });

  it('are at the type in the last line if igenerator stops, else at the module', () => {
    const lists = '/src/M/wrapping/CMakeLists.txt';
    const traceback = (last: string) =>
      'itkOther: warning(2): nothing\nTraceback (most recent call last):\n  File "igenerator.py", line 7, in <module>\n' +
      `    main()\nValueError: first\n\nDuring handling of the above exception, another exception occurred:\n\n` +
      `Traceback (most recent call last):\n  File "igenerator.py", line 9, in f\n    ~~~^^^\n${last}\n`;
    const named = igeneratorProblems(
      traceback("KeyError: '/b/castxml_inputs/itkFoo.xml'"),
      wrapOf,
      () => lists,
    );
    assert.deepEqual(named.map(problemLine), [
      `${wrap}:2:1: error: igenerator.py stopped: KeyError: '/b/castxml_inputs/itkFoo.xml'`,
    ]);
    const unnamed = igeneratorProblems(
      traceback('xml.etree.ElementTree.ParseError: no element'),
      wrapOf,
      () => lists,
    );
    assert.deepEqual(unnamed.map(problemLine), [
      `${lists}:1:1: error: igenerator.py stopped: xml.etree.ElementTree.ParseError: no element`,
    ]);
    assert.deepEqual(igeneratorProblems(traceback('KeyError'), wrapOf), []);
    assert.equal(igeneratorProblems('itkFoo: error(4): itk::Bar', wrapOf)[0]?.severity, 'error');
  });

  it('are at the type whose run failed if SWIG names a file of no type', () => {
    const output = [
      'FAILED: Wrapping/Modules/M/itkFooPython.cpp /b/itk/itkFooPython.py',
      'swig -c++ -python /b/Typedefs/itkFoo.i',
      '/usr/share/swig/4.1/std/std_vector.i:5: Error: Syntax error in input(1).',
      '/b/Typedefs/itkFooSwigInterface.h:3: Warning 315: Nothing known about namespace x',
      '/b/Typedefs/itkFoo_ext.i:9: Error: bar',
    ].join('\n');
    assert.deepEqual(swigProblems(output, wrapOf).map(problemLine), [
      `${wrap}:2:1: error: Syntax error in input(1). (std_vector.i:5)`,
      `${wrap}:2:1: warning: Nothing known about namespace x (itkFooSwigInterface.h:3)`,
      `${wrap}:2:1: error: bar (itkFoo_ext.i:9)`,
    ]);
    assert.deepEqual(swigProblems(output.split('\n')[2]!, wrapOf), []);
  });

  it('are found for SWIG on each system', () => {
    const unix = "/b/Typedefs/itkFoo.i:12: Warning 401: Nothing known about base class 'itkBar'. Ignored.";
    const windows = 'C:\\b\\Typedefs\\itkFoo.i(12) : Error: Syntax error in input.';
    assert.equal(swigProblems(unix, wrapOf)[0]?.severity, 'error');
    assert.equal(swigProblems(unix, wrapOf)[0]?.line, 4);
    assert.match(swigProblems(windows, wrapOf)[0]?.message ?? '', /Syntax error/);
  });

  it('are at the type whose file pyi_generator misses', () => {
    const output = [
      'WARNING: index file /b/itk-pkl/itkFoo.index.txt is missing',
      'WARNING: pickle file /b/itk-pkl/Bar.itkFoo.pkl is missing.',
    ].join('\r\n');
    assert.equal(pyiProblems(output, wrapOf).length, 2);
  });

  it('are at the frame of the .wrap for CMake, and not in the macro file', () => {
    const output = [
      'CMake Error at Wrapping/TypedefMacros.cmake:12 (message):',
      '  d>2 is not a condition',
      'Call Stack (most recent call first):',
      '  Wrapping/TypedefMacros.cmake:99 (itk_wrap_filter_dims)',
      '  M/wrapping/itkFoo.wrap:7 (itk_wrap_image_filter)',
      '  Wrapping/macro_files/x.cmake:3 (include)',
      '',
      'Warning: No template declared for itk::Bar. Perhaps you should turn on more WRAP_* options?',
    ].join('\n');
    const found = cmakeProblems(output, '/src', () => [{ file: wrap, text }]);
    assert.deepEqual(
      found.map(({ file, line, severity }) => [file, line, severity]),
      [
        [path.resolve('/src', 'M/wrapping/itkFoo.wrap'), 7, 'error'],
        [wrap, 4, 'warning'],
      ],
    );
    assert.equal(found[0]?.message, 'd>2 is not a condition');
  });
});
