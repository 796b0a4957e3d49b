import assert from 'node:assert/strict';
import { parseIgeneratorArguments } from '../../../../server/src/cache/igenerator/igenerator-arguments';
import { tempDir, writeFiles } from '../../../support/temp-dir';

describe('the arguments of igenerator.py', () => {
  const dir = tempDir();
  beforeEach(() => writeFiles(dir(), { 't/M.mdx': 'D.mdx\nitkA.idx\nitkB.idx\n' }));

  const parse = (...more: string[]) =>
    parseIgeneratorArguments({
      python: 'python3',
      cwd: dir(),
      args: [
        ...['/itk/igenerator.py', '--mdx', 't/M.mdx', '--mdx', 't/D.mdx', '-w1', '-p', '../itk/pygccxml'],
        ...['--interface-output-dir', 't', '--library-output-dir', '.', '--snake-case-file', 's.py', ...more],
      ],
    });

  it('are the types in igenerator’s order, the folders, and the rest', () => {
    const run = parse('--submodule-order', 'itkB', '--pkl_dir', 'pkl/../p', '--pyi_index_list', 'a;b');
    assert.deepEqual(run?.types, ['itkB', 'itkA']);
    assert.deepEqual([run?.module, run?.interfaceDir, run?.pklDir], ['M', `${dir()}/t`, `${dir()}/p`]);
    assert.deepEqual([run?.pklPrefix, run?.stamp, run?.listsIndexFiles], ['pkl/../p', null, true]);
    assert.deepEqual(run?.rest, ['-w1', '-p', '../itk/pygccxml']);
    assert.deepEqual(run?.mdx, [`${dir()}/t/M.mdx`, `${dir()}/t/D.mdx`]);
  });

  it('are not understood if a form is unknown', () => {
    assert.equal(parse('--submodule-order', 'itkC'), null);
    assert.equal(parse('--pkl_dir=p'), null);
    writeFiles(dir(), { 't/M.mdx': '../itkA.idx\n' });
    assert.equal(parse(), null);
    writeFiles(dir(), { 't/M.mdx': '' });
    assert.equal(parse(), null);
    assert.equal(parseIgeneratorArguments({ python: 'python3', cwd: '/', args: ['other.py'] }), null);
  });
});
