import assert from 'node:assert/strict';
import { castxmlAt, igeneratorAt, readCommand } from '../../../../server/src/build/generators/build-command';

const ARGS = '-o t.xml --castxml-start _wrapping_ @t.castxml.inc t.cxx';

function castxml(line: string, known: string | null = '/usr/bin/castxml'): ReturnType<typeof readCommand> {
  return readCommand({ line, style: 'posix', dir: '/b', program: (words) => castxmlAt(words, known) });
}

describe('readCommand', () => {
  it('separates the working folder from the program', () => {
    assert.deepEqual(castxml(`cd /b/W/M && /usr/bin/castxml ${ARGS}`), {
      command: { cwd: '/b/W/M', env: {}, launcher: [], argv: ['/usr/bin/castxml', ...ARGS.split(' ')] },
    });
  });

  const launchers: [string, string[]][] = [
    ['ccache', ['ccache']],
    ['/usr/bin/python3 /src/itk-castxml-cache.py', ['/usr/bin/python3', '/src/itk-castxml-cache.py']],
    ['/opt/itk-castxml-cache', ['/opt/itk-castxml-cache']],
    ['node /opt/itk-castxml-cache.js --no-cache', ['node', '/opt/itk-castxml-cache.js', '--no-cache']],
  ];
  for (const [text, launcher] of launchers)
    it(`treats "${text}" as a launcher`, () => {
      const read = castxml(`${text} /usr/bin/castxml ${ARGS}`);
      assert.ok('command' in read);
      assert.deepEqual(read.command.launcher, launcher);
      assert.equal(read.command.argv[0], '/usr/bin/castxml');
    });

  it('reads env and cmake -E env, before and after launchers', () => {
    const read = castxml(
      `A=1 /usr/bin/cmake -E env --unset=PYTHONPATH "B=two words" -- ccache env C=3 /usr/bin/castxml ${ARGS}`,
    );
    assert.ok('command' in read);
    assert.deepEqual(read.command.env, { A: '1', B: 'two words', C: '3' });
    assert.deepEqual(read.command.unset, ['PYTHONPATH']);
    assert.deepEqual(read.command.launcher, ['ccache']);
  });

  it('finds a castxml that is not in CMake’s cache', () => {
    const read = castxml(`python3 run.py /opt/castxml-0.6/bin/castxml ${ARGS}`, null);
    assert.ok('command' in read);
    assert.equal(read.command.argv[0], '/opt/castxml-0.6/bin/castxml');
    const odd = castxml(`/opt/my-parser ${ARGS}`, null);
    assert.ok('command' in odd);
    assert.equal(odd.command.argv[0], '/opt/my-parser');
  });

  it('keeps the commands that run before and after', () => {
    const read = castxml(`mkdir x && /usr/bin/castxml ${ARGS} && touch t.stamp`);
    assert.ok('command' in read);
    assert.deepEqual(read.command.before, [['mkdir', 'x']]);
    assert.deepEqual(read.command.after, [['touch', 't.stamp']]);
  });

  it('reports that the program is missing or that a shell is needed', () => {
    assert.ok('problem' in castxml('cd /b && true'));
    assert.ok('problem' in castxml(`/usr/bin/castxml ${ARGS} > log`));
  });

  it('finds igenerator after Python’s options', () => {
    const words = 'ccache /usr/bin/python3 -B -u /s/igenerator.py --mdx M.mdx'.split(' ');
    assert.equal(igeneratorAt(words), 1);
    assert.equal(igeneratorAt(['python3', 'pyi_generator.py']), -1);
  });

  it('reads a Windows command line by Windows’ rules', () => {
    const read = readCommand({
      line: `cmd.exe /C "cd /D C:\\b\\W && C:\\tools\\castxml.exe -o C:\\b\\t.xml --castxml-start _wrapping_ @C:\\b\\t.castxml.inc C:\\b\\t.cxx"`,
      style: 'windows',
      dir: 'C:\\b',
      program: (words) => castxmlAt(words, null),
    });
    assert.ok('command' in read);
    assert.equal(read.command.cwd, 'C:\\b\\W');
    assert.equal(read.command.argv[0], 'C:\\tools\\castxml.exe');
  });
});
