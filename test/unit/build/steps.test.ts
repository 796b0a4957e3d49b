import assert from 'node:assert/strict';
import { cmdLength, commandLengthProblems } from '../../../server/src/build/generators/command-length';
import { stepsOf } from '../../../server/src/build/steps';
import { buildOf } from '../../support/build';

describe('stepsOf', () => {
  it('runs the commands before and after, keeps launchers, and sets the environment', () => {
    const steps = stepsOf(
      {
        cwd: '/b',
        env: { A: '1' },
        unset: ['B'],
        launcher: ['ccache'],
        argv: ['python3', 'igenerator.py'],
        before: [['rm', 'x']],
        after: [['touch', 'x']],
      },
      { B: '2', C: '3' },
    );
    assert.deepEqual(
      steps.map(({ file, args, env }) => [file, args, env]),
      [
        ['rm', ['x'], { B: '2', C: '3' }],
        ['ccache', ['python3', 'igenerator.py'], { A: '1', C: '3' }],
        ['touch', ['x'], { B: '2', C: '3' }],
      ],
    );
  });
});

describe('commandLengthProblems', () => {
  const argv = ['python.exe', 'igenerator.py', '--submodule-order', 'itkA;'.repeat(2000)];
  const command = { cwd: 'C:\\b\\Wrapping', env: {}, launcher: [], argv };

  it('counts the whole line that cmd.exe gets', () => {
    assert.equal(
      cmdLength({ cwd: 'C:\\b', env: {}, launcher: [], argv: ['a', 'b c'] }),
      'cmd.exe /C "cd /D C:\\b && a "b c""'.length,
    );
  });

  it('reports a module on Windows, and none elsewhere', () => {
    const of = (dir: string): string[] => {
      const build = buildOf('/b', { ITKCommon: ['itkA'] });
      const modules = build.modules.map((module) => ({ ...module, igenerator: command }));
      return commandLengthProblems({ ...build, dir, modules }).map(({ message }) => message);
    };
    assert.match(of('C:\\b')[0] ?? '', /ITKCommon is 100\d\d characters long; cmd\.exe stops at 8191/);
    assert.deepEqual(of('/b'), []);
  });
});
