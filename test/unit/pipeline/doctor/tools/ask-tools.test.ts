import assert from 'node:assert/strict';
import type { AskPorts } from '../../../../../server/src/pipeline/doctor/tools/ask-version';
import { askTools } from '../../../../../server/src/pipeline/doctor/tools/ask-tools';
import { buildOf } from '../../../../support/build';
import { answering } from '../../../../support/doctor';

/** What real tools print. */
const PRINTED: Record<string, string> = {
  castxml: 'castxml version 0.5.1\n\nDebian clang version 14.0.6\nTarget: x86_64-pc-linux-gnu\n',
  swig: '\nSWIG Version 4.1.0\n\nCompiled with g++ [x86_64-pc-linux-gnu]\n',
  cmake: 'cmake version 3.25.1\n\nCMake suite maintained and supported by Kitware\n',
  'c++': 'c++ (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright (C) 2022 Free Software Foundation, Inc.\n',
  ninja: '1.11.1\n',
  python3:
    'itk-wrap {"version": "3.11.2", "include": "/h", "header": true, "numpy": {"version": "1.24.2", "file": "/n"}, "pygccxml": {"problem": "gone"}}\n',
};

const portsFor = (
  printed: Record<string, string>,
): AskPorts & { runProcess: ReturnType<typeof answering> } => ({
  runProcess: answering(({ file }) => ({ output: printed[file.split('/').at(-1)!] ?? '' })),
  environment: {},
  findProgram: (name) => (name.startsWith('/') ? name : name in printed ? `/usr/bin/${name}` : null),
  signal: new AbortController().signal,
});

describe('askTools', () => {
  it('reads what the tools on PATH print', async () => {
    const { castxml, swig, cmake, compiler, ninja, python } = await askTools(null, portsFor(PRINTED));
    assert.deepEqual(
      [castxml, swig, cmake, compiler, ninja, python].map(({ version }) => version),
      ['0.5.1', '4.1.0', '3.25.1', '12.2.0', '1.11.1', '3.11.2'],
    );
    assert.deepEqual([castxml.clang, compiler.family, swig.file], ['14.0.6', 'gcc', '/usr/bin/swig']);
    assert.deepEqual(python.headers, { folder: '/h', present: true });
    assert.deepEqual(python.pygccxml, { version: null, file: null, problem: 'gone' });
  });

  it('asks the tools that a build names', async () => {
    const build = buildOf(
      '/b',
      { ITKCommon: ['itkA'] },
      {
        castxml: '/opt/castxml',
        cache: new Map([
          ['CMAKE_COMMAND', '/opt/cmake'],
          ['CMAKE_CXX_COMPILER', '/opt/c++'],
          ['CMAKE_MAKE_PROGRAM', '/opt/ninja'],
          ['SWIG_EXECUTABLE', '/opt/swig'],
        ]),
      },
    );
    const ports = portsFor(PRINTED);
    await askTools(build, ports);
    assert.deepEqual(ports.runProcess.asked.map(({ file }) => file).sort(), [
      ...['/opt/c++', '/opt/castxml', '/opt/cmake', '/opt/ninja', '/opt/swig', '/usr/bin/python3'],
    ]);
  });

  it('tells compilers apart', async () => {
    for (const [text, version, family] of [
      ['Ubuntu clang version 14.0.0-1ubuntu1.1\n', '14.0.0', 'clang'],
      ['Apple clang version 15.0.0 (clang-1500.3.9.4)\n', '15.0.0', 'clang'],
      [
        'g++ (GCC) 8.5.0 20210514 (Red Hat 8.5.0-4)\nCopyright (C) 2018 Free Software Foundation, Inc.\n',
        '8.5.0',
        'gcc',
      ],
      [
        'x86_64-conda-linux-gnu-c++ (conda-forge gcc 12.3.0-3) 12.3.0\nCopyright Free Software Foundation',
        '12.3.0',
        'gcc',
      ],
    ]) {
      const { compiler } = await askTools(null, portsFor({ ...PRINTED, 'c++': text! }));
      assert.deepEqual([compiler.version, compiler.family], [version, family]);
    }
  });

  it('says what is missing, and what answers something else', async () => {
    const others = Object.fromEntries(Object.entries(PRINTED).filter(([name]) => name !== 'swig'));
    const { swig, python, castxml } = await askTools(
      null,
      portsFor({ ...others, python3: 'hello\n', castxml: 'x' }),
    );
    assert.deepEqual(
      [swig, python, castxml].map(({ problem }) => problem),
      ['there is no swig on PATH', 'it does not answer as Python does', 'it does not say its version'],
    );
  });
});
