import assert from 'node:assert/strict';
import type { BuildCommand, BuildTree } from '../../../../../server/src/build/build-tree';
import { castxmlStep } from '../../../../../server/src/pipeline/doctor/probe/castxml-step';
import { igeneratorStep } from '../../../../../server/src/pipeline/doctor/probe/igenerator-step';
import type { PlannedStep } from '../../../../../server/src/pipeline/doctor/probe/planned-step';
import { placesIn } from '../../../../../server/src/pipeline/doctor/probe/probe-places';
import { swigStep } from '../../../../../server/src/pipeline/doctor/probe/swig-step';
import { buildOf } from '../../../../support/build';
import { tempDir, writeFiles } from '../../../../support/temp-dir';

const places = placesIn('/t', { generation: 'main' });
const argvOf = (step: PlannedStep): string[] =>
  'problem' in step ? [step.problem] : [step.file, ...step.args];
const command = (argv: readonly string[], changes: Partial<BuildCommand> = {}): BuildCommand => ({
  ...{ cwd: '/b/w', env: {}, launcher: ['/x/launcher', '--depfile', 'd'], argv },
  ...changes,
});

/** A build whose only type and module run these commands. */
function buildWith(tools: { igenerator?: BuildCommand; swig?: BuildCommand }): BuildTree {
  const build = buildOf('/b', { ITKA: ['itkA'] });
  const swig = tools.swig && {
    ...{ name: 'itkA', source: '', cpp: '', outputs: [], inputs: [] },
    command: tools.swig,
  };
  return {
    ...build,
    modules: build.modules.map((module) => ({ ...module, igenerator: tools.igenerator ?? null })),
    types: build.types.map((type) => ({ ...type, swig: swig ?? null })),
  };
}

describe('the steps of castxml, igenerator and SWIG', () => {
  const dir = tempDir();

  it('run castxml itself, with its flags and its response file', () => {
    assert.deepEqual(argvOf(castxmlStep(buildOf('/b', { ITKA: ['itkA'] }), places, {})), [
      ...['/usr/bin/castxml', '-o', '/t/Wrapping/castxml_inputs/itkWrapProbe.xml'],
      ...['@/b/Wrapping/castxml_inputs/itkA.castxml.inc', '/t/Wrapping/castxml_inputs/itkWrapProbe.cxx'],
    ]);
    assert.match(argvOf(castxmlStep(buildOf('/b', {}), places, {})).join(), /does not say how castxml runs/);
  });

  it('know where ITK 5.2 has the files of castxml', () => {
    assert.equal(placesIn('/t', { generation: '5.2' }).xml, '/t/Wrapping/itkWrapProbe.xml');
  });

  it('run the build’s igenerator.py for one type, and let it write only into the scratch folder', () => {
    writeFiles(dir(), { 'ITKA.mdx': 'itkA.idx\n' });
    const argv = [
      ...['/usr/bin/python3', '-B', '/s/igenerator.py', '--mdx', `${dir()}/ITKA.mdx`, '--mdx', '/b/ITKZ.mdx'],
      ...[
        '-w1',
        '-A',
        'private',
        '-p',
        '/py',
        '-g',
        '/usr/bin/castxml',
        '--snake-case-file',
        '/b/a_snake_case.py',
      ],
      ...['--interface-output-dir', '/b/Typedefs', '--library-output-dir', '/b', '--submodule-order', 'itkA'],
      ...[
        '--pyi_index_list',
        '/b/itkA.index.txt',
        '--pyi_dir',
        '/b/itk',
        '--pkl_dir',
        '/b/pkl',
        '--pkl_stamp',
        '/b/s',
      ],
    ];
    const step = igeneratorStep(
      buildWith({ igenerator: command(argv, { env: { A: '1' }, after: [['touch', '/b/x']] }) }),
      places,
      {
        B: '2',
      },
    );
    const made = argvOf(step);
    assert.deepEqual(made.slice(0, 12), [
      ...[
        '/usr/bin/python3',
        '-B',
        '/s/igenerator.py',
        '--mdx',
        '/t/Wrapping/Typedefs/ITKWrapProbe.mdx',
        '-w1',
      ],
      ...['-A', 'private', '-p', '/py', '-g', '/usr/bin/castxml'],
    ]);
    assert.deepEqual(
      made.filter((word) => word.startsWith('/b')),
      [],
    );
    assert.ok(made.includes('--pkl_stamp') && made.includes('/t/pkl/itkWrapProbe.index.txt'));
    assert.ok(!('problem' in step));
    assert.deepEqual([step.cwd, step.env], ['/t', { A: '1', B: '2' }]);
  });

  it('run SWIG with its flags, without a depfile, and search the scratch folder too', () => {
    const argv = [
      ...[
        '/opt/swig',
        '-c++',
        '-python',
        '-Werror',
        '-w302',
        '-MMD',
        '-MF',
        '/b/d',
        '-o',
        '/b/itkAPython.cpp',
      ],
      ...['-I/opt/lib', '-I../Typedefs', '-outdir', '/b/itk', '/b/Typedefs/itkA.i'],
    ];
    assert.deepEqual(argvOf(swigStep(buildWith({ swig: command(argv) }), places, {})), [
      ...['/opt/swig', '-c++', '-python', '-Werror', '-w302', '-I/opt/lib', '-I/b/Typedefs'],
      ...[
        '-I/t/Wrapping/Typedefs/python',
        '-I/t/Wrapping/Typedefs',
        '-o',
        '/t/Wrapping/itkWrapProbePython.cpp',
      ],
      ...['-outdir', '/t/python/itk', '/t/Wrapping/Typedefs/itkWrapProbe.i'],
    ]);
  });

  it('say what the build does not tell, and which commands have another form', () => {
    const none = buildWith({});
    assert.match(argvOf(igeneratorStep(none, places, {})).join(), /does not say how igenerator runs/);
    assert.match(argvOf(swigStep(none, places, {})).join(), /does not say how SWIG runs/);
    const odd = buildWith({ igenerator: command(['python3', 'x.py']), swig: command(['swig', '-E', 'a.i']) });
    assert.match(argvOf(igeneratorStep(odd, places, {})).join(), /unknown form/);
    assert.match(argvOf(swigStep(odd, places, {})).join(), /unknown form/);
  });
});
