import assert from 'node:assert/strict';
import type { LibraryCommands } from '../../../../../server/src/build/generators/library-commands';
import { compileStep } from '../../../../../server/src/pipeline/doctor/probe/compile-step';
import { linkStep } from '../../../../../server/src/pipeline/doctor/probe/link-step';
import { placesIn } from '../../../../../server/src/pipeline/doctor/probe/probe-places';

const places = placesIn('/t', { generation: 'main' });
const command = (argv: string, inputs: string[], output: string) => ({
  ...{ cwd: '/b', env: {}, launcher: ['ccache'], argv: argv.split(' '), inputs, output },
});
const commands = (compile: string, link = 'c++ -o x'): LibraryCommands => ({
  module: 'ITKA',
  compile: command(compile, ['/b/a.cpp'], '/b/a.o'),
  link: command(link, ['a.o'], '/b/itk/_ITKAPython.abi3.so'),
});
const argvOf = (step: ReturnType<typeof compileStep>): string[] =>
  'problem' in step ? [step.problem] : [step.file, ...step.args];

describe('the steps of compiler and linker', () => {
  it('keep the flags, and write only into the scratch folder', () => {
    const step = compileStep(
      commands(
        '/usr/bin/c++ -DX -I/s/include -Irel -isystem /py -O3 -std=c++17 -MD -MT a.o -MF a.o.d -o a.o -c /b/a.cpp',
      ),
      places,
      {},
    );
    assert.deepEqual(argvOf(step), [
      ...['/usr/bin/c++', '-DX', '-I/s/include', '-I/b/rel', '-isystem', '/py', '-O3', '-std=c++17'],
      ...[
        '-I/t/Wrapping/Typedefs',
        '-o',
        '/t/Wrapping/itkWrapProbePython.cpp.o',
        '-c',
        '/t/Wrapping/itkWrapProbePython.cpp',
      ],
    ]);
    assert.ok(!('problem' in step) && step.cwd === '/t');
  });

  it('know Microsoft’s compiler', () => {
    const step = compileStep(
      commands('C:/vc/cl.exe /nologo /O2 /showIncludes /Foa.obj /Fda.pdb /FS -c /b/a.cpp'),
      places,
      {},
    );
    assert.deepEqual(argvOf(step), [
      ...['C:/vc/cl.exe', '/nologo', '/O2', '/FS', '/I/t/Wrapping/Typedefs'],
      ...['/Fo/t/Wrapping/itkWrapProbePython.cpp.o', '/c', '/t/Wrapping/itkWrapProbePython.cpp'],
    ]);
  });

  it('leave out the libraries of the build, and options that write files', () => {
    const step = linkStep(
      { dir: '/b' },
      commands(
        'c++',
        '/usr/bin/c++ -fPIC -O3 -flto=auto -Xlinker --dependency-file=d -Wl,--dependency-file,d -shared -Wl,-soname,x.so -o itk/x.so a.o -L/b/lib lib/libITKCommon.a /usr/lib/libz.so -lm @x.rsp',
      ),
      places,
      {},
    );
    assert.deepEqual(argvOf(step), [
      ...['/usr/bin/c++', '-fPIC', '-O3', '-flto=auto', '-shared', '-L/b/lib', '/usr/lib/libz.so', '-lm'],
      ...['-o', '/t/python/itk/_itkWrapProbePython.abi3.so', '/t/Wrapping/itkWrapProbePython.cpp.o'],
    ]);
  });

  it('pass on why a build does not say how it compiles', () => {
    assert.deepEqual(compileStep({ problem: 'no rule' }, places, {}), { problem: 'no rule' });
    assert.deepEqual(linkStep({ dir: '/b' }, { problem: 'no rule' }, places, {}), { problem: 'no rule' });
  });
});
