import assert from 'node:assert/strict';
import { parseSwigArguments, redirected } from '../../../../server/src/cache/swig/swig-arguments';

describe('the arguments of SWIG', () => {
  const invocation = (...args: string[]) => ({ swig: 'swig', args, cwd: '/b' });
  const usual = [
    '-c++',
    '-python',
    '-features',
    'autodoc=2',
    '-w302',
    '-o',
    'x.cpp',
    '-I/s',
    '-Irel',
    '-outdir',
    'py',
  ];

  it('are parsed as ITK writes them', () => {
    assert.deepEqual(parseSwigArguments(invocation(...usual, 'x.i')), {
      source: '/b/x.i',
      output: '/b/x.cpp',
      outdir: '/b/py',
      includes: ['/s', '/b/rel'],
      depfile: null,
      rest: ['-c++', '-python', '-features', 'autodoc=2', '-w302', '-I/s', '-Irel'],
    });
  });

  it('may have no folder for modules, and a depfile', () => {
    const parsed = parseSwigArguments(invocation('-python', '-MMD', '-MF', 'd', '-o', 'o/x.cpp', 'x.i'));
    assert.equal(parsed?.outdir, '/b/o');
    assert.deepEqual(parsed?.depfile, { file: '/b/d', target: 'o/x.cpp', withLibrary: false });
  });

  it('are not those of a run that can be cached', () => {
    for (const args of [
      [],
      ['-python', '-o', 'x.cpp'],
      ['-python', 'x.i'],
      ['-java', '-o', 'x.cpp', 'x.i'],
      ['-python', '-o', 'x.cpp', '-E', 'x.i'],
      ['-python', '-o', 'x.cpp', '-oh', 'x.h', 'x.i'],
      ['-python', '-o', 'x.cpp', '-MD', 'x.i'],
      ['-python', '-o', 'x.cpp', '-MF', 'd', 'x.i'],
      ['-python', '-o', 'x.cpp', '-I-', 'x.i'],
      ['-python', '-o', 'x.cpp', '@more', 'x.i'],
      ['-python', '-o', 'x.cpp', 'other.i', 'x.i'],
    ])
      assert.equal(parseSwigArguments(invocation(...args)), null, args.join(' '));
  });

  it('keep everything but the outputs when these are elsewhere', () => {
    const places = { output: '/t/x.cpp', outdir: '/t/py', depfile: '/t/d' };
    assert.deepEqual(redirected(invocation(...usual, '-MMD', '-MF', 'mine', 'x.i'), places), [
      ...['-MD', '-MF', '/t/d', '-outdir', '/t/py'],
      ...['-c++', '-python', '-features', 'autodoc=2', '-w302', '-o', '/t/x.cpp', '-I/s', '-Irel', 'x.i'],
    ]);
  });
});
